import type { Transaction } from '#platform/database';

export interface ClockReading {
  readonly businessDate: string;
  readonly kind: string;
  readonly at: string;
}

/** Moves the business clock; it never goes back. Remembers the last settlement cut-off. */
export async function moveClock(tx: Transaction, { businessDate, kind, at }: ClockReading): Promise<void> {
  await tx.execute(
    `insert into settlement.clock as c (business_date, kind, at, cut_off)
       values ($1, $2, $3, case when $2 = 'settlement-cut-off' then $1::date end)
     on conflict on constraint clock_pk do update
       set business_date = excluded.business_date, kind = excluded.kind, at = excluded.at,
         cut_off = coalesce(excluded.cut_off, c.cut_off)
       where (c.business_date, c.at) < (excluded.business_date, excluded.at)`,
    [businessDate, kind, at],
  );
}

export async function readClock(tx: Transaction): Promise<ClockReading | null> {
  const [row] = await tx.rows<ClockReading>(
    'select business_date::text as "businessDate", kind, at from settlement.clock',
  );
  return row ?? null;
}

/** Business date of the last settlement cut-off that has passed; null before the first. */
export async function lastCutOff(tx: Transaction): Promise<string | null> {
  const [row] = await tx.rows<{ cut_off: string | null }>('select cut_off::text as cut_off from settlement.clock');
  return row?.cut_off ?? null;
}
