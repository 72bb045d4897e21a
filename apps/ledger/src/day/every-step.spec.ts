import { dayStep, type EventOf } from '#contracts';
import { idOf } from '#domain/identity';
import { LedgerDesk } from '#test/ledger-desk';
import { captured, endOfDay, settled } from '#test/ledger-events';
import { freshDatabase, type TestDatabase } from '#test/postgres';
import { eur, fact, worked6Repo, worked7Issue } from '#test/told-facts';
import { worked1Bond, worked2Equity, worked3Spot, worked4Forward, worked5Deposit } from '#test/worked-trades';
import { handlers } from '../handlers.js';
import { ledger, ledgerRoot, verifyLedger } from '../index.js';
import { daySteps } from './day-steps.js';
import { POSITIONS_A_PAGE } from './day.js';

const RATES = [{ base: 'EUR', quote: 'USD', rate: '1.0850' }];
const PRICES = [
  { isin: 'ES0A51B00019', price: '99.75' },
  { isin: 'ES0A51E00013', price: '52.00' },
];
const close = (date: string) => endOfDay(date, RATES, PRICES);

type Step = EventOf<typeof dayStep>;

const stepOf = (businessDate: string, step: string): Step => ({
  ...{ eventId: idOf('again', businessDate, step), businessDate, step, after: null },
  occurredAt: `${businessDate}T20:00:00Z`,
});

const stepsIn = (published: readonly { topic: string; event: unknown }[]): Step[] =>
  published.flatMap(({ topic, event }) => (topic === dayStep.topic ? [event as Step] : []));

const postedIn = async (desk: LedgerDesk): Promise<number> =>
  (await desk.db.rows<{ count: number }>('select count(*)::integer from ledger.journal'))[0]?.count ?? 0;

let databases: TestDatabase[] = [];

async function newDesk(): Promise<LedgerDesk> {
  const database = await freshDatabase([ledger]);
  databases.push(database);
  return new LedgerDesk(await database.as('ledger'), handlers);
}

afterEach(async () => {
  for (const database of databases) await database.drop();
  databases = [];
});

/** Something for every step of a day: two days on which all of it is open, or has just been delivered. */
async function fill(desk: LedgerDesk): Promise<void> {
  const bond = worked1Bond();
  const bought = worked2Equity();
  const sold = worked2Equity({ side: 'SELL', quantity: '600', price: '60.00', settlementDate: '2026-06-19' });
  const spot = worked3Spot();
  const deposit = worked5Deposit();
  await desk.book(
    ...[captured('B1', bond), captured('B2', bond), captured('E1', bought), captured('E2', sold)],
    ...[captured('S1', spot), captured('F1', worked4Forward())],
  );
  await desk.settle(settled('D1', deposit, { effectiveDate: '2026-06-15' }));
  await desk.tell(
    worked6Repo({ collateral: { isin: 'ES0A51B00019', value: eur('5000000.00'), mayBePledgedOn: false } }),
    worked7Issue({ isin: 'ES0A51B00092' }),
    fact('securities-borrowed', {
      ...{ borrowId: 'BW1', book: 'house.risk', isin: 'ES0A51E00013', counterparty: 'ARTAESM0' },
      ...{ value: eur('360000.00'), feeRatePercent: '0.50', from: '2026-06-15' },
    }),
    fact('penalty-reported', {
      ...{ tradeId: 'B2', version: 1, leg: 'delivery', book: 'house.debt', isin: 'ES0A51B00019' },
      ...{ depository: 'IBRCESM0', role: 'suffers', date: '2026-06-17', method: 'SECU', cashBasisPoints: '0' },
      ...{ penaltyClass: 'sovereign-debt', value: eur('992500.00'), cash: eur('0.00') },
    }),
    fact('allowance-stated', {
      ...{ book: 'house.debt.collect', isin: 'ES0A51B00019', exposure: eur('1000000.00'), on: '2026-06-15' },
      ...{ probabilityOfDefault: '0.002', lossGivenDefault: '0.45' },
    }),
  );
  await desk.end(close('2026-06-15'), close('2026-06-16'));
  await desk.settle(settled('B1', bond), settled('E1', bought), settled('S1', spot));
  await desk.end(close('2026-06-17'));
}

