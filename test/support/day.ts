import type { House } from '#apps/asiento';
import { dealingDates, openDay, planDay, playDay, troubleLevels, type TroubleLevel } from '#apps/simulator';
import { openServiceDatabase } from '#platform/database';

export interface DayUnderTest {
  readonly seed: string;
  readonly trades: number;
  readonly trouble: TroubleLevel;
  readonly duplicatesPercent?: number;
  readonly shuffled?: boolean;
}

const BUSINESS_DATE = '2026-06-15';

/** Plays a day through a house, as the demo does, until all is quiet. */
export async function playThrough(
  house: Pick<House, 'address' | 'backlog'> & { readonly bus: Pick<House['bus'], 'send'> },
  { seed, trades, trouble, duplicatesPercent = 0, shuffled = false }: DayUnderTest,
): Promise<void> {
  const settings = { seed, trades, businessDate: BUSINESS_DATE, duplicatesPercent, shuffled };
  const store = await openServiceDatabase(house.address, 'simulator', 1);
  await openDay(store, { ...settings, trouble, stepsDone: 0, finished: false });
  await store.close();
  const steps = planDay({
    ...settings,
    rates: troubleLevels[trouble],
    settlementDates: ['2026-06-16', '2026-06-17', '2026-06-18'],
    dates: dealingDates(BUSINESS_DATE),
  });
  await playDay(steps, 0, {
    bus: house.bus,
    backlog: () => house.backlog(),
    signal: new AbortController().signal,
    onStep: () => undefined,
    onSent: () => undefined,
    onStepDone: () => Promise.resolve(),
  });
}
