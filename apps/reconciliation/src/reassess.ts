import { breakClosed, breakOpened, readKept, tradeAgreed, type EventOf } from '#contracts';
import { idOf } from '#domain/identity';
import {
  breakIdOf,
  frontMiddleTolerances,
  reconcile,
  type CutOff,
  type FieldComparison,
  type Finding,
} from '#domain/matching';
import type { Trade } from '#domain/trade';
import type { KeptDecision, OpenBreak, SaidAgreed, TradeRecord } from './trade-record.js';

type Agreed = EventOf<typeof tradeAgreed>;
type Opened = EventOf<typeof breakOpened>;
type Closed = EventOf<typeof breakClosed>;

/** A break that opens, or stays open on newer versions. */
export interface Opening {
  readonly event: Opened;
  readonly comparison: readonly FieldComparison[];
  readonly middleVersion: number | null;
  /** The trade of whichever side speaks, for the counterparty and the amount at stake. */
  readonly trade: Trade;
}

/** What there is to be kept and said after a trade was looked at again. */
export interface Reassessment {
  readonly record: TradeRecord;
  readonly closed: readonly Closed[];
  readonly opening: Opening | null;
  readonly agreed: Agreed | null;
  /** The decision that takes effect by this reassessment. */
  readonly applied: KeptDecision | null;
}

/**
 * Compares what is true of a trade now with what has been said about it, and says the difference, each change once.
 * `at` is the time of the message that brought the change.
 */
export function reassess(record: TradeRecord, cutOff: CutOff | null, at: string): Reassessment {
  const finding = reconcile(record, cutOff, frontMiddleTolerances);
  const decision = record.decisions.find(({ messageId }) => messageId === finding.decision?.messageId) ?? null;
  const applied = decision?.tookEffect === false ? decision : null;
  const change: Change = { record, finding, applied, at, ids: idsOf(record) };

  let sequence = record.sequence;
  const numbered = <Event>(event: Event): Event & { sequence: number } => ({ ...event, sequence: (sequence += 1) });
  const closed = closings(change).map(numbered);
  const opening = openingOf(change);
  const event = opening && numbered(opening.event);
  const said = finding.agreed ? newlySaid(record, finding.agreed) : null;
  const agreed = said && finding.agreed ? numbered(agreement(change, finding.agreed)) : null;

  return {
    record: {
      ...record,
      decisions: record.decisions.map((one) => (one === applied ? { ...one, tookEffect: true } : one)),
      awaits: finding.awaits,
      agreedSide: finding.agreed?.side ?? null,
      said: said ?? record.said,
      openBreak: finding.openBreak && openBreakOf(record, finding.openBreak.kind),
      sequence,
    },
    closed,
    opening: opening && event && { ...opening, event },
    agreed,
    applied,
  };
}

interface Change {
  readonly record: TradeRecord;
  readonly finding: Finding;
  readonly applied: KeptDecision | null;
  readonly at: string;
  /** The versions compared, as parts of every id; 0 for a missing side. A pair never comes back. */
  readonly ids: readonly [number, number];
}

const idsOf = ({ front, middle }: TradeRecord): [number, number] => [front?.version ?? 0, middle?.version ?? 0];

function openBreakOf({ front, middle }: TradeRecord, kind: OpenBreak['kind']): OpenBreak {
  return { kind, frontVersion: front?.version ?? null, middleVersion: middle?.version ?? null };
}

function closings(change: Change): Omit<Closed, 'sequence'>[] {
  const { record, finding, applied } = change;
  const before = record.openBreak;
  const ended =
    before !== null && before.kind !== finding.openBreak?.kind ? breakIdOf(record.tradeId, before.kind) : null;
  const correction = finding.agreed && correctionBy(record, finding.agreed);
  const decided = applied?.breakId ?? null;

  const closed: Omit<Closed, 'sequence'>[] = [];
  // The terms that were accepted fall back without an open break; the break that their acceptance closed says so.
  if (ended !== null && ended !== decided) closed.push(closing(change, ended, decided === null ? correction : null));
  else if (ended === null && decided === null && correction)
    closed.push(closing(change, breakIdOf(record.tradeId, 'economics'), correction));
  if (decided !== null) closed.push(closing(change, decided, correction));
  return closed;
}

