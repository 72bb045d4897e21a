import type { LedgerSummary } from '#contracts';
import type { Transaction } from '#platform/database';

/** Journals of a book a reader adds up itself; when there are more, they are added up once for all readers. */
const LEFT_TO_READERS = 500;

/** What many have posted since somebody last asked is added up once; of a service that posts and reads nobody waits for it twice. */
export async function addUp(db: Transaction): Promise<void> {
  await db.execute('select ledger.add_up($1)', [LEFT_TO_READERS]);
}

/** The last journal of each book, or of one, at a moment; null is now. */
export function chainsAt(
  db: Transaction,
  asAt: string | null,
  book?: string,
): Promise<LedgerSummary['chains'][number][]> {
  return db.rows(
    `select c.book, c.sequence::text,
       encode(coalesce((select j.hash from ledger.journal j where j.book = c.book and j.sequence = c.sequence),
         decode(repeat('00', 32), 'hex')), 'hex') as head
     from ledger.chains_at($1::timestamptz) c
     where ($2::text is null or c.book = $2) and ($1::timestamptz is null or c.sequence > 0) order by c.book`,
    [asAt, book ?? null],
  );
}
