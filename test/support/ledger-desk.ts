import {
  backOfficeFact,
  breakClosed,
  businessClockTick,
  dayStep,
  decode,
  deskLedgerDecision,
  obligationFailing,
  obligationSettled,
  payrollBatch,
  tradeCaptured,
  versionWithdrawn,
  type EventOf,
} from '#contracts';
import type { Database, Transaction } from '#platform/database';
import type { Batch, MessageBus, OutgoingMessage } from '#platform/messaging';
import { runBatch, type BatchOutcome } from './batches.js';
import type { acceptedMiddle, captured, endOfDay, failing, settled, withdrawn } from './ledger-events.js';

/** The controllers of `apps/ledger`, by what they do. */
interface Handlers {
  readonly trades: new () => { book(batch: Batch<ReturnType<typeof captured>>, tx: Transaction): Promise<void> };
  readonly settlements: new () => { book(batch: Batch<ReturnType<typeof settled>>, tx: Transaction): Promise<void> };
  readonly fails: new () => { book(batch: Batch<ReturnType<typeof failing>>, tx: Transaction): Promise<void> };
  readonly withdrawals: new () => {
    withdraw(batch: Batch<ReturnType<typeof withdrawn>>, tx: Transaction): Promise<void>;
  };
  readonly corrections: new () => {
    correct(batch: Batch<ReturnType<typeof acceptedMiddle>>, tx: Transaction): Promise<void>;
  };
  readonly day: new () => {
    end(batch: Batch<ReturnType<typeof endOfDay>>, tx: Transaction): Promise<void>;
    goOn(batch: Batch<EventOf<typeof dayStep>>, tx: Transaction): Promise<void>;
  };
  readonly facts: new () => { book(batch: Batch<EventOf<typeof backOfficeFact>>, tx: Transaction): Promise<void> };
  readonly payroll: new () => { propose(batch: Batch<EventOf<typeof payrollBatch>>, tx: Transaction): Promise<void> };
  readonly decisions: new () => {
    decide(batch: Batch<EventOf<typeof deskLedgerDecision>>, tx: Transaction): Promise<void>;
  };
}

/** What caused a journal, where a test does not care. */
export const caused = {
  sourceEventId: '00000000-0000-5000-8000-000000000000',
  source: 'front-office.trades.v1/0/0',
  actor: null,
  approver: null,
  occurredAt: '2026-06-15T10:00:00Z',
  adjusting: false,
} as const;

/** The ledger's handlers on a database, one topic a method; each call is one batch. */
export class LedgerDesk {
  constructor(
    readonly db: Database,
    private readonly handlers: Handlers,
    /** Where a batch of so many events begins in its log. */
    private readonly offset: (events: number) => bigint = () => 0n,
  ) {}

  book(...events: ReturnType<typeof captured>[]): Promise<BatchOutcome> {
    return runBatch(
      (batch, tx) => new this.handlers.trades().book(batch, tx),
      this.db,
      tradeCaptured,
      events,
      this.offset(events.length),
    );
  }

  settle(...events: ReturnType<typeof settled>[]): Promise<BatchOutcome> {
    return runBatch(
      (batch, tx) => new this.handlers.settlements().book(batch, tx),
      this.db,
      obligationSettled,
      events,
      this.offset(events.length),
    );
  }

  fail(...events: ReturnType<typeof failing>[]): Promise<BatchOutcome> {
    return runBatch(
      (batch, tx) => new this.handlers.fails().book(batch, tx),
      this.db,
      obligationFailing,
      events,
      this.offset(events.length),
    );
  }

  withdraw(...events: ReturnType<typeof withdrawn>[]): Promise<BatchOutcome> {
    return runBatch(
      (batch, tx) => new this.handlers.withdrawals().withdraw(batch, tx),
      this.db,
      versionWithdrawn,
      events,
      this.offset(events.length),
    );
  }

  correct(...events: ReturnType<typeof acceptedMiddle>[]): Promise<BatchOutcome> {
    return runBatch(
      (batch, tx) => new this.handlers.corrections().correct(batch, tx),
      this.db,
      breakClosed,
      events,
      this.offset(events.length),
    );
  }

  tick(...ticks: ReturnType<typeof endOfDay>[]): Promise<BatchOutcome> {
    return runBatch(
      (batch, tx) => new this.handlers.day().end(batch, tx),
      this.db,
      businessClockTick,
      ticks,
      this.offset(ticks.length),
    );
  }

  /** The ticks and, page by page, all that they set off. */
  async end(...ticks: ReturnType<typeof endOfDay>[]): Promise<BatchOutcome> {
    let outcome = await this.tick(...ticks);
    const published = [...outcome.published];
    for (;;) {
      const steps = outcome.published.filter(({ topic }) => topic === dayStep.topic);
      if (steps.length === 0) break;
      outcome = await this.goOn(...steps.map(({ event }) => event as EventOf<typeof dayStep>));
      published.push(...outcome.published);
    }
    return { ...outcome, published };
  }

  goOn(...steps: EventOf<typeof dayStep>[]): Promise<BatchOutcome> {
    return runBatch(
      (batch, tx) => new this.handlers.day().goOn(batch, tx),
      this.db,
      dayStep,
      steps,
      this.offset(steps.length),
    );
  }

  tell(...facts: EventOf<typeof backOfficeFact>[]): Promise<BatchOutcome> {
    return runBatch((batch, tx) => new this.handlers.facts().book(batch, tx), this.db, backOfficeFact, facts);
  }

  payroll(...batches: EventOf<typeof payrollBatch>[]): Promise<BatchOutcome> {
    return runBatch((batch, tx) => new this.handlers.payroll().propose(batch, tx), this.db, payrollBatch, batches);
  }

  /** What clerks decide over HTTP is handled at once. */
  readonly bus = {
    send: async (messages: readonly OutgoingMessage[]) => {
      await this.decide(...messages.map(({ body }) => decode(deskLedgerDecision, String(body))));
    },
  } as MessageBus;

  decide(...decisions: EventOf<typeof deskLedgerDecision>[]): Promise<BatchOutcome> {
    return runBatch(
      (batch, tx) => new this.handlers.decisions().decide(batch, tx),
      this.db,
      deskLedgerDecision,
      decisions,
    );
  }

  /** Balances of one accounting over all days by `book account detail currency`, in minor units; those of zero left out. */
  async balances(accounting: 'TDA' | 'SDA' = 'TDA'): Promise<Record<string, string>> {
    const rows = await this.db.rows<{ account: string; balance: string }>(
      `select concat_ws(' ', book, account, nullif(detail, ''), currency) as account, sum(debit - credit)::text as balance
       from ledger.balances(null) where accounting in ('common', $1) group by 1 having sum(debit - credit) <> 0 order by 1`,
      [accounting],
    );
    return Object.fromEntries(rows.map(({ account, balance }) => [account, balance]));
  }

  async stateLines(statements: readonly string[]): Promise<string[]> {
    const lines: string[] = [];
    for (const statement of statements)
      lines.push(...(await this.db.rows<{ line: string }>(statement)).map(({ line }) => line));
    return lines;
  }
}
