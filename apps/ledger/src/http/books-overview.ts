import type { LedgerSummary, TrialBalance, UnitBridge } from '#contracts';
import { findAccount } from '#domain/ledger';
import { formatAmount } from '#domain/money';
import type { Transaction } from '#platform/database';

const shown = (minorUnits: string, currency: string): string =>
  formatAmount({ minorUnits: BigInt(minorUnits), currency });

/** Counts and proofs, recomputed from the postings at every call. */
export async function ledgerSummary(db: Transaction): Promise<LedgerSummary> {
  const [sums] = await db.rows<{ postings: number; balanced: boolean; bridged: boolean; journals: number }>(
    `with sums as (
       select book, currency, effective_date, account in ('1980', '2980') as bridge, sum(minor_units) as total, count(*) as postings
       from ledger.posting group by 1, 2, 3, 4
     )
     select coalesce(sum(postings), 0)::integer as postings,
       not exists (select from sums group by book, currency having sum(total) <> 0) as balanced,
       not exists (select from sums where bridge group by currency, effective_date having sum(total) <> 0) as bridged,
       (select count(*)::integer from ledger.journal) as journals
     from sums`,
  );
  const heads = await db.rows<{ book: string; sequence: string; head: string }>(
    `select book, sequence::text, encode(hash, 'hex') as head from ledger.chain_head h order by h.book`,
  );
  return {
    journals: sums?.journals ?? 0,
    postings: sums?.postings ?? 0,
    booksBalance: sums?.balanced ?? true,
    interUnitZero: sums?.bridged ?? true,
    chains: heads,
  };
}

interface TrialBalanceRow {
  readonly book: string;
  readonly account: string;
  readonly currency: string;
  readonly debit: string;
  readonly credit: string;
  readonly balance: string;
  readonly is_total: boolean;
}

/** Turnover and balance of every account, and per book and currency the proof that debits are credits. */
export async function trialBalance(
  db: Transaction,
  { book, currency }: { readonly book?: string | undefined; readonly currency?: string | undefined },
): Promise<TrialBalance> {
  const rows = await db.rows<TrialBalanceRow>(
    `select p.book, p.account, p.currency, grouping(p.account) = 1 as is_total,
       coalesce(sum(p.minor_units) filter (where p.minor_units > 0), 0)::text as debit,
       coalesce(-sum(p.minor_units) filter (where p.minor_units < 0), 0)::text as credit,
       sum(p.minor_units)::text as balance
     from ledger.posting p
     where ($1::text is null or p.book = $1) and ($2::text is null or p.currency = $2)
     group by grouping sets ((p.book, p.account, p.currency), (p.book, p.currency))
     order by p.book, p.currency, p.account`,
    [book ?? null, currency ?? null],
  );
  const amounts = (row: TrialBalanceRow) => ({
    debit: shown(row.debit, row.currency),
    credit: shown(row.credit, row.currency),
  });
  return {
    rows: rows
      .filter((row) => !row.is_total)
      .map((row) => ({
        book: row.book,
        account: row.account,
        accountName: findAccount(row.account)?.name ?? row.account,
        currency: row.currency,
        ...amounts(row),
        balance: shown(row.balance, row.currency),
      })),
    totals: rows
      .filter((row) => row.is_total)
      .map((row) => ({
        book: row.book,
        currency: row.currency,
        ...amounts(row),
        difference: shown(row.balance, row.currency),
      })),
  };
}

/** What every book owes every other, and the proof that it nets to zero on each day (R18). */
export async function unitBridge(db: Transaction): Promise<UnitBridge> {
  const rows = await db.rows<{ book: string; other: string; currency: string; effective_date: string; total: string }>(
    `select p.book, p.detail as other, p.currency, p.effective_date::text, sum(p.minor_units)::text as total
     from ledger.posting p where p.account in ('1980', '2980')
     group by p.book, p.detail, p.currency, p.effective_date
     order by p.book, p.detail, p.currency, p.effective_date`,
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
    cells: [...cells.values()].map(({ book, other, currency, total }) => ({
      book,
      other,
      currency,
      balance: shown(total.toString(), currency),
    })),
    proof: [...days].sort(byCurrency).map(([currency, sums]) => ({
      currency,
      sum: shown([...sums.values()].reduce((all, sum) => all + sum, 0n).toString(), currency),
      datesOff: [...sums].filter(([, sum]) => sum !== 0n).map(([date]) => date),
    })),
  };
}

const byCurrency = ([left]: [string, unknown], [right]: [string, unknown]): number => (left < right ? -1 : 1);
