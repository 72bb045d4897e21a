import { captured, settled } from '#test/ledger-events';
import type { Database } from '#platform/database';
import { LedgerDesk } from '#test/ledger-desk';
import { freshDatabase, type TestDatabase } from '#test/postgres';
import { tamperWith } from '#test/tampering';
import { amount, worked1Bond, worked2Equity } from '#test/worked-trades';
import { handlers } from '../handlers.js';
import { ledger, ledgerRoot, proofFromPostings, verifyLedger } from '../index.js';
import { ledgerSummary } from '../reports/summary.js';

const TRADES = 12;

let database: TestDatabase;
let desk: LedgerDesk;
let superuser: Database;

const trades = Array.from({ length: TRADES }, (_, index) => `T${index}`);

async function booksOf(given: readonly string[]): Promise<LedgerDesk> {
  database = await freshDatabase([ledger]);
  const made = new LedgerDesk(await database.as('ledger'), handlers);
  for (const trade of given) await made.book(captured(trade, worked1Bond()), captured(`E${trade}`, worked2Equity()));
  await made.settle(...given.map((trade) => settled(trade, worked1Bond())));
  return made;
}

const TABLES = ['journal', 'posting', 'balance', 'chain_head', 'turnover', 'added_up'];

const tamper = (...statements: string[]): Promise<void> =>
  tamperWith(superuser, async (tx) => {
    for (const statement of statements) await tx.execute(statement);
  });

const AT_7 = `book = 'house.debt' and sequence = 7`;
const BOTH = ['journal', 'posting'];

