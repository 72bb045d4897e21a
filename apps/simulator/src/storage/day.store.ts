import type { Database, Transaction } from '#platform/database';
import type { TroubleLevel } from '../trouble.js';

/** A day that is being played or has been. */
export interface PlayedDay {
  readonly businessDate: string;
  readonly seed: string;
  readonly trades: number;
  readonly trouble: TroubleLevel;
  readonly duplicatesPercent: number;
  readonly shuffled: boolean;
  /** Steps of the day that are over. */
  readonly stepsDone: number;
  readonly finished: boolean;
}

interface Row {
  readonly business_date: string;
  readonly seed: string;
  readonly trades: number;
  readonly trouble: TroubleLevel;
  readonly duplicates_percent: string;
  readonly shuffled: boolean;
  readonly steps_done: number;
  readonly finished: boolean;
}

export async function lastDay(db: Transaction): Promise<PlayedDay | undefined> {
  const [row] = await db.rows<Row>(
    `select business_date::text as business_date, seed, trades, trouble, duplicates_percent, shuffled, steps_done, finished
     from simulator.day order by business_date desc limit 1`,
  );
  return (
    row && {
      businessDate: row.business_date,
      seed: row.seed,
      trades: row.trades,
      trouble: row.trouble,
      duplicatesPercent: Number.parseFloat(row.duplicates_percent),
      shuffled: row.shuffled,
      stepsDone: row.steps_done,
      finished: row.finished,
    }
  );
}

export async function openDay(db: Database, day: PlayedDay): Promise<void> {
  await db.execute(
    'insert into simulator.day (business_date, seed, trades, trouble, duplicates_percent, shuffled) values ($1, $2, $3, $4, $5, $6)',
    [day.businessDate, day.seed, day.trades, day.trouble, day.duplicatesPercent, day.shuffled],
  );
}

export async function markStep(
  db: Database,
  businessDate: string,
  stepsDone: number,
  finished: boolean,
): Promise<void> {
  await db.execute('update simulator.day set steps_done = $2, finished = $3 where business_date = $1', [
    businessDate,
    stepsDone,
    finished,
  ]);
}

/** Last date of the business clock so far; a new day begins after it. */
export async function lastTick(db: Database): Promise<string | undefined> {
  const [row] = await db.rows<{ message_id: string }>(
    `select message_id from simulator.inbox where source = 'business-clock.ticks.v1' order by message_id desc limit 1`,
  );
  return row?.message_id.slice(0, 10);
}
