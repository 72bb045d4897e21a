import { idOf } from '#domain/identity';
import { ClosingRates } from '#domain/ledger';
import { insertRows, type Transaction } from '#platform/database';
import type { Day } from './day.js';

export interface EndedDay {
  readonly businessDate: string;
  readonly previousDate: string | null;
  readonly tickId: string;
  /** Place of the tick in its log. */
  readonly source: string;
  readonly at: string;
  readonly closingRates: readonly { readonly base: string; readonly quote: string; readonly rate: string }[];
  readonly closingPrices: readonly { readonly isin: string; readonly price: string }[];
}

/** Keeps what the close said; from now on trades of that day are late. */
export async function noteDay(tx: Transaction, day: EndedDay): Promise<void> {
  const { businessDate, previousDate, tickId, source, at, closingRates, closingPrices } = day;
  await tx.execute('update ledger.business_day set ended = $1', [businessDate]);
  await tx.execute(
    'insert into ledger.day (business_date, previous_date, tick_id, source, ended_at) values ($1, $2, $3, $4, $5)',
    [businessDate, previousDate, tickId, source, at],
  );
  await insertRows(
    tx,
    'ledger.closing_rate',
    { business_date: 'date', base: 'text', quote: 'text', rate: 'numeric' },
    closingRates.map((rate) => ({ business_date: businessDate, ...rate })),
    'on conflict on constraint closing_rate_pk do nothing',
  );
  await insertRows(
    tx,
    'ledger.closing_price',
    { business_date: 'date', isin: 'text', price: 'numeric' },
    closingPrices.map((price) => ({ business_date: businessDate, ...price })),
    'on conflict on constraint closing_price_pk do nothing',
  );
}

/** @throws Error where no tick has ended that day: its steps cannot have been asked for */
export async function readDay(tx: Transaction, businessDate: string): Promise<Day> {
  const [row] = await tx.rows<{ previous_date: string | null; tick_id: string; source: string; at: string }>(
    `select previous_date::text, tick_id, source,
       to_char(ended_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at
     from ledger.day where business_date = $1`,
    [businessDate],
  );
  if (!row) throw new Error(`no tick has ended ${businessDate}`);
  const rates = await tx.rows<{ base: string; quote: string; rate: string }>(
    'select base, quote, rate::text from ledger.closing_rate where business_date = $1 order by base, quote',
    [businessDate],
  );
  const prices = await tx.rows<{ isin: string; price: string }>(
    'select isin, price::text from ledger.closing_price where business_date = $1',
    [businessDate],
  );
  return {
    businessDate,
    previousDate: row.previous_date,
    rates: new ClosingRates(rates),
    prices: new Map(prices.map(({ isin, price }) => [isin, price])),
    cause: {
      sourceEventId: idOf('tick', row.tick_id),
      source: row.source,
      actor: null,
      approver: null,
      occurredAt: row.at,
      adjusting: true,
    },
  };
}

export interface StepDone {
  readonly ord: number;
  readonly step: string;
  readonly journals: number;
  readonly finished: boolean;
}

/** Counts what a page of a step has posted. */
export async function noteStep(tx: Transaction, businessDate: string, done: StepDone): Promise<void> {
  await tx.execute(
    `insert into ledger.day_step as s (business_date, ord, step, journals, finished) values ($1, $2, $3, $4, $5)
     on conflict on constraint day_step_pk do update set journals = s.journals + excluded.journals, finished = excluded.finished`,
    [businessDate, done.ord, done.step, done.journals, done.finished],
  );
}

/** All steps are done. @returns what each of them posted */
export async function finishDay(
  tx: Transaction,
  businessDate: string,
): Promise<{ readonly step: string; readonly journals: number }[]> {
  await tx.execute('update ledger.day set finished = true where business_date = $1', [businessDate]);
  return tx.rows('select step, journals from ledger.day_step where business_date = $1 order by ord', [businessDate]);
}