describe('the end of a day, over everything the house holds and owes', () => {
  it('posts something by every step, and nothing when every step is done again', async () => {
    const desk = await newDesk();
    await fill(desk);
    const { published } = await desk.end(close('2026-06-18'));
    const over = await desk.db.rows<{ step: string }>(
      'select step from ledger.day_step group by step having sum(journals) > 0',
    );
    expect(over.map(({ step }) => step).sort()).toEqual(daySteps.map(({ name }) => name).sort());
    expect(stepsIn(published).length).toBe(daySteps.length);
    const before = { journals: await postedIn(desk), balances: await desk.balances(), sda: await desk.balances('SDA') };
    for (const { name } of daySteps) await desk.goOn(stepOf('2026-06-18', name));
    expect({
      journals: await postedIn(desk),
      balances: await desk.balances(),
      sda: await desk.balances('SDA'),
    }).toEqual(before);
    expect((await verifyLedger(desk.db)).faults).toEqual([]);
  }, 60_000);

  it('makes the same books when it is killed before the commit of each of its pages', async () => {
    const straight = await newDesk();
    await fill(straight);
    await straight.end(close('2026-06-18'));
    const killed = await newDesk();
    await fill(killed);
    let kills = 0;
    for (let steps = stepsIn((await killed.tick(close('2026-06-18'))).published); steps.length > 0;) {
      await expect(
        killed.db.transaction(async (tx) => {
          const received = steps.map((event) => ({ event, message: {} as never }));
          const silent = { publish: () => undefined, park: () => undefined, duplicate: () => undefined };
          await new handlers.day().goOn({ received, ...silent, sendOn: () => Promise.resolve() }, tx);
          throw new Error('killed before the commit');
        }),
      ).rejects.toThrow('killed before the commit');
      kills += 1;
      steps = stepsIn((await killed.goOn(...steps)).published);
    }
    expect(kills).toBe(daySteps.length);
    expect(await ledgerRoot(killed.db)).toBe(await ledgerRoot(straight.db));
  }, 60_000);

  it('goes over many told positions and many deliveries in pages, each once', async () => {
    const desk = await newDesk();
    await desk.tell(worked6Repo());
    await desk.book(captured('E0', worked2Equity()));
    const many = 2 * POSITIONS_A_PAGE + 7;
    await desk.db.execute(
      `insert into ledger.told_position (kind, position_id, gathered, terms, booked, live)
       select kind, 'R' || lpad(n::text, 6, '0'), '', replace(terms, '"RP1"', '"R' || lpad(n::text, 6, '0') || '"'), booked, live
       from ledger.told_position, generate_series(2, $1) n`,
      [many],
    );
    await desk.db.execute(
      `insert into ledger.trade_version (trade_id, version, captured, book, isin, currency, trade_date, quantity,
         amount_minor_units, consideration_minor_units, accrued_minor_units)
       select 'E' || lpad(n::text, 6, '0'), 1, true, book, isin, currency, trade_date, quantity, amount_minor_units,
         consideration_minor_units, accrued_minor_units
       from ledger.trade_version, generate_series(2, $1) n`,
      [many],
    );
    await desk.end(close('2026-06-16'));
    expect(
      await desk.db.rows(
        `select rule, count(*)::integer, count(distinct key)::integer as keys from ledger.journal
         where rule in ('R6.accrual', 'R1.change-sda') group by rule order by rule`,
      ),
    ).toEqual([
      { rule: 'R1.change-sda', count: many, keys: many },
      { rule: 'R6.accrual', count: many, keys: many },
    ]);
  }, 120_000);
});