describe('verifying the ledger', () => {
  beforeAll(async () => {
    desk = await booksOf(trades);
    await desk.db.execute('select ledger.add_up(0)');
    superuser = await database.asSuperuser();
    for (const table of TABLES) await superuser.execute(`create table public.${table} as table ledger.${table}`);
  });
  afterAll(() => database.drop());
  afterEach(() =>
    tamper(
      ...TABLES.flatMap((table) => [`truncate ledger.${table}`, `insert into ledger.${table} table public.${table}`]),
    ),
  );

  it('finds nothing in books that nobody touched', async () => {
    const { db } = desk;
    expect(await verifyLedger(db)).toMatchObject({
      sound: true,
      journals: 84,
      faultCount: 0,
      root: await ledgerRoot(db),
    });
  });

  it('proves the end of a day from the postings, whatever the sums say that screens go by', async () => {
    const { db } = desk;
    const sound = { journals: 84, booksBalance: true, interUnitZero: true };
    expect(await proofFromPostings(db)).toMatchObject(sound);
    await tamper(`update ledger.posting set minor_units = minor_units + 1 where ${AT_7} and ord = 1`);
    expect(await ledgerSummary(db)).toMatchObject(sound);
    expect(await proofFromPostings(db)).toMatchObject({ ...sound, booksBalance: false });
    await tamper(`delete from ledger.posting where ${AT_7}`, `delete from ledger.journal where ${AT_7}`);
    expect(await proofFromPostings(db)).toMatchObject({ journals: 83 });
  });

  it.each<[string, string[], string]>([
    ['an amount', [`update ledger.posting set minor_units = minor_units + 1 where ${AT_7} and ord = 1`], '7'],
    [
      'amounts that still balance, and the balances with them',
      [
        `update ledger.posting set minor_units = minor_units * 2 where ${AT_7}`,
        `update ledger.balance b set (debit, credit) = (select coalesce(sum(minor_units) filter (where minor_units > 0), 0), coalesce(-sum(minor_units) filter (where minor_units < 0), 0) from ledger.posting p where (p.book, p.accounting, p.account, p.detail, p.currency, p.effective_date) = (b.book, b.accounting, b.account, b.detail, b.currency, b.effective_date))`,
      ],
      '7',
    ],
    ['an account', [`update ledger.posting set account = '1110' where ${AT_7} and account = '1100'`], '7'],
    ['a sub-account', [`update ledger.posting set detail = 'OTHER' where ${AT_7} and ord = 1`], '7'],
    ['a currency', [`update ledger.posting set currency = 'USD' where ${AT_7}`], '7'],
    ['the order of postings', [`update ledger.posting set ord = ord + 10 where ${AT_7} and ord = 1`], '7'],
    [
      'the day',
      [
        `update ledger.posting set effective_date = '2026-06-16' where ${AT_7}`,
        `update ledger.journal set effective_date = '2026-06-16' where ${AT_7}`,
      ],
      '7',
    ],
    ['the trade', [`update ledger.journal set trade_id = 'T0' where ${AT_7}`], '7'],
    ['the key', [`update ledger.journal set key = 'T9999/1/trade-date' where ${AT_7}`], '7'],
    ['the rule', [`update ledger.journal set rule = 'R2.trade-date' where ${AT_7}`], '7'],
    ['the version of the rule', [`update ledger.journal set rule_version = 2 where ${AT_7}`], '7'],
    [
      'the inputs of the rule',
      [`update ledger.journal set inputs = replace(inputs, '99.25', '99.52') where ${AT_7}`],
      '7',
    ],
    [
      'its accounting',
      [
        `update ledger.journal set accounting = 'common' where ${AT_7}`,
        `update ledger.posting set accounting = 'common' where ${AT_7}`,
      ],
      '7',
    ],
    ['where its event stands', [`update ledger.journal set source = 'x/0/1' where ${AT_7}`], '7'],
    ['who agreed', [`update ledger.journal set approver = 'nobody' where ${AT_7}`], '7'],
    ['what it reverses', [`update ledger.journal set reverses = journal_id where ${AT_7}`], '7'],
    ['what caused it', [`update ledger.journal set source_event_id = gen_random_uuid() where ${AT_7}`], '7'],
    ['who decided it', [`update ledger.journal set actor = 'nobody' where ${AT_7}`], '7'],
    [
      'when it was recorded',
      [`update ledger.journal set recorded_at = recorded_at + interval '1 microsecond' where ${AT_7}`],
      '7',
    ],
    ['its id', [`update ledger.journal set journal_id = gen_random_uuid() where ${AT_7}`], '7'],
    ['its content hash', [`update ledger.journal set content_hash = sha256('x') where ${AT_7}`], '7'],
    ['its chain hash', [`update ledger.journal set hash = sha256('x') where ${AT_7}`], '7'],
    ['a journal that is gone', BOTH.map((table) => `delete from ledger.${table} where ${AT_7}`), '7'],
    ['postings that are gone', [`delete from ledger.posting where ${AT_7}`], '7'],
    ['a journal header that is gone', [`delete from ledger.journal where ${AT_7}`], '7'],
    [
      'two journals that changed places',
      BOTH.flatMap((table) => [
        `update ledger.${table} set sequence = 1000 where book = 'house.debt' and sequence = 7`,
        `update ledger.${table} set sequence = 7 where book = 'house.debt' and sequence = 8`,
        `update ledger.${table} set sequence = 8 where book = 'house.debt' and sequence = 1000`,
      ]),
      '7',
    ],
    [
      'a journal written in between',
      [
        ...BOTH.map(
          (table) => `update ledger.${table} set sequence = sequence + 1000 where book = 'house.debt' and sequence > 6`,
        ),
        ...BOTH.map(
          (table) =>
            `update ledger.${table} set sequence = sequence - 999 where book = 'house.debt' and sequence > 1000`,
        ),
        `insert into ledger.posting select book, 7, ord, effective_date, accounting, account, detail, currency, minor_units from ledger.posting where book = 'house.debt' and sequence = 6`,
        `insert into ledger.journal select gen_random_uuid(), book, 7, accounting, 'NEW/1/trade-date', rule, rule_version, effective_date, trade_id, source_event_id, source, actor, approver, reverses, inputs, postings, content_hash, hash, recorded_at from ledger.journal where book = 'house.debt' and sequence = 6`,
      ],
      '7',
    ],
    [
      'postings slipped under a place without a journal',
      [
        `insert into ledger.posting values ('house.debt', 99, 1, '2026-06-15', 'common', '1010', '', 'EUR', 5), ('house.debt', 99, 2, '2026-06-15', 'common', '2100', '', 'EUR', -5)`,
      ],
      '99',
    ],
    [
      'a tail that was cut',
      BOTH.map((table) => `delete from ledger.${table} where book = 'house.debt' and sequence > 20`),
      '21',
    ],
    ['the head of a chain', [`update ledger.chain_head set hash = sha256('x') where book = 'house.debt'`], '48'],
  ])('names the first bad sequence after a change of %s behind its back', async (_, statements, sequence) => {
    const { db } = desk;
    await tamper(...statements);
    const { sound, faults } = await verifyLedger(db);
    expect(sound).toBe(false);
    expect(faults.find(({ book }) => book === 'house.debt')?.sequence).toBe(sequence);
  });

  it.each([
    [
      'a balance',
      `update ledger.balance set debit = debit + 1 where accounting = 'TDA' and account = '1100' and book = 'house.debt'`,
      /kept as .* postings sum to/,
    ],
    [
      'a balance that is gone',
      `delete from ledger.balance where accounting = 'TDA' and account = '1100' and book = 'house.debt'`,
      /kept as nothing/,
    ],
    [
      'turnover',
      `update ledger.turnover set credit = credit + 1 where accounting = 'TDA' and account = '1100' and book = 'house.debt'`,
      /turnover TDA 1100 .* kept as .* postings sum to/,
    ],
  ])('names %s that no longer follows from its postings', async (_, statement, what) => {
    const { db } = desk;
    await tamper(statement);
    const { faults } = await verifyLedger(db);
    expect(faults).toHaveLength(1);
    expect(faults[0]?.what).toMatch(what);
  });

  it('names a guard that was switched off, and one that is gone', async () => {
    await superuser.transaction(async (tx) => {
      await tx.execute('alter table ledger.posting_2026_06 disable trigger posting_append_only');
      await tx.execute('alter trigger journal_complete on ledger.journal rename to nothing');
    });
    const { faults } = await verifyLedger(desk.db);
    await superuser.execute('alter trigger nothing on ledger.journal rename to journal_complete');
    expect(faults.map(({ what }) => what)).toEqual([
      'guard journal_complete of ledger.journal is not there',
      'guard posting_append_only of ledger.posting_2026_06 is off',
    ]);
  });
});

describe('the ledger root', () => {
  it('is the same whatever the order, the batches and the time of booking, and differs by one cent', async () => {
    const rootOf = async (given: readonly string[]): Promise<string> => {
      const root = await ledgerRoot((await booksOf(given)).db);
      await database.drop();
      return root;
    };
    const forwards = await rootOf(trades);
    const backwards = await rootOf([...trades].reverse());
    expect(backwards).toBe(forwards);
    const other = await booksOf(trades.slice(1));
    const dearer = worked1Bond({ consideration: amount('992500.01'), cash: amount('1000226.04') });
    await other.book(captured('T0', dearer), captured('ET0', worked2Equity()));
    await other.settle(settled('T0', worked1Bond()));
    expect(await ledgerRoot(other.db)).not.toBe(forwards);
    await database.drop();
  });
});
