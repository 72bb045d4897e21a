import type { Database } from '#platform/database';

/** Counts of the rows, and what must be zero, added up from the postings alone. */
export interface ProofFromPostings {
  readonly journals: number;
  readonly postings: number;
  /** Every book sums to zero in every currency, what is common and what is of one accounting each by itself. */
  readonly booksBalance: boolean;
  /** 1980 + 2980 over all books is zero for every currency and effective date, in TDA and in SDA (R18). */
  readonly interUnitZero: boolean;
}

/** Reads all postings: for the end of a day and for auditors. Screens go by sums that are kept (`ledgerSummary`). */
export async function proofFromPostings(db: Database): Promise<ProofFromPostings> {
  const [proof] = await db.rows<ProofFromPostings>(
    `with sums as (
       select book, accounting, currency, effective_date, account in ('1980', '2980') as bridge, sum(minor_units) as total,
         count(*) as postings
       from ledger.posting group by 1, 2, 3, 4, 5
     )
     select (select count(*)::integer from ledger.journal) as journals, coalesce(sum(postings), 0)::integer as postings,
       not exists (select from sums group by book, accounting, currency having sum(total) <> 0) as "booksBalance",
       not exists (
         select from sums where bridge group by currency, effective_date
         having sum(total) filter (where accounting <> 'SDA') <> 0 or sum(total) filter (where accounting <> 'TDA') <> 0
       ) as "interUnitZero"
     from sums`,
  );
  if (!proof) throw new Error('the postings could not be added up');
  return proof;
}
