import { confirmationIssued, tradeConfirmed, tradeDisputed, type EventOf } from '#contracts';
import { idOf } from '#domain/identity';
import {
  confirmationTolerances,
  disputeIdOf,
  findConfirmation,
  type ConfirmationFinding,
  type CutOff,
} from '#domain/matching';
import { referenceData } from '#domain/parties';
import { economics } from '#domain/trade';
import type { TradeRecord } from './trade-record.js';

type Issued = EventOf<typeof confirmationIssued>;
type Confirmed = EventOf<typeof tradeConfirmed>;
type Disputed = EventOf<typeof tradeDisputed>;

const RULES = {
  gating: confirmationTolerances,
  partyOf: (name: string): string | undefined => referenceData.findParty(name)?.code,
};

/** What there is to be kept and said after a trade was looked at again. */
export interface Reassessment {
  readonly record: TradeRecord;
  readonly confirmed: Confirmed | null;
  /** A dispute that is new, or about something else than before. */
  readonly disputed: Disputed | null;
  /** An open dispute is over. */
  readonly resolved: boolean;
}

/**
 * Compares what is true of a trade's confirmation now with what has been said about it, and says the difference. A version is
 * confirmed once; once more only after a dispute in between (L7 takes it back, L6 gives it again). `at` is the time of the
 * message that brought the change.
 */
export function reassess(record: TradeRecord, cutOff: CutOff | null, at: string): Reassessment {
  const finding = findConfirmation(record, cutOff, RULES);
  const confirmed = confirmation(record, finding, at);
  const disputed = dispute(record, finding, at);
  const said = confirmed ?? disputed;
  return {
    record: {
      ...record,
      status: finding.status,
      awaits: finding.awaits,
      disputed: finding.dispute !== null,
      saidEvent: said?.eventId ?? record.saidEvent,
      saidConfirmedVersion: confirmed ? confirmed.version : disputed ? null : record.saidConfirmedVersion,
      sequence: said?.sequence ?? record.sequence,
    },
    confirmed,
    disputed,
    resolved: record.disputed && finding.dispute === null,
  };
}

const confirmationIdOf = (tradeId: string, version: number): string => idOf('confirmation', tradeId, version);

function confirmation(
  { tradeId, agreed, statement, ...said }: TradeRecord,
  { status }: ConfirmationFinding,
  at: string,
): Confirmed | null {
  if (status !== 'confirmed' || !agreed || !statement || said.saidConfirmedVersion === agreed.version) return null;
  return {
    eventId: idOf('trade-confirmed', agreed.eventId, statement.revision, statement.messageId),
    confirmationId: confirmationIdOf(tradeId, agreed.version),
    tradeId,
    sequence: said.sequence + 1,
    version: agreed.version,
    trade: agreed.trade,
    occurredAt: at,
  };
}

function dispute(record: TradeRecord, { dispute }: ConfirmationFinding, at: string): Disputed | null {
  if (dispute === null) return null;
  const eventId = disputeIdOf(record, dispute);
  if (eventId === record.saidEvent) return null;
  const { kind, version, counterparty, differences, counterfactual } = dispute;
  return {
    eventId,
    tradeId: record.tradeId,
    sequence: record.sequence + 1,
    version,
    counterparty,
    kind,
    differences: [...differences],
    counterfactual,
    occurredAt: at,
  };
}

/** Our statement of the agreed terms to the counterparty; null when the agreed version does not stand any more. */
export function issue({ tradeId, front, agreed }: TradeRecord, at: string): Issued | null {
  if (!agreed || front?.cancelled || agreed.version < (front?.version ?? 0)) return null;
  const { trade, version, eventId } = agreed;
  return {
    eventId: idOf('confirmation-issued', eventId),
    confirmationId: confirmationIdOf(tradeId, version),
    tradeId,
    version,
    counterparty: trade.counterparty,
    terms: { ...economics(trade) },
    occurredAt: at,
  };
}
