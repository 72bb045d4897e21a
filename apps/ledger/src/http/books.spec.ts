import type { JournalView } from '#contracts';
import { captured, settled } from '#test/ledger-events';
import { LedgerDesk } from '#test/ledger-desk';
import { freshDatabase, type TestDatabase } from '#test/postgres';
import { amount, worked1Bond, worked2Equity } from '#test/worked-trades';
import { handlers } from '../handlers.js';
import { ledger } from '../index.js';
import { BooksController } from './books.controller.js';

let database: TestDatabase;
let books: BooksController;
let desk: LedgerDesk;

const yen = worked2Equity({
  isin: 'JP0A51E00110',
  consideration: amount('1850000', 'JPY'),
  instruction: 'ASNTESM0:DVP:JASDJPJ0:JPY',
});

beforeAll(async () => {
  database = await freshDatabase([ledger]);
  desk = new LedgerDesk(await database.as('ledger'), handlers);
  await desk.book(captured('T-1', worked1Bond()), captured('T-1/A', worked2Equity()), captured('T-2', yen));
  await desk.settle(settled('T-1', worked1Bond()), settled('T-2', yen));
  books = new BooksController(desk.db);
}, 60_000);
afterAll(() => database.drop());

describe('what the ledger shows', () => {
  it('counts, and proves balance and bridge from the postings', async () => {
    expect(await books.summary()).toMatchObject({
      journals: 12,
      postings: 30,
      booksBalance: true,
      interUnitZero: true,
      chains: [
        { book: 'house.debt', sequence: '4' },
        { book: 'house.risk', sequence: '6' },
        { book: 'house.treasury', sequence: '2' },
      ],
    });
  });

  it('gives a trial balance with turnover, and yen without decimals', async () => {
    const { rows, totals } = await books.trialBalance({ book: 'house.risk' });
    expect(rows).toContainEqual({
      book: 'house.risk',
      account: '2100',
      accountName: 'Due on unsettled purchases',
      currency: 'JPY',
      debit: '1850000',
      credit: '1850000',
      balance: '0',
    });
    expect(totals).toEqual([
      { book: 'house.risk', currency: 'EUR', debit: '50000.00', credit: '50000.00', difference: '0.00' },
      { book: 'house.risk', currency: 'JPY', debit: '3700000', credit: '3700000', difference: '0' },
    ]);
    expect((await books.trialBalance({ currency: 'JPY' })).totals.map(({ book }) => book)).toEqual([
      'house.risk',
      'house.treasury',
    ]);
  });

  it('gives the same trial balance however much of it was added up before, and says up to which journal', async () => {
    const read = () => books.trialBalance({});
    const fromPostings = await read();
    expect(fromPostings.upTo).toEqual((await books.summary()).chains);
    await desk.db.execute('select ledger.add_up(4)');
    expect(await desk.db.rows('select book, sequence::integer from ledger.added_up')).toEqual([
      { book: 'house.risk', sequence: 6 },
    ]);
    expect(await read()).toEqual(fromPostings);
    await desk.db.execute('select ledger.add_up(0)');
    expect(await read()).toEqual(fromPostings);
    expect(await books.summary()).toMatchObject({ postings: 30, booksBalance: true, interUnitZero: true });
  });

  it('lets nobody write what was added up', async () => {
    await expect(desk.db.execute('update ledger.turnover set debit = 0')).rejects.toThrow(/permission denied/);
    await expect(desk.db.execute('delete from ledger.added_up')).rejects.toThrow(/permission denied/);
  });

  it('shows what each unit owes the other, and that it nets to zero', async () => {
    const { cells, proof } = await books.unitBridge({});
    expect(cells).toContainEqual({
      book: 'house.treasury',
      other: 'house.debt',
      currency: 'EUR',
      balance: '1000226.03',
    });
    expect(cells).toContainEqual({
      book: 'house.debt',
      other: 'house.treasury',
      currency: 'EUR',
      balance: '-1000226.03',
    });
    expect(proof).toEqual([
      { currency: 'EUR', sum: '0.00', datesOff: [] },
      { currency: 'JPY', sum: '0', datesOff: [] },
    ]);
  });

  it('finds the journals of a trade, explained, and not those of a trade whose name begins alike', async () => {
    const { rows, total } = await books.journals({ tradeId: 'T-1' });
    expect(total).toBe(5);
    expect(new Set(rows.map(({ tradeId }) => tradeId))).toEqual(new Set(['T-1']));
    const tradeDate = rows.find(({ rule }) => rule === 'R1.trade-date') as JournalView;
    expect(tradeDate.explain.inputs['accruedInterest']).toBe('7726.03 EUR');
    expect(tradeDate.postings[2]).toEqual({
      account: '2100',
      accountName: 'Due on unsettled purchases',
      detail: 'CIERESM0',
      debit: null,
      credit: { amount: '1000226.03', currency: 'EUR' },
    });
    const settlement = rows.filter(({ rule }) => rule === 'R1.settlement');
    expect(new Set(settlement.map(({ linkId }) => linkId)).size).toBe(1);
  });

  it('pages through the journals of an account without losing or repeating one', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await books.journals({ account: '2100', limit: '1', ...(cursor ? { cursor } : {}) });
      expect(page.total).toBe(5);
      seen.push(...page.rows.map(({ journalId }) => journalId));
      cursor = page.next;
    } while (cursor);
    expect(new Set(seen).size).toBe(5);
  });

  it('pages through a whole book, latest first', async () => {
    const first = await books.journals({ book: 'house.risk', limit: '2' });
    expect(first.rows.map(({ sequence }) => sequence)).toEqual(['6', '5']);
    const second = await books.journals({ book: 'house.risk', limit: '4', cursor: first.next });
    expect(second.rows.map(({ sequence }) => sequence)).toEqual(['4', '3', '2', '1']);
    expect(second.next).toBeUndefined();
  });

  it.each([
    [{ account: `2100' or '1'='1` }, 0],
    [{ tradeId: `T-1'; drop table ledger.journal; --` }, 0],
    [{ detail: '%' }, 0],
    [{ book: 'house.debt', account: '2100', detail: 'CIERESM0', currency: 'EUR' }, 2],
  ])('takes %j as a value, never as SQL', async (query, total) => {
    expect((await books.journals(query)).total).toBe(total);
  });

  it.each([[{ cursor: 'nonsense' }], [{ limit: '0' }], [{ limit: '501' }], [{ account: ['2100', '1010'] }]])(
    'refuses %j with a reason',
    async (query) => {
      await expect(books.journals(query)).rejects.toMatchObject({ problem: { status: 400 } });
    },
  );
});
