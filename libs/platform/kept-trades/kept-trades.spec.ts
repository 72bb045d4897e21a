import { reconciliation } from '#apps/reconciliation';
import type { businessClockTick, EventOf } from '#contracts';
import type { Database } from '#platform/database';
import { freshDatabase, type TestDatabase } from '#test/postgres';
import { addToTally, holdCutOff, moveCutOff, readTally } from './index.js';

let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await freshDatabase([reconciliation]);
  db = await database.as('reconciliation');
}, 60_000);
afterAll(() => database.drop());

type Tick = EventOf<typeof businessClockTick>;

const tick = (businessDate: string, kind: Tick['kind'], time: string): Tick => ({
  tickId: `${businessDate}:${kind}`,
  businessDate,
  at: `${businessDate}T${time}Z`,
  kind,
});
const move = (...ticks: Tick[]) => db.transaction((tx) => moveCutOff(tx, 'reconciliation', ticks));
const held = () => db.transaction((tx) => holdCutOff(tx, 'reconciliation'));

describe('the matching cut-off that a service holds', () => {
  it('is none until the clock strikes one; other ticks do not', async () => {
    expect(await move(tick('2026-06-15', 'start-of-day', '06:30:00'))).toBeNull();
    expect(await held()).toBeNull();
  });

  it('is the last of those that are heard together', async () => {
    const first = tick('2026-06-15', 'matching-cut-off', '18:00:00');
    const second = tick('2026-06-16', 'matching-cut-off', '18:00:00');
    const wanted = { businessDate: '2026-06-16', at: '2026-06-16T18:00:00Z' };
    expect(await move(second, tick('2026-06-16', 'settlement-cut-off', '18:30:00'), first)).toEqual(wanted);
    expect(await held()).toEqual(wanted);
  });

  it('never moves back: who hears an earlier one late goes by the one that holds', async () => {
    const wanted = { businessDate: '2026-06-16', at: '2026-06-16T18:00:00Z' };
    expect(await move(tick('2026-06-15', 'matching-cut-off', '18:00:00'))).toEqual(wanted);
    expect(await held()).toEqual(wanted);
  });
});

describe('the tally that a service keeps', () => {
  const add = (agreed: number) => db.transaction((tx) => addToTally(tx, 'reconciliation', { agreed }));

  it('adds up what batches add and take away, each when it commits', async () => {
    await Promise.all([add(3), add(4), add(-2), add(0)]);
    expect(await readTally(db, 'reconciliation', ['agreed'])).toEqual({ agreed: 5 });
  });

  it('refuses to count less than none', async () => {
    await expect(add(-6)).rejects.toThrow(/tally_not_negative/);
    expect(await readTally(db, 'reconciliation', ['agreed'])).toEqual({ agreed: 5 });
  });
});
