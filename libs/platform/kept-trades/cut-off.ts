import type { businessClockTick, EventOf } from '#contracts';
import type { Transaction } from '#platform/database';

/** The last matching cut-off that the business clock has struck. */
export interface CutOff {
  readonly businessDate: string;
  readonly at: string;
}

/** The last cut-off of a service, held so that it cannot move before this transaction ends; null before the first. */
export async function holdCutOff(tx: Transaction, service: string): Promise<CutOff | null> {
  const [row] = await tx.rows<{ businessDate: string | null; at: string | null }>(
    `select business_date as "businessDate", at from ${service}.cut_off for share`,
  );
  return row?.businessDate && row.at ? { businessDate: row.businessDate, at: row.at } : null;
}

/**
 * Moves the cut-off of a service to the last matching cut-off among the ticks; it never moves back. Gives the one that now
 * holds, null where none has struck.
 */
export async function moveCutOff(
  tx: Transaction,
  service: string,
  ticks: readonly EventOf<typeof businessClockTick>[],
): Promise<CutOff | null> {
  const struck = ticks
    .filter(({ kind }) => kind === 'matching-cut-off')
    .reduce<CutOff | null>((last, tick) => (last && last.businessDate > tick.businessDate ? last : tick), null);
  if (struck === null) return null;
  const [row] = await tx.rows<CutOff>(
    `update ${service}.cut_off
     set business_date = greatest(business_date, $1),
         at = case when business_date is null or business_date <= $1 then $2 else at end
     returning business_date as "businessDate", at`,
    [struck.businessDate, struck.at],
  );
  if (!row) throw new Error(`${service}.cut_off has lost its row`);
  return row;
}