function closing(
  { record, finding, applied, at, ids }: Change,
  breakId: string,
  correction: Closed['correction'],
): Omit<Closed, 'sequence'> {
  const decision = applied?.breakId === breakId ? applied : null;
  const outcome = decision ? (`accepted-${decision.accept}` as const) : finding.agreed ? 'agreed' : 'withdrawn';
  return {
    eventId: idOf('break-closed', breakId, ...ids, outcome),
    breakId,
    tradeId: record.tradeId,
    version: record.front?.version ?? null,
    outcome,
    actor: decision?.actor ?? null,
    reason: decision?.reason ?? null,
    correction,
    occurredAt: at,
  };
}

/** What corrects the terms that were taken for granted for this front version; null when these stand. */
function correctionBy(record: TradeRecord, stands: NonNullable<Finding['agreed']>): Closed['correction'] {
  const { front, said } = record;
  const acceptedBefore = said?.side === 'middle' && said.version === front?.version ? said : null;
  if (acceptedBefore?.middleTerms) {
    if (stands.side === 'middle' && acceptedBefore.middleVersion === record.middle?.version) return null;
    return { stands: stands.trade, corrects: readKept<Trade>(acceptedBefore.middleTerms) };
  }
  return stands.side === 'middle' && front?.trade ? { stands: stands.trade, corrects: front.trade } : null;
}

function openingOf({
  record,
  finding,
  at,
  ids,
}: Change): (Omit<Opening, 'event'> & { event: Omit<Opened, 'sequence'> }) | null {
  const trade = record.front?.trade ?? record.middle?.trade;
  if (finding.openBreak === null || !trade) return null;
  const { kind, comparison } = finding.openBreak;
  const now = openBreakOf(record, kind);
  const before = record.openBreak;
  const known =
    before?.kind === kind && before.frontVersion === now.frontVersion && before.middleVersion === now.middleVersion;
  if (known) return null;
  const breakId = breakIdOf(record.tradeId, kind);
  const differing = kind === 'economics' ? comparison.filter(({ differs }) => differs) : [];
  return {
    event: {
      eventId: idOf('break-opened', breakId, ...ids),
      breakId,
      tradeId: record.tradeId,
      version: now.frontVersion,
      kind,
      differences: differing.map(({ field, front, middle, tolerance }) => ({
        field,
        ours: front,
        theirs: middle,
        tolerance,
      })),
      occurredAt: at,
    },
    comparison,
    middleVersion: now.middleVersion,
    trade,
  };
}

/** What is to be remembered as said; null when it has been said already for this front version. */
function newlySaid({ front, middle, said }: TradeRecord, { side }: NonNullable<Finding['agreed']>): SaidAgreed | null {
  if (!front) return null;
  const accepted = side === 'middle' ? middle : null;
  const again =
    said?.version === front.version && said.side === side && said.middleVersion === (accepted?.version ?? null);
  if (again) return null;
  return {
    version: front.version,
    side,
    middleVersion: accepted?.version ?? null,
    middleTerms: accepted?.terms ?? null,
  };
}

function agreement(
  { record, finding, at, ids }: Change,
  { side, trade }: NonNullable<Finding['agreed']>,
): Omit<Agreed, 'sequence'> {
  return {
    eventId: idOf('trade-agreed', record.tradeId, ...ids, side),
    tradeId: record.tradeId,
    version: ids[0],
    acceptedSide: side,
    by: finding.decision ? 'desk-decision' : 'comparison',
    trade,
    occurredAt: at,
  };
}
