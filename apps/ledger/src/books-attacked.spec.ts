import { Journal, postingRules, type JournalHead, type Posting } from '#domain/ledger';
import type { Database } from '#platform/database';
import { freshDatabase, type TestDatabase } from '#test/postgres';
import { caused } from '#test/ledger-desk';
import { amount } from '#test/worked-trades';
import { LedgerRefusal } from './books/ledger-refusal.js';
import { postBatch } from './books/posted-batch.js';
import { ledger, verifyLedger } from './index.js';

let database: TestDatabase;
let service: Database;
let superuser: Database;

const entry = (journal: Journal) => ({ journal, ...caused });

const headOf = (key: string, changes: Partial<JournalHead> = {}): JournalHead => ({
  key,
  rule: postingRules.bondTradeDate,
  effectiveDate: '2026-06-15',
  tradeId: key.split('/')[0] ?? key,
  reverses: null,
  inputs: { side: 'BUY' },
  ...changes,
});

const purchase = (text = '100.00'): Posting[] => [
  { account: '1100', detail: 'ES0A51B00019', amount: amount(text) },
  { account: '2100', detail: 'CIERESM0', amount: amount(`-${text}`) },
];

const journal = (key: string, changes: Partial<JournalHead> = {}, text?: string, book = 'house.debt'): Journal =>
  Journal.of(headOf(key, changes), book, purchase(text));

const post = (...journals: Journal[]): Promise<Set<string>> =>
  service.transaction((tx) => postBatch(tx, journals.map(entry)));

/** A journal that the domain would never build. */
const forged = (key: string, postings: Posting[], book = 'house.debt'): Journal =>
  Object.assign(Object.create(Journal.prototype) as Journal, journal(key, {}, undefined, book), { postings });

beforeAll(async () => {
  database = await freshDatabase([ledger]);
  service = await database.as('ledger');
  superuser = await database.asSuperuser();
  await post(journal('T1/1/trade-date'), journal('T2/1/trade-date'));
}, 60_000);
afterAll(() => database.drop());
afterEach(async () => {
  expect((await verifyLedger(service)).faults).toEqual([]);
});

const VALUES = {
  journal: `(journal_id, book, sequence, accounting, key, rule, rule_version, effective_date, trade_id, source_event_id, source, inputs, postings, content_hash, hash, recorded_at)
    values (gen_random_uuid(), 'house.debt', (select max(sequence) + 1 from ledger.journal where book = 'house.debt'), 'common', 'X', 'R1', 1, '2026-06-15', 'X', gen_random_uuid(), 'x/0/1', '{}', 2, sha256('a'), sha256('b'), now())`,
  balanced: `(book, sequence, ord, effective_date, accounting, account, detail, currency, minor_units)
    values ('house.debt', 1, 8, '2026-06-15', 'common', '1100', '', 'EUR', 5), ('house.debt', 1, 9, '2026-06-15', 'common', '2100', '', 'EUR', -5)`,
};

const PARTITION = 'ledger.posting_2026_06';

describe('the role of the service', () => {
  it.each([
    'update ledger.journal set trade_id = trade_id',
    'update ledger.posting set minor_units = minor_units + 1',
    `update ${PARTITION} set minor_units = minor_units + 1`,
    'update ledger.balance set debit = 0',
    'update ledger.chain_head set sequence = 0',
    `update ledger.period set state = 'open'`,
    `update ledger.period_change set reason = 'x'`,
    'delete from ledger.period_change',
    `insert into ledger.period_change (period, from_state, to_state, proposed_by, reason) values ('2026-06-01', 'open', 'soft', 'ana', 'x')`,
    'delete from ledger.journal',
    'delete from ledger.posting',
    `delete from ${PARTITION}`,
    'delete from ledger.balance',
    'delete from ledger.chain_head',
    'delete from ledger.period',
    'truncate ledger.journal',
    'truncate ledger.posting',
    `truncate ${PARTITION}`,
    'truncate ledger.balance, ledger.chain_head, ledger.period',
    `insert into ledger.journal ${VALUES.journal}`,
    `insert into ledger.posting ${VALUES.balanced}`,
    `insert into ${PARTITION} ${VALUES.balanced}`,
    `insert into ledger.balance values ('house.debt', 'common', '1010', '', 'EUR', '2026-06-15', 1, 0, 1)`,
    'update ledger.added_up set sequence = 0',
    'update ledger.turnover set debit = 0',
    `insert into ledger.period values ('2026-07-01')`,
    'alter table ledger.posting disable trigger all',
    `alter table ${PARTITION} disable trigger all`,
    'drop trigger posting_balances on ledger.posting',
    'drop table ledger.balance',
    'alter table ledger.posting detach partition ledger.posting_2026_06',
    'create or replace function ledger.refuse_change() returns trigger language plpgsql as $$ begin return null; end $$',
    `select ledger.open_period('2031-01-01')`,
    'set session_replication_role = replica',
    'set role asiento_owner',
    'create table ledger.mine (a int)',
  ])('cannot %s', async (statement) => {
    await expect(service.execute(statement)).rejects.toThrow(/permission denied|must be owner/);
  });

  it('cannot bring its own functions or tables into the posting function', async () => {
    await expect(
      service.transaction(async (tx) => {
        await tx.execute(`set local search_path = pg_temp, ledger`);
        await tx.execute('create temp table journal (like ledger.journal)');
        await tx.execute(
          `create function pg_temp.sha256(bytea) returns bytea language sql as $$ select '\\x00'::bytea $$`,
        );
        await postBatch(tx, [entry(journal('TEMP/1/trade-date'))]);
        const [row] = await tx.rows<{ size: number }>(
          `select octet_length(hash) as size from ledger.journal where key = 'TEMP/1/trade-date'`,
        );
        expect(row).toEqual({ size: 32 });
        throw new Error('nothing stays');
      }),
    ).rejects.toThrow('nothing stays');
  });
});

