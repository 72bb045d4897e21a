import { accountFor, holds, type Accounting } from '#apps/asiento';
import { summaryCountedAnew } from '#apps/intake';
import type { IntakeSummary } from '#contracts';
import { playThrough } from '#test/day';
import { houseUnderTest } from '#test/house';

type Figures = Accounting & { readonly kept: IntakeSummary; readonly countedAnew: IntakeSummary };

/** Plays a small day with every trouble on, from empty books, and gives its figures. */
async function day(how: { duplicatesPercent: number; shuffled: boolean }): Promise<Figures> {
  const { house, close } = await houseUnderTest();
  try {
    await playThrough(house, { seed: 'journey', trades: 400, trouble: 'heavy', ...how });
    return {
      ...(await accountFor(house)),
      kept: await house.api.get<IntakeSummary>('/api/intake/summary'),
      countedAnew: await summaryCountedAnew(house.admin),
    };
  } finally {
    await close();
  }
}

describe('a day with every trouble on', () => {
  let tidy: Figures;
  beforeAll(async () => {
    tidy = await day({ duplicatesPercent: 0, shuffled: false });
  });

  it('accounts for everything, in balance, and something of each kind happened', () => {
    expect(holds(tidy)).toBe(true);
    const { settled, open, failing, cancelled, parked } = tidy.trades;
    for (const count of [settled, open, failing, cancelled, parked]) expect(count).toBeGreaterThan(0);
  });

  it('has kept count of its trades as they are counted anew', () => {
    expect(tidy.kept).toEqual(tidy.countedAnew);
    expect(tidy.countedAnew).toMatchObject({ tradesIn: tidy.tradesIn, trades: tidy.trades });
  });

  it('ends in the same state when everything between two ticks is shuffled and 5 % arrives twice', async () => {
    const wild = await day({ duplicatesPercent: 5, shuffled: true });
    expect(wild.messages.duplicates).toBeGreaterThan(0);
    expect(wild.stateDigest).toBe(tidy.stateDigest);
    expect(wild.trades).toEqual(tidy.trades);
    expect(wild.kept).toEqual(wild.countedAnew);
  });

  it('writes the same books when the same day runs again', async () => {
    const again = await day({ duplicatesPercent: 0, shuffled: false });
    expect([again.stateDigest, again.ledgerRoot]).toEqual([tidy.stateDigest, tidy.ledgerRoot]);
  });
});
