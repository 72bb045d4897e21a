import { accountFor, type Accounting } from '#apps/asiento';
import { beginDay } from './day.js';
import { houseUnderTest, type HouseUnderTest } from './house.js';

/** Tries until it is done, as a sender or an onlooker does whose connection is cut. */
async function persistently<Result>(work: () => Promise<Result>): Promise<Result> {
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
  const under = await houseUnderTest();
  const { house } = under;
  try {
    const play = await beginDay(house, { seed: 'hostile day', trades, trouble: 'heavy' });
    const end = await beside(under);
    try {
      await play({
        bus: { send: (messages) => persistently(() => house.bus.send(messages)) },
        backlog: () => persistently(() => house.backlog()),
      });
    } finally {
      await end();
    }
    return await persistently(() => accountFor(house));
  } finally {
    await under.close();
  }
}
