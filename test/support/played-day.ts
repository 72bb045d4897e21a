import { dealingDates, planDay, playDay, troubleLevels } from '#apps/simulator';
import { accountFor, type Accounting } from '#apps/asiento';
import { houseUnderTest, type HouseUnderTest } from './house.js';

export const rates = troubleLevels.heavy;

/** Tries until it is done, as a sender or an onlooker does whose connection is cut. */
export async function persistently<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1)
    try {
      return await work();
    } catch (error) {
      if (attempt === 200) throw error;
      await new Promise((done) => setTimeout(done, 50));
    }
}

/** Plays a small day with every trouble on, while something else goes on beside it, and gives its figures. */
export async function playedDay(
  trades: number,
  beside: (under: HouseUnderTest) => Promise<() => Promise<void>>,
): Promise<Accounting> {
  const under = await houseUnderTest({ seed: 'hostile day', rates });
  const { house } = under;
  try {
    const steps = planDay({
      seed: 'hostile day',
      trades,
      businessDate: '2026-06-15',
      rates,
      duplicatesPercent: 0,
      shuffled: false,
      settlementDates: ['2026-06-16', '2026-06-17'],
      dates: dealingDates('2026-06-15'),
    });
    const end = await beside(under);
    try {
      await playDay(steps, 0, {
        bus: Object.assign(Object.create(house.bus) as typeof house.bus, {
          send: (messages: Parameters<typeof house.bus.send>[0]) => persistently(() => house.bus.send(messages)),
        }),
        backlog: () => persistently(() => house.backlog()),
        signal: new AbortController().signal,
        onStep: () => undefined,
        onSent: () => undefined,
        onStepDone: () => Promise.resolve(),
      });
    } finally {
      await end();
    }
    return await persistently(() => accountFor(house));
  } finally {
    await under.close();
  }
}
