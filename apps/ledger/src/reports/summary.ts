import type { LedgerSummary } from '#contracts';
import type { Transaction } from '#platform/database';
import { addUp, chainsAt } from './chains.js';

/** Counts, and what must be zero, at this moment: from sums that are kept, which `verify` recomputes from the postings. */
export async function ledgerSummary(db: Transaction): Promise<LedgerSummary> {
  await addUp(db);
  const [sums] = await db.rows<{ postings: number; balanced: boolean; bridged: boolean; journals: number }>(
    `with beside as materialized (
       select * from ledger.beside_added_up(null)
     ), sums as (
       select book, accounting, currency, sum(total) as total, sum(postings) as postings
       from (
         select book, accounting, currency, sum(debit - credit) as total, sum(postings) as postings
         from ledger.turnover group by 1, 2, 3
         union all
         select book, accounting, currency, sum(minor_units), count(*) from beside group by 1, 2, 3
       ) of_both group by 1, 2, 3
     ), bridge as (
       select b.currency, b.effective_date, b.accounting, b.debit - b.credit as total
       from ledger.chain_head h join ledger.balance b on b.detail = h.book and b.account in ('1980', '2980')
       union all
       select currency, effective_date, accounting, minor_units from beside where account in ('1980', '2980')
     )
     select coalesce(sum(postings), 0)::integer as postings,
       not exists (select from sums where total <> 0) as balanced,
       not exists (
         select from bridge group by currency, effective_date
         having sum(total) filter (where accounting <> 'SDA') <> 0 or sum(total) filter (where accounting <> 'TDA') <> 0) as bridged,
       -- Numbers of a book have no gap.
       (select coalesce(sum(sequence), 0)::integer from ledger.chain_head) as journals
     from sums`,
  );
  return {
    journals: sums?.journals ?? 0,
    postings: sums?.postings ?? 0,
    booksBalance: sums?.balanced ?? true,
    interUnitZero: sums?.bridged ?? true,
    chains: await chainsAt(db, null),
  };
}