describe('a superuser, even in a session that replicates', () => {
  const refused = (statement: string) =>
    superuser.transaction(async (tx) => {
      await tx.execute('set local session_replication_role = replica');
      await tx.execute(statement);
    });

  it.each([
    'update ledger.journal set trade_id = trade_id',
    'update ledger.posting set minor_units = minor_units + 1',
    `update ${PARTITION} set minor_units = minor_units + 1`,
    'update ledger.posting set minor_units = 1 where false',
    'delete from ledger.journal',
    'delete from ledger.posting',
    `delete from ${PARTITION}`,
    'truncate ledger.journal',
    'truncate ledger.posting',
    `truncate ${PARTITION}`,
    'truncate ledger.period',
    'delete from ledger.period',
    `update ledger.period set period = '2020-01-01'`,
    `update ledger.period set state = 'hard'`,
    'update ledger.period_change set changed_at = now()',
    'delete from ledger.period_change',
    'truncate ledger.period_change',
  ])('is refused: %s', async (statement) => {
    await expect(refused(statement)).rejects.toThrow(/append-only|is kept as it is/);
  });

  it.each([
    ['balanced postings to a journal of an earlier transaction', `insert into ledger.posting ${VALUES.balanced}`],
    ['the same directly into the partition', `insert into ${PARTITION} ${VALUES.balanced}`],
    [
      'postings of no journal',
      `insert into ledger.posting ${VALUES.balanced.replaceAll("'house.debt', 1,", "'house.debt', 77,")}`,
    ],
  ])('cannot add %s', async (_, statement) => {
    await expect(refused(statement)).rejects.toThrow('is sealed');
  });

  it('cannot write a journal without postings', async () => {
    await expect(refused(`insert into ledger.journal ${VALUES.journal}`)).rejects.toThrow(
      'have no postings of their own',
    );
  });

  it('cannot write a journal that does not follow the last one of its chain', async () => {
    const statement = `with header as (insert into ledger.journal ${VALUES.journal.replace('+ 1', '+ 2')})
      insert into ledger.posting (book, sequence, ord, effective_date, accounting, account, detail, currency, minor_units)
      select 'house.debt', max(sequence) + 2, ord, '2026-06-15', 'common', '1100', '', 'EUR', units
      from ledger.journal, (values (1, 5), (2, -5)) as line(ord, units) where book = 'house.debt' group by ord, units`;
    await expect(refused(statement)).rejects.toThrow('do not follow the last one of its chain');
  });

  it.each([
    ['one cent too much', `(1, 5), (2, -4)`, 'does not balance: off by 1 minor units of EUR'],
    ['one posting more than it says', `(1, 5), (2, -4), (3, -1)`, 'has 3 postings instead of 2'],
  ])('cannot write a journal with %s', async (_, lines, reason) => {
    const statement = `with header as (insert into ledger.journal ${VALUES.journal})
      insert into ledger.posting (book, sequence, ord, effective_date, accounting, account, detail, currency, minor_units)
      select 'house.debt', (select max(sequence) + 1 from ledger.journal where book = 'house.debt'), ord, '2026-06-15', 'common', '1100', '', 'EUR', units from (values ${lines}) as line(ord, units)`;
    await expect(refused(statement)).rejects.toThrow(reason);
  });

  it('cannot hide an imbalance by asking for the check later', async () => {
    await expect(
      superuser.transaction(async (tx) => {
        await tx.execute('set constraints all deferred');
        await tx.execute(`insert into ledger.posting ${VALUES.balanced.replace('-5', '-4')}`);
      }),
    ).rejects.toThrow(/is sealed|does not balance/);
  });
});

