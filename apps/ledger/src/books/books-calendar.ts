import type { Transaction } from '#platform/database';

/** Where the books stand in time. */
export interface BooksCalendar {
  /** First days of the months that are closed, softly or for good. */
  readonly closed: ReadonlySet<string>;
  /** Of these, the ones that take no adjustment either. */
  readonly hardClosed: ReadonlySet<string>;
  /** Last business date whose end is posted; null before the first. */
  readonly ended: string | null;
}

/** Reads it under a lock that lets others read, and keeps the end of a day from coming in between. */
export async function readCalendar(
  tx: Transaction,
  lock: 'for share' | 'for update' = 'for share',
): Promise<BooksCalendar> {
  const [row] = await tx.rows<{ ended: string | null; closed: string[]; hard: string[] }>(
    `select ended::text, array(select period::text from ledger.period where state <> 'open') as closed,
       array(select period::text from ledger.period where state = 'hard') as hard
     from ledger.business_day ${lock}`,
  );
  return { ended: row?.ended ?? null, closed: new Set(row?.closed), hardClosed: new Set(row?.hard) };
}
