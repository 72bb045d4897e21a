import { dealingDates, openDay, planDay, troubleLevels, type DayStep, type TroubleLevel } from '#apps/simulator';
import { openServiceDatabase } from '#platform/database';
import type { House } from '../../house/house.js';

const BUSINESS_DATE = '2026-06-15';
/** Business days on which the clock goes on, so that what was dealt settles. */
const DAYS_AFTER = ['2026-06-16', '2026-06-17', '2026-06-18'];

export interface BenchDay {
  readonly seed: string;
  readonly trades: number;
  readonly trouble: TroubleLevel;
}

/** The steps of a day, and the day where the simulated custodian looks for it. */
export async function prepareDay(house: Pick<House, 'address'>, day: BenchDay): Promise<DayStep[]> {
  const { seed, trades, trouble } = day;
  const settings = {
    seed,
    trades,
    businessDate: BUSINESS_DATE,
    duplicatesPercent: troubleLevels[trouble].duplicate,
    shuffled: false,
  };
  const store = await openServiceDatabase(house.address, 'simulator', 1);
  try {
    await openDay(store, { ...settings, trouble, stepsDone: 0, finished: false });
  } finally {
    await store.close();
  }
  return planDay({
    ...settings,
    rates: troubleLevels[trouble],
    settlementDates: DAYS_AFTER,
    dates: dealingDates(BUSINESS_DATE),
  });
}
