import type { UnitBridge } from '#contracts';
import { formatAmount } from '#domain/money';
import type { Transaction } from '#platform/database';
import { addUp } from './chains.js';
import type { Accounting, ReportTime } from './moment.js';

const shown = (minorUnits: bigint, currency: string): string => formatAmount({ minorUnits, currency });

/** What every book owes every other, and the proof that it nets to zero on each day (R18), in one of the two accountings. */
export async function unitBridge(
  db: Transaction,
  { accounting, asOf, asAt }: ReportTime & { readonly accounting: Accounting },
): Promise<UnitBridge> {
  await addUp(db);
  const rows = await db.rows<{ book: string; other: string; currency: string; effective_date: string; total: string }>(
    `select book, detail as other, currency, effective_date::text, sum(total)::text as total
     from (
       select b.book, b.detail, b.currency, b.effective_date, b.accounting, b.debit - b.credit as total
       from ledger.chain_head h join ledger.balance b on b.detail = h.book and b.account in ('1980', '2980')
       union all
       select book, detail, currency, effective_date, accounting, side * minor_units
       from ledger.beside_added_up($2::timestamptz) where account in ('1980', '2980')
     ) of_both
     where accounting in ('common', $1) and ($3::date is null or effective_date <= $3)
     group by 1, 2, 3, 4 having sum(total) <> 0
     order by 1, 2, 3, 4`,
    [accounting, asAt, asOf],
  );
  const cells = new Map<string, { book: string; other: string; currency: string; total: bigint }>();
  const days = new Map<string, Map<string, bigint>>();
  for (const { book, other, currency, effective_date, total } of rows) {
    const cell = cells.get(`${book}|${other}|${currency}`) ?? { book, other, currency, total: 0n };
    cells.set(`${book}|${other}|${currency}`, { ...cell, total: cell.total + BigInt(total) });
    const ofCurrency = days.get(currency) ?? new Map<string, bigint>();
    ofCurrency.set(effective_date, (ofCurrency.get(effective_date) ?? 0n) + BigInt(total));
    days.set(currency, ofCurrency);
  }
  return {
    accounting,
    asOf,
    asAt,
    cells: [...cells.values()].map(({ book, other, currency, total }) => ({
      book,
      other,
      currency,
      balance: shown(total, currency),
    })),
    proof: [...days].sort(byCurrency).map(([currency, sums]) => ({
      currency,
      sum: shown(
        [...sums.values()].reduce((all, sum) => all + sum, 0n),
        currency,
      ),
      datesOff: [...sums].filter(([, sum]) => sum !== 0n).map(([date]) => date),
    })),
  };
}

const byCurrency = ([left]: [string, unknown], [right]: [string, unknown]): number => (left < right ? -1 : 1);
