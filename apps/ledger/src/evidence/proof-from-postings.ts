import type { Database } from '#platform/database';

/** Counts of the rows, and what must be zero, added up from the postings alone. */
export interface ProofFromPostings {
  readonly journals: number;
  readonly postings: number;
  /** Every book sums to zero in every currency. */
  readonly booksBalance: boolean;
  /** 1980 + 2980 over all books is zero for every currency and effective date (R18). */
  readonly interUnitZero: boolean;
}

/** Reads all postings: for the end of a day and for auditors. Screens go by sums that are kept (`ledgerSummary`). */
export async function proofFromPostings(db: Database): Promise<ProofFromPostings> {
  const [proof] = await db.rows<ProofFromPostings>(
    `with sums as (
       select book, currency, effective_date, account in ('1980', '2980') as bridge, sum(minor_units) as total, count(*) as postings
       from ledger.posting group by 1, 2, 3, 4
     )
     select (select count(*)::integer from ledger.journal) as journals, coalesce(sum(postings), 0)::integer as postings,
       not exists (select from sums group by book, currency having sum(total) <> 0) as "booksBalance",
       not exists (select from sums where bridge group by currency, effective_date having sum(total) <> 0) as "interUnitZero"
     from sums`,
  );
  if (!proof) throw new Error('the postings could not be added up');
  return proof;
}
