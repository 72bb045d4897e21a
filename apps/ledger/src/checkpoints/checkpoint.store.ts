import type { CheckpointRow } from '#contracts';
import type { Transaction } from '#platform/database';
import type { MadeCheckpoint } from './make-checkpoint.js';

/** @returns false where that day has one already */
export async function keepCheckpoint(
  tx: Transaction,
  { size, root, note }: MadeCheckpoint,
  businessDate: string | null,
): Promise<boolean> {
  const rows = await tx.rows(
    `insert into ledger.checkpoint (business_date, size, root, note) values ($1, $2, $3, $4)
     on conflict on constraint checkpoint_day do nothing returning 1`,
    [businessDate, size.toString(), root, note],
  );
  return rows.length > 0;
}

/** Latest first. */
export function checkpoints(db: Transaction, limit: number): Promise<CheckpointRow[]> {
  return db.rows<CheckpointRow>(
    `select business_date::text as "businessDate", size::text, encode(root, 'hex') as root, note,
       to_char(made_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "madeAt"
     from ledger.checkpoint order by checkpoint_no desc limit $1`,
    [limit],
  );
}
