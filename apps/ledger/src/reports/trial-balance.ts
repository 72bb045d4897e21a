import type { TrialBalance } from '#contracts';
import { findAccount } from '#domain/ledger';
import { formatAmount } from '#domain/money';
import type { Database, Transaction } from '#platform/database';
import { inSnapshot } from '../evidence/snapshot.js';
import { addUp, chainsAt } from './chains.js';
import type { Accounting, ReportTime } from './moment.js';

interface TrialBalanceRow {
  readonly book: string;
  readonly account: string;
  readonly currency: string;
  readonly debit: string;
  readonly credit: string;
  readonly balance: string;
  readonly is_total: boolean;
}

export interface TrialBalanceQuery extends ReportTime {
  readonly book?: string | undefined;
  readonly currency?: string | undefined;
  readonly accounting: Accounting;
}

/** Of all days: what is added up over sub-accounts and days, and the postings beside it. */
const OF_ALL_DAYS = `
  select book, accounting, account, currency, debit, credit from ledger.turnover
  union all
  select book, accounting, account, currency, side * greatest(minor_units, 0), side * greatest(-minor_units, 0)
  from ledger.beside_added_up($4::timestamptz)`;

const UP_TO_A_DAY = `
  select book, accounting, account, currency, debit, credit from ledger.balances($4::timestamptz)
  where effective_date <= $5::date`;

/** Turnover and balance of every account, and per book and currency the proof that debits are credits. */
export async function trialBalance(
  db: Database,
  { book, currency, accounting, asOf, asAt }: TrialBalanceQuery,
): Promise<TrialBalance> {
  await addUp(db);
  const { rows, upTo } = await inSnapshot(db, async (tx) => ({
    rows: await read(tx),
    upTo: await chainsAt(tx, asAt, book),
  }));
  return {
    accounting,
    asOf,
    asAt,
    rows: rows.filter(isAccount).map(accountOf),
    totals: rows.filter(isTotal).map(totalOf),
    upTo,
  };

  function read(tx: Transaction): Promise<TrialBalanceRow[]> {
    return tx.rows<TrialBalanceRow>(
      `select t.book, t.account, t.currency, grouping(t.account) = 1 as is_total,
         sum(t.debit)::text as debit, sum(t.credit)::text as credit, sum(t.debit - t.credit)::text as balance
       from (${asOf === null ? OF_ALL_DAYS : UP_TO_A_DAY}) t
       where ($1::text is null or t.book = $1) and ($2::text is null or t.currency = $2) and t.accounting in ('common', $3)
       group by grouping sets ((t.book, t.account, t.currency), (t.book, t.currency))
       having sum(t.debit) <> 0 or sum(t.credit) <> 0
       order by t.book, t.currency, t.account`,
      [book ?? null, currency ?? null, accounting, asAt, ...(asOf === null ? [] : [asOf])],
    );
  }
}

const isTotal = (row: TrialBalanceRow): boolean => row.is_total;
const isAccount = (row: TrialBalanceRow): boolean => !row.is_total;

const shown = (minorUnits: string, currency: string): string =>
  formatAmount({ minorUnits: BigInt(minorUnits), currency });

const sidesOf = ({ debit, credit, currency }: TrialBalanceRow) => ({
  debit: shown(debit, currency),
  credit: shown(credit, currency),
});

const accountOf = (row: TrialBalanceRow): TrialBalance['rows'][number] => ({
  book: row.book,
  account: row.account,
  accountName: findAccount(row.account)?.name ?? row.account,
  currency: row.currency,
  ...sidesOf(row),
  balance: shown(row.balance, row.currency),
});

const totalOf = (row: TrialBalanceRow): TrialBalance['totals'][number] => ({
  book: row.book,
  currency: row.currency,
  ...sidesOf(row),
  difference: shown(row.balance, row.currency),
});
