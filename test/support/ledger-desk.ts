import type { Database, Transaction } from '#platform/database';
import type { Batch } from '#platform/messaging';
import { handle, type Handled } from './ledger.js';
import type { acceptedMiddle, captured, endOfDay, failing, settled, withdrawn } from './ledger-events.js';

/** The controllers of `apps/ledger`, by what they do. */
interface Handlers {
  readonly trades: new () => { book(batch: Batch<ReturnType<typeof captured>>, tx: Transaction): Promise<void> };
  readonly settlements: new () => { book(batch: Batch<ReturnType<typeof settled>>, tx: Transaction): Promise<void> };
  readonly fails: new () => { book(batch: Batch<ReturnType<typeof failing>>, tx: Transaction): Promise<void> };
  readonly withdrawals: new () => { withdraw(batch: Batch<ReturnType<typeof withdrawn>>, tx: Transaction): Promise<void> };
  readonly corrections: new () => { correct(batch: Batch<ReturnType<typeof acceptedMiddle>>, tx: Transaction): Promise<void> };
  readonly day: new () => { end(batch: Batch<ReturnType<typeof endOfDay>>, tx: Transaction): Promise<void> };
}

/** The ledger's handlers on a database, one topic a method; each call is one batch. */
export class LedgerDesk {
  constructor(
    readonly db: Database,
    private readonly handlers: Handlers,
  ) {}

  book(...events: ReturnType<typeof captured>[]): Promise<Handled> {
    return handle(this.db, (batch, tx) => new this.handlers.trades().book(batch, tx), events);
  }

  settle(...events: ReturnType<typeof settled>[]): Promise<Handled> {
    return handle(this.db, (batch, tx) => new this.handlers.settlements().book(batch, tx), events);
  }

  fail(...events: ReturnType<typeof failing>[]): Promise<Handled> {
    return handle(this.db, (batch, tx) => new this.handlers.fails().book(batch, tx), events);
  }

  withdraw(...events: ReturnType<typeof withdrawn>[]): Promise<Handled> {
    return handle(this.db, (batch, tx) => new this.handlers.withdrawals().withdraw(batch, tx), events);
  }

  correct(...events: ReturnType<typeof acceptedMiddle>[]): Promise<Handled> {
    return handle(this.db, (batch, tx) => new this.handlers.corrections().correct(batch, tx), events);
  }

  end(...events: ReturnType<typeof endOfDay>[]): Promise<Handled> {
    return handle(this.db, (batch, tx) => new this.handlers.day().end(batch, tx), events);
  }

  /** Balances over all days by `book account detail currency`, in minor units; those of zero left out. */
  async balances(): Promise<Record<string, string>> {
    const rows = await this.db.rows<{ account: string; balance: string }>(
      `select concat_ws(' ', book, account, nullif(detail, ''), currency) as account, sum(minor_units)::text as balance
       from ledger.balance group by 1 having sum(minor_units) <> 0 order by 1`,
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
