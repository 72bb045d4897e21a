import { readKept } from '#contracts';
import type {
  AgreedVersion,
  ConfirmationFacts,
  ConfirmationFinding,
  FrontVersion,
  LatestStatement,
} from '#domain/matching';
import type { Trade } from '#domain/trade';

/** The agreed version as it is kept: the terms stay text until somebody reads them. */
export class KeptAgreement implements AgreedVersion {
  private read: Trade | undefined;

  constructor(
    readonly eventId: string,
    readonly version: number,
    readonly at: string,
    readonly terms: string,
    trade?: Trade,
  ) {
    this.read = trade;
  }

  get trade(): Trade {
    return (this.read ??= readKept<Trade>(this.terms));
  }
}

/** The counterparty's statement as it is kept: the terms stay text until somebody reads them. */
export class KeptStatement implements LatestStatement {
  private read: LatestStatement['terms'] | undefined;

  constructor(
    readonly revision: number,
    readonly messageId: string,
    readonly kind: LatestStatement['kind'],
    readonly counterparty: string,
    readonly sentAt: string,
    readonly text: string,
    terms?: LatestStatement['terms'],
  ) {
    this.read = terms;
  }

  get terms(): LatestStatement['terms'] {
    return (this.read ??= JSON.parse(this.text) as LatestStatement['terms']);
  }
}

/** All that confirmation keeps of one trade. */
export interface TradeRecord extends ConfirmationFacts {
  readonly front: FrontVersion | null;
  readonly agreed: KeptAgreement | null;
  readonly statement: KeptStatement | null;
  readonly status: ConfirmationFinding['status'];
  readonly awaits: ConfirmationFinding['awaits'];
  /** Whether a dispute about it is open. */
  readonly disputed: boolean;
  /** Id of the last event that confirmed or disputed it, and the version it confirmed. */
  readonly saidEvent: string | null;
  readonly saidConfirmedVersion: number | null;
  /** Number of such events so far. */
  readonly sequence: number;
}

export function unknownTrade(tradeId: string): TradeRecord {
  return {
    tradeId,
    front: null,
    agreed: null,
    statement: null,
    status: 'unknown',
    awaits: null,
    disputed: false,
    saidEvent: null,
    saidConfirmedVersion: null,
    sequence: 0,
  };
}

/** The record after the front office reported a version; older ones change nothing. */
export function withFront(record: TradeRecord, front: FrontVersion): TradeRecord {
  return record.front && record.front.version >= front.version ? record : { ...record, front };
}

/** The record after a version was agreed; of one version the last agreement holds, older versions change nothing. */
export function withAgreement(record: TradeRecord, agreed: KeptAgreement): TradeRecord {
  return record.agreed && record.agreed.version > agreed.version ? record : { ...record, agreed };
}

/** The record after a statement: the highest revision counts, of equal ones the one whose message id sorts last. */
export function withStatement(record: TradeRecord, statement: KeptStatement): TradeRecord {
  const known = record.statement;
  const newer =
    known === null ||
    statement.revision > known.revision ||
    (statement.revision === known.revision && statement.messageId > known.messageId);
  return newer ? { ...record, statement } : record;
}
