import { fxRevaluation, type Journal } from '#domain/ledger';
import { Decimal, money } from '#domain/money';
import type { Transaction } from '#platform/database';
import type { Day, DayStep } from './day.js';

/** Currency in which the house tells its result. */
const BASE_CURRENCY = 'EUR';

interface PositionRow {
  readonly book: string;
  readonly currency: string;
  /** Balance of 1901 turned round. */
  readonly position: string;
  /** Balance of 1902, in the base currency. */
  readonly countervalue: string;
}

/**
 * R12: brings the countervalue of every FX position to the closing rate. The base currency stands at one, so that what was
 * paid for a position takes part and only the difference is profit. A book of which one currency has no rate is left as it
 * is: half of an exchange would show as profit. One page: there are as many journals as books have currencies.
 */
export const revalueCurrencies: DayStep = {
  name: 'revalue-currencies',
  async page(tx, day) {
    const byBook = new Map<string, PositionRow[]>();
    for (const row of await positionsOf(tx, day.businessDate)) {
      const rows = byBook.get(row.book);
      if (rows) rows.push(row);
      else byBook.set(row.book, [row]);
    }
    return { journals: [...byBook.values()].flatMap((rows) => revalued(rows, day)), after: null };
  },
};

function revalued(rows: readonly PositionRow[], { rates, businessDate }: Day): Journal[] {
  const priced = rows.flatMap((row) => {
    const rate = row.currency === BASE_CURRENCY ? new Decimal(1) : rates.rate(row.currency, BASE_CURRENCY);
    return rate ? [{ row, rate }] : [];
  });
  if (priced.length < rows.length) return [];
  return priced.flatMap(
    ({ row: { book, currency, position, countervalue }, rate }) =>
      fxRevaluation({
        book,
        position: money(BigInt(position), currency),
        countervalue: money(BigInt(countervalue), BASE_CURRENCY),
        rate,
        on: businessDate,
      }) ?? [],
  );
}

/** FX positions are the same by trade date and by settlement date: exchanges are booked when they settle. */
function positionsOf(tx: Transaction, through: string): Promise<PositionRow[]> {
  return tx.rows<PositionRow>(
    `select book, case account when '1901' then currency else detail end as currency,
       (-coalesce(sum(debit - credit) filter (where account = '1901'), 0))::text as position,
       coalesce(sum(debit - credit) filter (where account = '1902'), 0)::text as countervalue
     from ledger.balances(null) where account in ('1901', '1902') and effective_date <= $1 and accounting = 'common'
     group by 1, 2 order by 1, 2`,
    [through],
  );
}
