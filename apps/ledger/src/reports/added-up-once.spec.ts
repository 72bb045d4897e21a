import { Journal, postingRules } from '#domain/ledger';
import type { Database } from '#platform/database';
import { caused } from '#test/ledger-desk';
import { freshDatabase, type TestDatabase } from '#test/postgres';
import { amount } from '#test/worked-trades';
import { ledger, postBatch, verifyLedger } from '../index.js';

let database: TestDatabase;
let db: Database;

const post = (key: string): Promise<unknown> =>
  db.transaction((tx) =>
    postBatch(tx, [
      {
        ...caused,
        journal: Journal.of(
          {
            key: `${key}/1/trade-date`,
            rule: postingRules.bondTradeDate,
            effectiveDate: '2026-06-15',
            tradeId: key,
            reverses: null,
            inputs: {},
          },
          'house.debt',
          [
            { account: '1100', detail: 'ES0A51B00019', amount: amount('100.00') },
            { account: '2100', detail: 'CIERESM0', amount: amount('-100.00') },
          ],
        ),
      },
    ]),
  );

const addedUp = async (): Promise<unknown> =>
  (
    await db.rows(
      `select (select debit::text from ledger.turnover where account = '1100') as turnover,
         (select debit::text from ledger.balance where account = '1100') as balance, sequence::text from ledger.added_up`,
    )
  )[0];

/** Until the second has come to where it has to wait for the first. */
const someoneWaits = async (): Promise<void> => {
  const waiting = `select from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and query like '%add_up%'`;
  while ((await db.rows(waiting)).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
};

beforeEach(async () => {
  database = await freshDatabase([ledger]);
  db = await database.as('ledger');
  await post('T1');
  await db.execute('select ledger.add_up(0)');
  await post('T2');
}, 60_000);
afterEach(() => database.drop());

describe('postings are added up once', () => {
  it('by whoever comes first of two who ask at once', async () => {
    const first = await db.session();
    await first.execute('begin');
    await first.execute('select ledger.add_up(0)');
    const second = db.execute('select ledger.add_up(0)');
    await someoneWaits();
    await first.execute('commit');
    await first.release();
    await second;
    expect(await addedUp()).toEqual({ turnover: '20000', balance: '20000', sequence: '2' });
    expect((await verifyLedger(db)).faults).toEqual([]);
  });

  it('also where somebody had begun to and died', async () => {
    const dying = await db.session();
    await dying.execute('begin');
    await dying.execute('select ledger.add_up(0)');
    await dying.execute('rollback');
    await dying.release();
    for (let times = 0; times < 3; times += 1) await db.execute('select ledger.add_up(0)');
    expect(await addedUp()).toEqual({ turnover: '20000', balance: '20000', sequence: '2' });
    expect((await verifyLedger(db)).faults).toEqual([]);
  });
});