describe('posting', () => {
  const reasonOf = async (work: Promise<unknown>): Promise<string> => {
    const error: unknown = await work.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    return error instanceof LedgerRefusal ? error.reason : String(error);
  };

  it('counts a journal that is posted again, and writes nothing', async () => {
    const again = journal('T1/1/trade-date');
    expect(await post(again, journal('T3/1/trade-date'))).toEqual(new Set([again.id]));
    expect(await service.rows(`select sequence::text from ledger.journal where trade_id = 'T3'`)).toEqual([
      { sequence: '3' },
    ]);
  });

  it.each([
    ['other content under its key', () => journal('T1/1/trade-date', {}, '100.01'), 'key-reused'],
    ['another day under its key', () => journal('T1/1/trade-date', { effectiveDate: '2026-06-16' }), 'key-reused'],
    ['an imbalance', () => forged('T4/1/trade-date', [...purchase(), ...purchase().slice(0, 1)]), 'unbalanced'],
    [
      'a reversal of a journal of another book',
      () => journal('T4/1/trade-date', { reverses: journal('T1/1/trade-date').id }, undefined, 'house.risk'),
      'foreign-reversal',
    ],
    [
      'a reversal of nothing',
      () => journal('T4/1/trade-date', { reverses: '11111111-1111-5111-8111-111111111111' }),
      'foreign-reversal',
    ],
    [
      'one side of a bridge',
      () =>
        forged('T4/1/trade-date', [
          { account: '1980', detail: 'house.risk', amount: amount('5') },
          { account: '2100', detail: 'X', amount: amount('-5') },
        ]),
      'bridge-off',
    ],
    [
      'one side of a bridge by settlement date alone',
      () => ({
        ...forged('T4/1/trade-date', [
          { account: '1980', detail: 'house.risk', amount: amount('5') },
          { account: '2100', detail: 'X', amount: amount('-5') },
        ]),
        accounting: 'SDA' as const,
      }),
      'bridge-off',
    ],
    [
      'a reversal in the other accounting',
      () => ({
        ...journal('T4/1/trade-date', { reverses: journal('T1/1/trade-date').id }),
        accounting: 'SDA' as const,
      }),
      'foreign-reversal',
    ],
    [
      'by trade date alone what is common under its key',
      () => ({ ...journal('T1/1/trade-date'), accounting: 'TDA' as const }),
      'key-reused',
    ],
  ])('refuses %s', async (_, made, reason) => {
    expect(await reasonOf(post(made()))).toBe(reason);
  });

  it.each<[string, Posting[]]>([
    ['no posting', []],
    ['a single posting of nothing', [{ account: '1100', detail: '', amount: amount('0') }]],
    ['a posting of nothing', [...purchase(), { account: '1150', detail: '', amount: amount('0') }]],
  ])('refuses a journal with %s', async (_, postings) => {
    await expect(post(forged('T4/1/trade-date', postings))).rejects.toThrow(/journal_postings|posting_amount/);
  });

  it('writes nothing of a batch of which one journal is refused', async () => {
    const before = await service.rows('select count(*) from ledger.journal');
    await reasonOf(
      post(journal('T5/1/trade-date'), forged('T6/1/trade-date', [...purchase(), ...purchase().slice(1)])),
    );
    expect(await service.rows('select count(*) from ledger.journal')).toEqual(before);
  });

  it('works only where it sees what others committed while it waited', async () => {
    const session = await service.session();
    try {
      await session.execute('begin isolation level repeatable read');
      expect(await reasonOf(postBatch(session, [entry(journal('T7/1/trade-date'))]))).toBe('isolation');
    } finally {
      await session.execute('rollback');
      await session.release();
    }
  });

  it('keeps amounts far beyond what a float could hold', async () => {
    const huge = '1234567890123456789012345678.91';
    await post(journal('HUGE/1/trade-date', {}, huge));
    const [row] = await service.rows(
      `select p.minor_units::text from ledger.posting p join ledger.journal j using (book, sequence)
       where j.trade_id = 'HUGE' order by ord limit 1`,
    );
    expect(row).toEqual({ minor_units: '123456789012345678901234567891' });
  });

  it('lets one of 50 parallel reversals through and tells the others that it is reversed', async () => {
    const original = journal('T2/1/trade-date').id;
    const attempts = Array.from({ length: 50 }, (_, index) =>
      reasonOf(
        post(
          Journal.of(
            headOf(`T2/1/reversal-${index}`, { rule: postingRules.reversal, reverses: original }),
            'house.debt',
            purchase().map(({ account, detail, amount: money }) => ({
              account,
              detail,
              amount: { ...money, minorUnits: -money.minorUnits },
            })),
          ),
        ),
      ),
    );
    const reasons = await Promise.all(attempts);
    expect(reasons.filter((reason) => reason === 'already-reversed')).toHaveLength(49);
    expect(await service.rows(`select count(*)::int from ledger.journal where reverses is not null`)).toEqual([
      { count: 1 },
    ]);
  });

  it('lets one of 50 parallel posts of one journal through and counts the others', async () => {
    const one = journal('ONCE/1/trade-date');
    const left = await Promise.all(Array.from({ length: 50 }, () => post(one)));
    expect(left.filter((skipped) => skipped.size === 1)).toHaveLength(49);
  });

  it('keeps every chain continuous while many post at once in many books and new months', async () => {
    const batches = Array.from({ length: 24 }, (_, batch) =>
      Array.from({ length: 20 }, (_unused, index) =>
        journal(
          `P${batch}-${index}/1/trade-date`,
          { effectiveDate: `2027-${String((index % 6) + 1).padStart(2, '0')}-05` },
          '1.00',
          ['house.debt', 'house.risk', 'client.NALON'][(batch + index) % 3],
        ),
      ),
    );
    await Promise.all(batches.map((batch) => post(...batch)));
    const gaps = await service.rows(
      `select book from ledger.journal group by book having count(*) <> max(sequence) or min(sequence) <> 1`,
    );
    expect(gaps).toEqual([]);
  });
});

