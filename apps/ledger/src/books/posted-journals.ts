import type { AccountNumber, Accounting, PostedJournal, Posting } from '#domain/ledger';
import type { Transaction } from '#platform/database';

interface PostingOfJournal {
  readonly journal_id: string;
  readonly key: string;
  readonly book: string;
  readonly accounting: Accounting;
  readonly effective_date: string;
  readonly trade_id: string;
  readonly account: AccountNumber;
  readonly detail: string;
  readonly currency: string;
  readonly minor_units: string;
}

/** The journals under the given keys, with their postings in order; by key. */
export async function journalsByKey(tx: Transaction, keys: readonly string[]): Promise<Map<string, PostedJournal[]>> {
  const found = new Map<string, PostedJournal[]>();
  if (keys.length === 0) return found;
  const rows = await tx.rows<PostingOfJournal>(
    `select j.journal_id, j.key, j.book, j.accounting, j.effective_date::text, j.trade_id, p.account, p.detail,
       p.currency, p.minor_units::text
     from ledger.journal j
     join ledger.posting p on p.book = j.book and p.sequence = j.sequence and p.effective_date = j.effective_date
     where j.key = any($1)
     order by j.key, j.book, j.accounting, p.ord`,
    [keys],
  );
  let postings: Posting[] = [];
  let journal: string | undefined;
  for (const row of rows) {
    if (row.journal_id !== journal) {
      journal = row.journal_id;
      postings = [];
      const list = found.get(row.key) ?? [];
      list.push({
        id: row.journal_id,
        key: row.key,
        book: row.book,
        accounting: row.accounting,
        effectiveDate: row.effective_date,
        tradeId: row.trade_id,
        postings,
      });
      found.set(row.key, list);
    }
    const amount = { minorUnits: BigInt(row.minor_units), currency: row.currency };
    postings.push({ account: row.account, detail: row.detail, amount });
  }
  return found;
}
