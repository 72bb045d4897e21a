import {
  breakClosed,
  breakOpened,
  cancellationRequested,
  instructionReleased,
  obligationFailing,
  obligationProgressed,
  obligationSettled,
  tradeAgreed,
  tradeConfirmed,
  tradeDisputed,
  versionWithdrawn,
  type EventContract,
  type EventOf,
} from '#contracts';
import { idOf } from '#domain/identity';
import type { Database, Transaction } from '#platform/database';
import type { Batch } from '#platform/messaging';
import { runBatch } from './batches.js';
import { shares } from './intake-desk.js';
import { amount, worked2Equity } from './worked-trades.js';

const trade = worked2Equity();
const whole = { pay: amount('50000.00'), receive: null, quantity: '1000' };
const rest = { pay: amount('30000.00'), receive: null, quantity: '600' };
const part = { pay: amount('20000.00'), receive: null, quantity: '400' };
const none = { pay: amount('0.00'), receive: null, quantity: '0' };

type Handles<Contract extends EventContract> = (batch: Batch<EventOf<Contract>>, tx: Transaction) => Promise<void>;

/** Handlers of what later services tell, by topic. */
export interface FactHandlers {
  opened: Handles<typeof breakOpened>;
  closed: Handles<typeof breakClosed>;
  agreed: Handles<typeof tradeAgreed>;
  disputed: Handles<typeof tradeDisputed>;
  confirmed: Handles<typeof tradeConfirmed>;
  instructed: Handles<typeof instructionReleased>;
  cancelling: Handles<typeof cancellationRequested>;
  progressed: Handles<typeof obligationProgressed>;
  settled: Handles<typeof obligationSettled>;
  failing: Handles<typeof obligationFailing>;
  withdrawn: Handles<typeof versionWithdrawn>;
}

type Tell = () => Promise<unknown>;

/** What later services tell about one trade, in the order in which it happened, each as one batch of its topic. */
export function storyOf(tradeId: string, hearing: FactHandlers, database: Database): Record<string, Tell> {
  const common = (name: string, minute: string) => ({
    eventId: idOf(name, tradeId),
    tradeId,
    version: 1,
    occurredAt: `2026-06-15T10:${minute}:00Z`,
  });
  const ofObligation = (sequence: number, transition: string) => ({
    ...common(`obligation-${sequence}`, String(20 + sequence)),
    obligationId: idOf('obligation', tradeId),
    sequence,
    leg: 'delivery' as const,
    transition,
  });
  const tell =
    <Contract extends EventContract>(contract: Contract, handle: Handles<Contract>, event: EventOf<Contract>): Tell =>
    () =>
      runBatch((batch, tx) => handle.call(hearing, batch, tx), database, contract, [event]);
  const breakId = idOf('break', tradeId);
  return {
    opened: tell(breakOpened, hearing.opened, {
      ...common('opened', '01'),
      breakId,
      sequence: 1,
      kind: 'economics',
      differences: [{ field: 'price', ours: '50.00', theirs: '50.10', tolerance: 'exact' }],
    }),
    closed: tell(breakClosed, hearing.closed, {
      ...common('closed', '02'),
      breakId,
      sequence: 2,
      outcome: 'accepted-front',
      actor: 'nerea',
      reason: 'the ticket says so',
      correction: null,
    }),
    agreed: tell(tradeAgreed, hearing.agreed, {
      ...common('agreed', '03'),
      sequence: 3,
      acceptedSide: 'front',
      by: 'desk-decision',
      trade,
    }),
    disputed: tell(tradeDisputed, hearing.disputed, {
      ...common('disputed', '04'),
      sequence: 1,
      counterparty: 'ARTAESM0',
      kind: 'unanswered',
      differences: [],
      counterfactual: '',
    }),
    confirmed: tell(tradeConfirmed, hearing.confirmed, {
      ...common('confirmed', '05'),
      confirmationId: idOf('confirmation', tradeId),
      sequence: 2,
      trade,
    }),
    released: tell(instructionReleased, hearing.instructed, {
      ...ofObligation(1, 'L8'),
      instructionId: `${tradeId.slice(0, 8)}/1/delivery`,
      custodian: 'KUSTBEB0',
      counterparty: 'ARTAESM0',
      unit: 'risk',
      book: 'house.risk',
      capacity: 'house',
      beneficialOwner: null,
      settlementDate: '2026-06-17',
      method: 'DVP',
      pay: whole.pay,
      receive: null,
      security: { isin: shares.isin, quantity: '1000', direction: 'receive' },
      ourInstructions: [],
      theirInstructions: [],
    }),
    matched: tell(obligationProgressed, hearing.progressed, {
      ...ofObligation(2, 'L11'),
      from: 'INSTRUCTED',
      to: 'MATCHED',
      reasonCode: null,
      reason: null,
      remaining: null,
    }),
    part: tell(obligationSettled, hearing.settled, {
      ...ofObligation(3, 'L16'),
      part: 'partial',
      effectiveDate: '2026-06-17',
      ...part,
      remaining: rest,
      wasFailing: false,
      trade,
    }),
    failing: tell(obligationFailing, hearing.failing, {
      ...ofObligation(4, 'L19'),
      since: '2026-06-17',
      ...rest,
      reasonCode: 'LACK',
      reason: 'we have too few securities',
      trade,
    }),
    rest: tell(obligationSettled, hearing.settled, {
      ...ofObligation(5, 'L18'),
      part: 'final',
      effectiveDate: '2026-06-18',
      ...rest,
      remaining: none,
      wasFailing: true,
      trade,
    }),
    late: tell(obligationFailing, hearing.failing, {
      ...ofObligation(3, 'L19'),
      since: '2026-06-17',
      ...whole,
      reasonCode: 'SAFE',
      reason: 'not instructed by the cut-off, rejected: safekeeping account wrong',
      lateInstruct: true,
      trade,
    }),
    rejected: tell(obligationProgressed, hearing.progressed, {
      ...ofObligation(2, 'L10'),
      from: 'INSTRUCTED',
      to: 'CONFIRMED',
      reasonCode: 'SAFE',
      reason: 'rejected: safekeeping account wrong',
      remaining: null,
    }),
    asked: tell(cancellationRequested, hearing.cancelling, {
      ...ofObligation(3, 'L24'),
      instructionId: 'X',
      custodian: 'KUSTBEB0',
      remaining: whole,
    }),
    cancelled: tell(obligationProgressed, hearing.progressed, {
      ...ofObligation(4, 'L25'),
      from: 'CANCEL_PENDING',
      to: 'CANCELLED',
      reasonCode: null,
      reason: null,
      remaining: whole,
    }),
    withdrawn: tell(versionWithdrawn, hearing.withdrawn, {
      ...common('withdrawn', '40'),
      by: 'CANCEL',
      nextVersion: 3,
      next: null,
      settled: [],
    }),
  };
}
