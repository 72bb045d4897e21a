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

type Playing = Pick<House, 'address' | 'backlog'> & { readonly bus: Pick<House['bus'], 'send'> };

const BUSINESS_DATE = '2026-06-15';
const SETTLEMENT_DATES = ['2026-06-16', '2026-06-17', '2026-06-18'];

/** Plays a day through a house, as the demo does, until all is quiet. */
export async function playThrough(house: Playing, day: DayUnderTest): Promise<void> {
  const play = await beginDay(house, day);
  await play(house);
}

/** Tells the house's custodian which day it is; what this gives back plays it. */
export async function beginDay(
  { address }: Pick<House, 'address'>,
  { seed, trades, trouble, duplicatesPercent = 0, shuffled = false }: DayUnderTest,
): Promise<(house: Omit<Playing, 'address'>) => Promise<void>> {
  const settings = { seed, trades, businessDate: BUSINESS_DATE, duplicatesPercent, shuffled };
  const store = await openServiceDatabase(address, 'simulator', 1);
  await openDay(store, { ...settings, trouble, stepsDone: 0, finished: false });
  await store.close();
  const steps = planDay({
    ...settings,
    rates: troubleLevels[trouble],
    settlementDates: SETTLEMENT_DATES,
    dates: dealingDates(BUSINESS_DATE),
  });
  return ({ bus, backlog }) =>
    playDay(steps, 0, {
      bus,
      backlog,
      signal: new AbortController().signal,
      onStep: () => undefined,
      onSent: () => undefined,
      onStepDone: () => Promise.resolve(),
    });
}
