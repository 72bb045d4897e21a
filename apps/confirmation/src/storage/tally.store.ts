import type { Transaction } from '#platform/database';

export interface ConfirmationCounts {
  readonly confirmed: number;
  /** Live trades of the house that are not confirmed. */
  readonly unconfirmed: number;
}

/** Adds to the counts; touches two rows, last in the transaction because all batches share them. */
export async function addToCounts(tx: Transaction, { confirmed, unconfirmed }: ConfirmationCounts): Promise<void> {
  if (confirmed === 0 && unconfirmed === 0) return;
  await tx.execute(
    `with changed as (
       select name from confirmation.tally where name in ('confirmed', 'unconfirmed') order by name for update
     )
     update confirmation.tally as t set count = count + case t.name when 'confirmed' then $1::bigint else $2::bigint end
     from changed where changed.name = t.name`,
    [confirmed, unconfirmed],
  );
}

export async function readCounts(tx: Transaction): Promise<ConfirmationCounts> {
  const rows = await tx.rows<{ name: string; count: number }>(
    'select name, count::int as count from confirmation.tally',
  );
  const count = (name: string): number => rows.find((row) => row.name === name)?.count ?? 0;
  return { confirmed: count('confirmed'), unconfirmed: count('unconfirmed') };
}
