import { Journal, postingRules, type Accounting } from '#domain/ledger';
import type { Database } from '#platform/database';
import { caused } from '#test/ledger-desk';
import { freshDatabase, type TestDatabase } from '#test/postgres';
import { amount } from '#test/worked-trades';
import { postBatch } from '../books/posted-batch.js';
import { BooksController } from '../http/books.controller.js';
import { ledger, verifyLedger } from '../index.js';

let database: TestDatabase;
let db: Database;
let books: BooksController;

interface Fact {
  readonly key: string;
  readonly on: string;
  readonly text: string;
  readonly accounting?: Accounting;
}

const journalOf = ({ key, on, text, accounting = 'common' }: Fact): Journal =>
  Journal.of(
    {
      key: `${key}/1/trade-date`,
      rule: postingRules.bondTradeDate,
      effectiveDate: on,
      tradeId: key,
      reverses: null,
      inputs: {},
    },
    'house.debt',
    [
      { account: '1100', detail: 'ES0A51B00019', amount: amount(text) },
      { account: '2100', detail: 'CIERESM0', amount: amount(`-${text}`) },
    ],
    accounting,
  );

const post = (...facts: Fact[]): Promise<unknown> =>
  db.transaction((tx) =>
    postBatch(
      tx,
      facts.map((fact) => ({ journal: journalOf(fact), ...caused })),
    ),
  );

const securities = async (query: Record<string, string>): Promise<string | undefined> =>
  (await books.trialBalance({ book: 'house.debt', ...query })).rows.find(({ account }) => account === '1100')?.balance;

const now = async (): Promise<string> => (await books.trialBalance({ asAt: 'now' })).asAt ?? '';

beforeEach(async () => {
  database = await freshDatabase([ledger]);
  db = await database.as('ledger');
  books = new BooksController(db);
}, 60_000);
afterEach(() => database.drop());

describe('a report in two times', () => {
  it('says what is known now about a day, and what was known then about it', async () => {
    await post({ key: 'T1', on: '2026-06-10', text: '100.00' }, { key: 'T2', on: '2026-06-20', text: '7.00' });
    const early = await now();
    await post({ key: 'T3', on: '2026-06-10', text: '0.50' });
    expect(await securities({ asOf: '2026-06-10' })).toBe('100.50');
    expect(await securities({ asOf: '2026-06-10', asAt: early })).toBe('100.00');
    expect(await securities({ asAt: early })).toBe('107.00');
    expect(await securities({})).toBe('107.50');
    expect(await securities({ asOf: '2026-06-09' })).toBeUndefined();
  });

  it('is the same, byte for byte, whenever it is made again, whatever was posted and added up since', async () => {
    await post({ key: 'T1', on: '2026-06-10', text: '100.00' });
    const asAt = await now();
    const make = async (): Promise<string> => JSON.stringify(await books.trialBalance({ asAt, asOf: '2026-06-30' }));
    const first = await make();
    for (let index = 0; index < 30; index += 1) {
      await post({ key: `L${index}`, on: `2026-0${(index % 6) + 1}-10`, text: '3.00' });
      if (index % 10 === 0) await db.rows('select ledger.add_up(0)');
      expect(await make()).toBe(first);
    }
    await db.rows('select ledger.add_up(0)');
    expect(await make()).toBe(first);
    expect((await verifyLedger(db)).faults).toEqual([]);
  });

  it('waits for who is posting at its moment, so that nothing appears in it later', async () => {
    const posting = await db.session();
    await posting.execute('begin isolation level read committed');
    await postBatch(posting, [{ journal: journalOf({ key: 'T1', on: '2026-06-10', text: '100.00' }), ...caused }]);
    let said: string | undefined;
    const report = books.trialBalance({ asAt: 'now' }).then(({ rows, asAt }) => {
      said = asAt ?? '';
      return rows.find(({ account }) => account === '1100')?.balance;
    });
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(said).toBeUndefined();
    await posting.execute('commit');
    await posting.release();
    expect(await report).toBe('100.00');
    expect(await securities({ asAt: said ?? '' })).toBe('100.00');
  });

  it('counts what is common in both accountings, and the rest in one of them', async () => {
    await post(
      { key: 'C', on: '2026-06-10', text: '1.00' },
      { key: 'T', on: '2026-06-10', text: '20.00', accounting: 'TDA' },
      { key: 'S', on: '2026-06-12', text: '300.00', accounting: 'SDA' },
    );
    for (const added of ['no', 'yes']) {
      expect([added, await securities({}), await securities({ accounting: 'SDA' })]).toEqual([
        added,
        '21.00',
        '301.00',
      ]);
      expect(await securities({ accounting: 'SDA', asOf: '2026-06-11' })).toBe('1.00');
      await db.rows('select ledger.add_up(0)');
    }
  });

  it.each([
    [{ asOf: '2026-02-30' }, 'asOf 2026-02-30'],
    [{ asAt: 'yesterday' }, 'asAt yesterday'],
    [{ asAt: '2199-01-01T00:00:00Z' }, 'asAt 2199-01-01T00:00:00Z must be a moment that has passed'],
    [{ asAt: '2026-06-30T25:00:00Z' }, 'asAt 2026-06-30T25:00:00Z'],
    [{ accounting: 'GAAP' }, 'accounting must be one of TDA, SDA'],
  ])('refuses %j and says what it may be', async (query, said) => {
    await expect(books.trialBalance(query)).rejects.toMatchObject({
      problem: { status: 400, detail: expect.stringContaining(said) as string },
    });
  });
});

describe('the moment a journal is recorded', () => {
  it('is later than that of every one before it, also when the clock of the machine was set back', async () => {
    await post({ key: 'T1', on: '2026-06-10', text: '1.00' });
    const superuser = await database.asSuperuser();
    // Of another book: a moment is one for all of them.
    await superuser.execute(
      `insert into ledger.chain_head values ('house.other', 0, decode(repeat('00', 32), 'hex'), now() + interval '1 hour')`,
    );
    await post({ key: 'T2', on: '2026-06-10', text: '1.00' });
    const [row] = await db.rows(
      `select recorded_at > now() + interval '59 minutes' as later from ledger.journal where trade_id = 'T2'`,
    );
    expect(row).toEqual({ later: true });
  });
});
