import { dayEnded, dayStep, type EventOf } from '#contracts';
import { LedgerDesk } from '#test/ledger-desk';
import { captured, endOfDay } from '#test/ledger-events';
import { freshDatabase, type TestDatabase } from '#test/postgres';
import { worked1Bond } from '#test/worked-trades';
import { handlers } from '../handlers.js';
import { ledger, verifyLedger } from '../index.js';
import { POSITIONS_A_PAGE } from './day.js';

const FORWARDS = 2 * POSITIONS_A_PAGE + 500;
const RATES = [{ base: 'EUR', quote: 'USD', rate: '1.0850' }];
const MONDAY = endOfDay('2026-06-15', RATES);

let database: TestDatabase;
let desk: LedgerDesk;

beforeEach(async () => {
  database = await freshDatabase([ledger]);
  desk = new LedgerDesk(await database.as('ledger'), handlers);
  await desk.db.execute(
    `insert into ledger.forward_position (trade_id, version, leg, book, counterparty, bought_minor_units, bought_currency,
       sold_minor_units, sold_currency, opened)
     select 'F' || lpad(n::text, 6, '0'), 1, 'near', 'house.risk', 'BRUMGB20', 100000, 'EUR', 109000, 'USD', true
     from generate_series(1, $1) n`,
    [FORWARDS],
  );
}, 60_000);
afterEach(() => database.drop());

const valued = async (): Promise<number> =>
  (await desk.db.rows<{ count: number }>(`select count(*)::integer from ledger.journal where rule = 'R4.valuation'`))[0]
    ?.count ?? 0;

const nothing = (step: string) => ({ step, journals: 0 });

const stepsOf = ({ published }: Awaited<ReturnType<LedgerDesk['end']>>): EventOf<typeof dayStep>[] =>
  published.flatMap(({ topic, event }) => (topic === dayStep.topic ? [event as EventOf<typeof dayStep>] : []));

/** The pages of a day one by one, as the bus would bring them. */
async function* pages(): AsyncGenerator<void> {
  let steps = stepsOf(await desk.tick(MONDAY));
  while (steps.length > 0) {
    steps = stepsOf(await desk.goOn(...steps));
    yield;
  }
}

describe('the end of a day', () => {
  it('goes over many positions in pages, each once, and says what it has posted', async () => {
    const { published } = await desk.end(MONDAY);
    expect(await valued()).toBe(FORWARDS);
    expect(published.filter(({ topic }) => topic === dayEnded.topic).map(({ event }) => event)).toEqual([
      expect.objectContaining({
        businessDate: '2026-06-15',
        posted: [
          ...['accrue-deposits', 'accrue-repos', 'accrue-issues', 'charge-borrowings'].map(nothing),
          { step: 'value-forwards', journals: FORWARDS },
          ...['book-cost-of-sales', 'follow-deliveries', 'accrue-bonds', 'mark-holdings'].map(nothing),
          ...['expect-penalties', 'allow-for-losses', 'revalue-currencies'].map(nothing),
        ],
      }),
    ]);
    expect((await verifyLedger(desk.db)).faults).toEqual([]);
  });

  it('posts nothing when the same day, or the next at the same rates, is ended again', async () => {
    await desk.end(MONDAY);
    const again = await desk.end(MONDAY);
    expect(stepsOf(again)).toEqual([]);
    await desk.end(endOfDay('2026-06-16', RATES));
    expect(await valued()).toBe(FORWARDS);
  });

  it('lets trades be posted between its pages', async () => {
    let page = 0;
    for await (const _ of pages()) {
      page += 1;
      await desk.book(captured(`T${page}`, worked1Bond()));
    }
    expect(page).toBeGreaterThan(4);
    expect(await valued()).toBe(FORWARDS);
    const [row] = await desk.db.rows(`select count(*)::integer from ledger.journal where rule = 'R1.trade-date'`);
    expect(row).toEqual({ count: page });
  });

  it('does a page again that was not committed, and neither loses nor doubles a position', async () => {
    const [first] = stepsOf(await desk.tick(MONDAY));
    let steps = stepsOf(await desk.goOn(first as EventOf<typeof dayStep>));
    let crashes = 0;
    while (steps.length > 0) {
      await expect(
        desk.db.transaction(async (tx) => {
          await new handlers.day().goOn(
            {
              received: [{ event: steps[0] as EventOf<typeof dayStep>, message: {} as never }],
              publish: () => undefined,
              sendOn: () => Promise.resolve(),
              park: () => undefined,
              duplicate: () => undefined,
            },
            tx,
          );
          throw new Error('killed before the commit');
        }),
      ).rejects.toThrow('killed before the commit');
      crashes += 1;
      steps = stepsOf(await desk.goOn(...steps));
    }
    expect(crashes).toBeGreaterThan(3);
    expect(await valued()).toBe(FORWARDS);
    expect((await verifyLedger(desk.db)).faults).toEqual([]);
  });
});
