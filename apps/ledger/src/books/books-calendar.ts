import type { Transaction } from '#platform/database';

/** Where the books stand in time. */
export interface BooksCalendar {
  /** First days of the months that are closed. */
  readonly closed: ReadonlySet<string>;
  /** Last business date whose end is posted; null before the first. */
  readonly ended: string | null;
}

/** Reads it under a lock that lets others read, and keeps the end of a day from coming in between. */
export async function readCalendar(
  tx: Transaction,
  lock: 'for share' | 'for update' = 'for share',
): Promise<BooksCalendar> {
  const [row] = await tx.rows<{ ended: string | null; closed: string[] }>(
    `select ended::text, array(select period::text from ledger.period where closed_at is not null) as closed
     from ledger.business_day ${lock}`,
  );
  return { ended: row?.ended ?? null, closed: new Set(row?.closed) };
}
