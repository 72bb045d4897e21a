import type { Transaction } from '#platform/database';

export interface ClockReading {
  readonly businessDate: string;
  readonly kind: string;
  readonly at: string;
}

/** Moves the business clock; it never goes back. */
export async function moveClock(tx: Transaction, { businessDate, kind, at }: ClockReading): Promise<void> {
  await tx.execute(
    `insert into settlement.clock as c (business_date, kind, at) values ($1, $2, $3)
     on conflict on constraint clock_pk do update
       set business_date = excluded.business_date, kind = excluded.kind, at = excluded.at
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
