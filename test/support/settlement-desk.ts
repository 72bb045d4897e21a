import {
  businessClockTick,
  custodianStatus,
  deskInstructionDecision,
  tradeCaptured,
  tradeConfirmed,
  type EventContract,
  type EventOf,
} from '#contracts';
import { idOf } from '#domain/identity';
import type { Trade } from '#domain/trade';
import type { Database, Transaction } from '#platform/database';
import type { Batch } from '#platform/messaging';
import { runBatch, type BatchOutcome } from './batches.js';

type Captured = EventOf<typeof tradeCaptured>;
type Confirmed = EventOf<typeof tradeConfirmed>;
type Status = EventOf<typeof custodianStatus>;
type Tick = EventOf<typeof businessClockTick>;
type Decision = EventOf<typeof deskInstructionDecision>;
type Handle<Event> = (batch: Batch<Event>, tx: Transaction) => Promise<void>;

const AT = '2026-06-15T10:00:00Z';

/** A version of a trade from the front office that replaces the one before it. */
export const changed = (tradeId: string, version: number, changes: Partial<Captured> = {}): Captured => ({
  eventId: idOf('captured', tradeId, version),
  tradeId,
  side: 'front',
  version,
  action: changes.trade ? 'AMEND' : 'CANCEL',
  amendment: changes.trade ? 'economic' : null,
  replaces: version - 1,
  trade: null,
  source: { topic: 'front-office.trades.v1', partition: 0, offset: '0' },
  occurredAt: AT,
  ...changes,
});

export const confirmed = (tradeId: string, trade: Trade, version = 1): Confirmed => ({
  eventId: idOf('confirmed', tradeId, version),
  confirmationId: idOf('confirmation', tradeId, version),
  tradeId,
  sequence: version,
  version,
  trade,
  occurredAt: AT,
});

/** What a custodian reports; the instruction is the delivery of the first version unless told. */
export const reported = (tradeId: string, status: Status['status'], changes: Partial<Status> = {}): Status => {
  const instructionId = changes.instructionId ?? `${tradeId}/1/delivery`;
  return {
    messageId: `${instructionId}:${status}`,
    custodian: 'ALMACEN0',
    instructionId,
    tradeId,
    status,
    occurredAt: '2026-06-17T09:00:00Z',
    ...(status === 'SETTLED' || status === 'PARTIALLY_SETTLED' ? { effectiveDate: '2026-06-17' } : {}),
    ...changes,
  };
};

export const tick = (businessDate: string, kind: Tick['kind'] = 'settlement-cut-off'): Tick => ({
  tickId: `${businessDate}:${kind}`,
  businessDate,
  at: `${businessDate}T18:30:00Z`,
  kind,
});

/** A clerk wants an instruction sent again. */
export const resend = (tradeId: string, instructionId: string, changes: Partial<Decision> = {}): Decision => ({
  messageId: idOf('resend', instructionId, changes.actor ?? 'nerea'),
  actor: 'nerea',
  approver: 'ingrid',
  reason: 'the account has been opened',
  decidedAt: '2026-06-17T11:00:00Z',
  tradeId,
  instructionId,
  act: 'resend',
  ...changes,
});

/** Handlers of settlement, by topic. */
export interface SettlementHandlers {
  readonly captured: Handle<Captured>;
  readonly confirmed: Handle<Confirmed>;
  readonly reported: Handle<Status>;
  readonly ticked: Handle<Tick>;
  /** Needed only where clerks decide. */
  readonly decided?: Handle<Decision>;
}

/** Settlement on a database, one topic a method; each call is one batch. Keeps all it has said. */
export class SettlementDesk {
  readonly said: { readonly topic: string; readonly event: Record<string, unknown> }[] = [];

  constructor(
    readonly db: Database,
    private readonly handlers: SettlementHandlers,
  ) {}

  capture(...events: Captured[]): Promise<BatchOutcome> {
    return this.run(this.handlers.captured, tradeCaptured, events);
  }

  confirm(...events: Confirmed[]): Promise<BatchOutcome> {
    return this.run(this.handlers.confirmed, tradeConfirmed, events);
  }

  report(...events: Status[]): Promise<BatchOutcome> {
    return this.run(this.handlers.reported, custodianStatus, events);
  }

  tick(...events: Tick[]): Promise<BatchOutcome> {
    return this.run(this.handlers.ticked, businessClockTick, events);
  }

  decide(...events: Decision[]): Promise<BatchOutcome> {
    const { decided } = this.handlers;
    if (!decided) throw new Error('this desk has nobody to decide');
    return this.run(decided, deskInstructionDecision, events);
  }

  private async run<Contract extends EventContract>(
    handle: Handle<EventOf<Contract>>,
    contract: Contract,
    events: readonly EventOf<Contract>[],
  ): Promise<BatchOutcome> {
    const outcome = await runBatch(handle, this.db, contract, events);
    this.said.push(...(outcome.published as typeof this.said));
    return outcome;
  }

  /** What has been said, shortly: `obligation-settled L18 SETTLED`. */
  story(): string[] {
    return this.said.map(({ topic, event }) => {
      const name = topic.split('.')[1] ?? topic;
      const parts = [event['transition'], event['to'] ?? event['part'], event['by']].filter((one) => one !== undefined);
      return [name, ...parts].join(' ');
    });
  }

  events<Contract extends EventContract>(contract: Contract): EventOf<Contract>[] {
    return this.said.filter(({ topic }) => topic === contract.topic).map(({ event }) => event as EventOf<Contract>);
  }

  async stateLines(statements: readonly string[]): Promise<string[]> {
    const lines: string[] = [];
    for (const statement of statements)
      lines.push(...(await this.db.rows<{ line: string }>(statement)).map(({ line }) => line));
    return lines;
  }
}