describe('a closed period', () => {
  const change = (month: string, to: string, by: string, agreed: string | null = null): Promise<unknown> =>
    service.execute('select ledger.change_period($1, $2, $3, $4, $5)', [`${month}-01`, to, by, agreed, 'month end']);
  const entered = (key: string, effectiveDate: string, adjusting = false): Promise<Set<string>> =>
    service.transaction((tx) => postBatch(tx, [{ ...entry(journal(key, { effectiveDate })), adjusting }]));

  it('takes nothing more, and waits for what is being posted', async () => {
    await entered('C1/1/trade-date', '2026-03-31');
    const posting = await service.session();
    await posting.execute('begin isolation level read committed');
    await postBatch(posting, [entry(journal('C2/1/trade-date', { effectiveDate: '2026-03-31' }))]);
    let closed = false;
    const closing = change('2026-03', 'soft', 'ana').then(() => (closed = true));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(closed).toBe(false);
    await posting.execute('commit');
    await posting.release();
    await closing;
    await change('2026-03', 'hard', 'ana', 'luis');
    await expect(entered('C3/1/trade-date', '2026-03-01')).rejects.toMatchObject({ reason: 'period-closed' });
    expect(await entered('C2/1/trade-date', '2026-03-31')).toEqual(new Set([journal('C2/1/trade-date').id]));
    await entered('C3/1/trade-date', '2026-04-01');
  });

  it('takes adjustments while it is closed softly, and none once it is closed for good', async () => {
    await change('2025-11', 'soft', 'ana');
    await expect(entered('A1/1/trade-date', '2025-11-30')).rejects.toMatchObject({ reason: 'period-closed' });
    await entered('A1/1/trade-date', '2025-11-30', true);
    await change('2025-11', 'hard', 'ana', 'luis');
    await expect(entered('A2/1/trade-date', '2025-11-30', true)).rejects.toMatchObject({ reason: 'period-closed' });
    await change('2025-11', 'soft', 'luis', 'ana');
    await entered('A2/1/trade-date', '2025-11-30', true);
  });

  it.each([
    ['for good by one person alone', '2025-08', 'soft', 'hard', 'ana', null],
    ['for good by one person who agrees with herself', '2025-07', 'soft', 'hard', 'ana', ' Ana'],
    ['open again by one person alone', '2025-06', 'soft', 'open', 'ana', null],
    ['open again at once after a hard close', '2025-10', 'hard', 'open', 'ana', 'luis'],
    ['for good without a soft close before', '2025-09', 'open', 'hard', 'ana', 'luis'],
  ])('is not closed or opened %s', async (_, month, from, to, by, agreed) => {
    await entered(`${month}/1/trade-date`, `${month}-15`, true);
    if (from !== 'open') await change(month, 'soft', 'ana');
    if (from === 'hard') await change(month, 'hard', 'ana', 'luis');
    await expect(change(month, to, by, agreed)).rejects.toMatchObject({
      message: expect.stringContaining(`cannot go from ${from} to ${to}`) as string,
    });
    expect(await service.rows('select state from ledger.period where period = $1', [`${month}-01`])).toEqual([
      { state: from },
    ]);
  });

  it('cannot be opened again by an update', async () => {
    await expect(superuser.execute(`update ledger.period set state = 'open' where state <> 'open'`)).rejects.toThrow(
      'is kept as it is',
    );
  });
});
