import type { Transaction } from '#platform/database';
import { FAULTS_SHOWN, type Findings } from './findings.js';

/** What is kept of a key, `debit / credit / postings`, beside what its postings say; null where there is none. */
interface Kept {
  readonly book: string;
  readonly account: string;
  readonly kept: string | null;
  readonly recomputed: string | null;
}

/** What the readers have had added up is what the postings up to there add up to: balances by day, and turnover. */
export async function checkAddedUp(tx: Transaction, findings: Findings): Promise<void> {
  await check('balance', 'book, accounting, account, detail, currency, effective_date');
  await check('turnover', 'book, accounting, account, currency');
  const beyond = await tx.rows<{ book: string; sequence: string; end: string }>(
    `select r.book, r.sequence::text, coalesce(h.sequence, 0)::text as end
     from ledger.added_up r left join ledger.chain_head h on h.book = r.book
     where r.sequence > coalesce(h.sequence, 0) or r.sequence < 0 order by 1`,
  );
  for (const { book, sequence, end } of beyond)
    findings.add(book, sequence, `postings are added up to ${sequence}, the chain ends at ${end}`);

  async function check(table: 'balance' | 'turnover', key: string): Promise<void> {
    const off = await tx.rows<Kept>(
      `select book, concat_ws(' ', ${key.replace('book, ', '')}) as account,
         case when t.postings is not null then concat_ws(' / ', t.debit, t.credit, t.postings) end as kept,
         case when p.postings is not null then concat_ws(' / ', p.debit, p.credit, p.postings) end as recomputed
       from ledger.${table} t
       full join (
         select ${key}, count(*) as postings,
           coalesce(sum(minor_units) filter (where minor_units > 0), 0) as debit,
           coalesce(-sum(minor_units) filter (where minor_units < 0), 0) as credit
         from ledger.posting join ledger.added_up r using (book)
         where posting.sequence <= r.sequence
         group by ${key}
       ) p using (${key})
       where (t.debit, t.credit, t.postings) is distinct from (p.debit, p.credit, p.postings)
       order by 1, 2 limit ${FAULTS_SHOWN}`,
    );
    for (const { book, account, kept, recomputed } of off)
      findings.add(
        book,
        null,
        `${table} ${account} is kept as ${kept ?? 'nothing'}, its postings sum to ${recomputed ?? 'nothing'}`,
      );
  }
}
