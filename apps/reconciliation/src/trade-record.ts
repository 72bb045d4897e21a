import { readKept } from '#contracts';
import type { BreakDecision, BreakKind, ReportedSide, TradeSides } from '#domain/matching';
import type { Office, Trade } from '#domain/trade';

/** One office's latest version as it is kept: the terms stay text until somebody reads them. */
export class KeptSide implements ReportedSide {
  private read: Trade | null | undefined;

  constructor(
    readonly version: number,
    readonly at: string,
    readonly since: string,
    /** JSON text of the trade; null once cancelled. */
    readonly terms: string | null,
    trade?: Trade | null,
  ) {
    this.read = trade;
  }

  get trade(): Trade | null {
    if (this.read === undefined) this.read = this.terms === null ? null : readKept<Trade>(this.terms);
    return this.read;
  }

  /** The same version with its terms read already, where the other side says them word for word. */
  sharing(other: KeptSide | null): KeptSide {
    if (other === null || this.terms === null || other.terms !== this.terms) return this;
    return new KeptSide(this.version, this.at, this.since, this.terms, other.trade);
  }
}

/** What `trade-agreed` said last of a trade. */
export interface SaidAgreed {
  readonly version: number;
  readonly side: Office;
  /** The middle office's version and terms, where these were accepted; else null. */
  readonly middleVersion: number | null;
  readonly middleTerms: string | null;
}

export interface OpenBreak {
  readonly kind: BreakKind;
  readonly frontVersion: number | null;
  readonly middleVersion: number | null;
}

export interface KeptDecision extends BreakDecision {
  /** It has closed a break, or stood in for the agreement of the versions it names. */
  readonly tookEffect: boolean;
}

/** All that reconciliation keeps of one trade. */
export interface TradeRecord extends TradeSides {
  readonly front: KeptSide | null;
  readonly middle: KeptSide | null;
  readonly decisions: readonly KeptDecision[];
  readonly awaits: Office | 'cancel' | null;
  readonly agreedSide: Office | null;
  readonly said: SaidAgreed | null;
  readonly openBreak: OpenBreak | null;
  /** Number of events said of this trade so far. */
  readonly sequence: number;
}

export function unknownTrade(tradeId: string): TradeRecord {
  return {
    tradeId,
    front: null,
    middle: null,
    decisions: [],
    awaits: null,
    agreedSide: null,
    said: null,
    openBreak: null,
    sequence: 0,
  };
}

/** The record after one office reported a version. Older versions than the one known change nothing but the first mention. */
export function withVersion(
  record: TradeRecord,
  side: Office,
  { version, trade, at }: { readonly version: number; readonly trade: Trade | null; readonly at: string },
): TradeRecord {
  const known = record[side];
  const since = known && Date.parse(known.since) <= Date.parse(at) ? known.since : at;
  if (known && known.version >= version) {
    return { ...record, [side]: new KeptSide(known.version, known.at, since, known.terms) };
  }
  const terms = trade === null ? null : JSON.stringify(trade);
  const spoken = new KeptSide(version, at, since, terms, trade);
  const other = side === 'front' ? 'middle' : 'front';
  return { ...record, [side]: spoken, [other]: record[other]?.sharing(spoken) ?? null };
}

/** The record after a clerk has decided; a decision that does not say on which versions is one on those that now stand. */
export function withDecision(
  record: TradeRecord,
  {
    versions,
    ...decision
  }: Omit<BreakDecision, 'frontVersion' | 'middleVersion'> & {
    readonly versions?: { readonly front: number | null; readonly middle: number | null } | undefined;
  },
): TradeRecord {
  const { front, middle } = versions ?? {
    front: record.front?.version ?? null,
    middle: record.middle?.version ?? null,
  };
  const kept: KeptDecision = { ...decision, frontVersion: front, middleVersion: middle, tookEffect: false };
  return { ...record, decisions: [...record.decisions, kept] };
}
