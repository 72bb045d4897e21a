import type { CutOff } from '#domain/matching';
import type { Transaction } from '#platform/database';

/** The last cut-off, held so that it cannot move before this transaction ends. */
export async function holdCutOff(tx: Transaction): Promise<CutOff | null> {
  const [row] = await tx.rows<{ businessDate: string | null; at: string | null }>(
    'select business_date as "businessDate", at from confirmation.cut_off for share',
  );
  return row?.businessDate && row.at ? { businessDate: row.businessDate, at: row.at } : null;
}

/** Moves the cut-off; it never moves back. Gives the one that now holds. */
export async function moveCutOff(tx: Transaction, { businessDate, at }: CutOff): Promise<CutOff> {
  const [row] = await tx.rows<CutOff>(
    `update confirmation.cut_off
     set business_date = greatest(business_date, $1),
         at = case when business_date is null or business_date <= $1 then $2 else at end
     returning business_date as "businessDate", at`,
    [businessDate, at],
  );
  if (!row) throw new Error('confirmation.cut_off has lost its row');
  return row;
}
