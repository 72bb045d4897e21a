import type { LedgerSummary, TrialBalance, UnitBridge } from '#contracts';
import { findAccount } from '#domain/ledger';
import { formatAmount } from '#domain/money';
import type { Database, Transaction } from '#platform/database';
import { inSnapshot } from '../evidence/snapshot.js';

const shown = (minorUnits: string, currency: string): string =>
  formatAmount({ minorUnits: BigInt(minorUnits), currency });

/** A reader adds so many journals of a book itself; when there are more, they are added up once for all readers. */
const LEFT_TO_READERS = 500;

/** What many have posted since somebody last asked is added up once; of a service that posts and reads nobody waits for it twice. */
export async function addUpTurnover(db: Transaction): Promise<void> {
  await db.execute('select ledger.add_up_turnover($1)', [LEFT_TO_READERS]);
}

/** Counts, and what must be zero, at this moment: from sums that are kept, which `verify` recomputes from the postings. */
export async function ledgerSummary(db: Transaction): Promise<LedgerSummary> {
  await addUpTurnover(db);
  const [sums] = await db.rows<{ postings: number; balanced: boolean; bridged: boolean; journals: number }>(
    `with sums as (
       select book, currency, sum(debit - credit) as total, sum(postings) as postings
       from ledger.whole_turnover group by book, currency
     )
     select coalesce(sum(postings), 0)::integer as postings,
       not exists (select from sums where total <> 0) as balanced,
       not exists (
         select from ledger.chain_head h join ledger.balance b on b.book = h.book and b.account in ('1980', '2980')
         group by b.currency, b.effective_date having sum(b.minor_units) <> 0) as bridged,
       -- Numbers of a book have no gap.
       (select coalesce(sum(sequence), 0)::integer from ledger.chain_head) as journals
     from sums`,
  );
  return {
    journals: sums?.journals ?? 0,
    postings: sums?.postings ?? 0,
    booksBalance: sums?.balanced ?? true,
    interUnitZero: sums?.bridged ?? true,
    chains: await chainHeads(db),
  };
}

/** The last journal of each book, or of one. */
function chainHeads(db: Transaction, book?: string): Promise<LedgerSummary['chains'][number][]> {
  return db.rows(
    `select h.book, h.sequence::text, encode(h.hash, 'hex') as head from ledger.chain_head h
     where $1::text is null or h.book = $1 order by h.book`,
    [book ?? null],
  );
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
  db: Database,
  { book, currency }: { readonly book?: string | undefined; readonly currency?: string | undefined },
): Promise<TrialBalance> {
  await addUpTurnover(db);
  const { rows, upTo } = await inSnapshot(db, async (tx) => ({
    rows: await tx.rows<TrialBalanceRow>(
      `select t.book, t.account, t.currency, grouping(t.account) = 1 as is_total,
         sum(t.debit)::text as debit, sum(t.credit)::text as credit, sum(t.debit - t.credit)::text as balance
       from ledger.whole_turnover t
       where ($1::text is null or t.book = $1) and ($2::text is null or t.currency = $2)
       group by grouping sets ((t.book, t.account, t.currency), (t.book, t.currency))
       order by t.book, t.currency, t.account`,
      [book ?? null, currency ?? null],
    ),
    upTo: await chainHeads(tx, book),
  }));
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
    upTo,
  };
}

/** What every book owes every other, and the proof that it nets to zero on each day (R18). */
export async function unitBridge(db: Transaction): Promise<UnitBridge> {
  const rows = await db.rows<{ book: string; other: string; currency: string; effective_date: string; total: string }>(
    // Kept by the transaction that posts.
    `select b.book, b.detail as other, b.currency, b.effective_date::text, b.minor_units::text as total
     from ledger.chain_head h join ledger.balance b on b.book = h.book and b.account in ('1980', '2980')
     order by b.book, b.detail, b.currency, b.effective_date`,
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
