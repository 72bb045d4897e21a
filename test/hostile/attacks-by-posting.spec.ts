import { Journal, postingRules, type JournalHead, type Posting } from '#domain/ledger';
import { ledger, verifyLedger } from '#apps/ledger';
import type { Database, Transaction } from '#platform/database';
import { caused } from '#test/ledger-desk';
import { freshDatabase, type TestDatabase } from '#test/postgres';
import { LedgerRefusal } from '../../apps/ledger/src/books/ledger-refusal.js';
import { postBatch } from '../../apps/ledger/src/books/posted-batch.js';

let database: TestDatabase;
let service: Database;

const money = (minorUnits: bigint, currency = 'EUR') => ({ minorUnits, currency });

const headOf = (key: string, changes: Partial<JournalHead> = {}): JournalHead => ({
  key,
  rule: postingRules.bondTradeDate,
  effectiveDate: '2026-06-15',
  tradeId: key.split('/')[0] ?? key,
  reverses: null,
  inputs: { side: 'BUY' },
  ...changes,
});

/** A journal that the domain need not have agreed to. */
function made(
  key: string,
  postings: readonly Posting[],
  changes: Partial<JournalHead> = {},
  book = 'house.debt',
): Journal {
  const whole = Journal.of(headOf(key, changes), book, pair(1n));
  return Object.assign(Object.create(Journal.prototype) as Journal, whole, { postings });
}

const pair = (minorUnits: bigint, currency = 'EUR'): Posting[] => [
  { account: '1100', detail: 'ES0A51B00019', amount: money(minorUnits, currency) },
  { account: '2100', detail: 'CIERESM0', amount: money(-minorUnits, currency) },
];

const post = (...journals: Journal[]): Promise<Set<string>> =>
  service.transaction((tx) =>
    postBatch(
      tx,
      journals.map((journal) => ({
        journal,
        ...caused,
      })),
    ),
  );

const outcomeOf = async (work: Promise<Set<string>>): Promise<string> => {
  try {
    return (await work).size > 0 ? 'known' : 'posted';
  } catch (error) {
    return error instanceof LedgerRefusal ? error.reason : 'error';
  }
};

/** A call as only the service's own role can make it, with columns that its code would never send. */
function raw(changes: Readonly<Record<string, string>>, tx: Transaction = service): Promise<unknown> {
  const call: Record<string, string> = {
    journal_ids: `array[gen_random_uuid()]`,
    books: `array['house.debt']`,
    accountings: `array['common']`,
    keys: `array['RAW/' || gen_random_uuid()]`,
    rules: `array['R1']`,
    rule_versions: `array[1]::smallint[]`,
    effective_dates: `array['2026-06-15']::date[]`,
    trade_ids: `array['RAW']`,
    source_event_ids: `array[gen_random_uuid()]`,
    sources: `array['x/0/1']`,
    actors: `array[null]::text[]`,
    approvers: `array[null]::text[]`,
    reversed_ids: `array[null]::uuid[]`,
    inputs: `array['{}']`,
    posting_counts: `array[2]::smallint[]`,
    content_hashes: `array[sha256('x')]`,
    adjusting: `array[false]`,
    posting_of: `array[1, 1]`,
    ords: `array[1, 2]::smallint[]`,
    accounts: `array['1100', '2100']`,
    details: `array['', '']`,
    currencies: `array['EUR', 'EUR']`,
    amounts: `array[5, -5]::numeric[]`,
    ...changes,
  };
  return tx.execute(
    `select ledger.post_batch(${Object.entries(call)
      .map(([name, value]) => `${name} => ${value}`)
      .join(', ')})`,
  );
}

const written = async (): Promise<unknown> =>
  service.rows(
    `select (select count(*) from ledger.journal) as journals, (select count(*) from ledger.posting) as postings,
       (select md5(string_agg(b::text, ';' order by b::text)) from ledger.balances(null) b) as balances,
       (select md5(string_agg(h::text, ';' order by h::text)) from ledger.chain_head h where sequence > 0) as heads`,
  );

beforeAll(async () => {
  database = await freshDatabase([ledger]);
  service = await database.as('ledger');
  await post(made('T1/1/trade-date', pair(100n)), made('T2/1/trade-date', pair(200n)));
}, 60_000);
afterAll(() => database.drop());

describe('the posting function, called by the role that may call it', () => {
  it.each<[what: string, changes: Record<string, string>]>([
    ['one minor unit off', { amounts: 'array[5, -4]::numeric[]' }],
    ['all on one side', { amounts: 'array[5, 5]::numeric[]' }],
    ['zero over two currencies, but not in each', { currencies: `array['EUR', 'USD']` }],
    ['nothing moved', { amounts: 'array[0, 0]::numeric[]' }],
    ['no number', { amounts: `array['NaN', '-5']::numeric[]` }],
    ['two that are no numbers', { amounts: `array['NaN', 'NaN']::numeric[]` }],
    ['infinity on both sides', { amounts: `array['Infinity', '-Infinity']::numeric[]` }],
    ['an amount missing', { amounts: `array[5, null]::numeric[]` }],
    ['fewer amounts than postings', { amounts: 'array[5]::numeric[]' }],
    ['beyond what a column holds', { amounts: `array[1e38, -1e38]::numeric[]` }],
    ['parts of a minor unit', { amounts: 'array[0.5, -0.5]::numeric[]' }],
    [
      'parts of a minor unit that only round in the balance',
      {
        posting_counts: 'array[4]::smallint[]',
        posting_of: 'array[1, 1, 1, 1]',
        ords: 'array[1, 2, 3, 4]::smallint[]',
        accounts: `array['1100', '1100', '2100', '2100']`,
        details: `array['', '', '', '']`,
        currencies: `array['EUR', 'EUR', 'EUR', 'EUR']`,
        amounts: 'array[1.4, 1.4, -1.4, -1.4]::numeric[]',
      },
    ],
    ['no postings', { posting_of: 'array[]::integer[]', amounts: 'array[]::numeric[]' }],
    ['postings of a journal that is not there', { posting_of: 'array[2, 2]' }],
    ['postings of journal zero', { posting_of: 'array[0, 0]' }],
    ['postings of a journal below zero', { posting_of: 'array[-1, -1]' }],
    ['one posting of another journal', { posting_of: 'array[1, 2]' }],
    [
      'all of its own postings and two of a journal that is not there',
      {
        posting_of: 'array[1, 1, 2, 2]',
        ords: 'array[1, 2, 1, 2]::smallint[]',
        accounts: `array['1100', '2100', '1100', '2100']`,
        details: `array['', '', '', '']`,
        currencies: `array['EUR', 'EUR', 'EUR', 'EUR']`,
        amounts: 'array[5, -5, 7, -7]::numeric[]',
      },
    ],
    ['the same place twice', { ords: 'array[1, 1]::smallint[]' }],
    ['a number of postings below zero', { posting_counts: 'array[-2]::smallint[]' }],
    ['a number of postings of one', { posting_counts: 'array[1]::smallint[]' }],
    ['more postings than it says', { posting_counts: 'array[3]::smallint[]' }],
    ['no book', { books: 'array[null]::text[]' }],
    ['an accounting that there is not', { accountings: `array['GAAP']` }],
    ['no accounting', { accountings: 'array[null]::text[]' }],
    ['no place of its event', { sources: 'array[null]::text[]' }],
    ['one person who agrees with herself', { actors: `array['ana']`, approvers: `array['Ana']` }],
    ['no key', { keys: 'array[null]::text[]' }],
    ['no day', { effective_dates: 'array[null]::date[]' }],
    ['a day at the end of time', { effective_dates: `array['infinity']::date[]` }],
    ['a currency that is none', { currencies: `array['eur', 'eur']` }],
    ['no content hash', { content_hashes: 'array[null]::bytea[]' }],
    ['a short content hash', { content_hashes: `array['\\x00']::bytea[]` }],
    ['one side of the unit bridge', { accounts: `array['1980', '2100']` }],
    ['a reversal of what is not there', { reversed_ids: 'array[gen_random_uuid()]' }],
    [
      'a reversal of another book',
      {
        books: `array['house.risk']`,
        reversed_ids: `array[(select journal_id from ledger.journal where trade_id = 'T1')]`,
      },
    ],
    ['an id that is taken', { journal_ids: `array[(select journal_id from ledger.journal where trade_id = 'T1')]` }],
    ['a key that is taken', { keys: `array['T1/1/trade-date']` }],
  ])('writes nothing of a journal with %s', async (_, changes) => {
    const before = await written();
    await expect(raw(changes)).rejects.toThrow(/./);
    expect(await written()).toEqual(before);
    expect((await verifyLedger(service)).faults).toEqual([]);
  });

  it('takes the same call when nothing is wrong with it, so that the refusals above prove something', async () => {
    await expect(
      service.transaction(async (tx) => {
        await raw({ keys: `array['RAW/whole']` }, tx);
        expect(await tx.rows(`select postings from ledger.journal where key = 'RAW/whole'`)).toEqual([{ postings: 2 }]);
        throw new Error('nothing stays');
      }),
    ).rejects.toThrow('nothing stays');
  });

  it.each([
    `create function pg_temp.date_trunc(text, timestamp) returns timestamp language sql as $$ select '2031-01-01'::timestamp $$`,
    `create temp table period (period date, state text)`,
    `create temp table chain_head (book text, sequence bigint, hash bytea, recorded_at timestamptz)`,
    `create temp table added (book text, sequence bigint, accounting text, currency text, minor_units numeric)`,
    `create function pg_temp.differs(numeric, integer) returns boolean language sql as $$ select false $$;
     create operator pg_temp.<> (leftarg = numeric, rightarg = integer, function = pg_temp.differs)`,
    `create function pg_temp.sum(numeric) returns numeric language sql as $$ select 0::numeric $$`,
  ])('is not fooled by objects of the session: %.60s', async (shadow) => {
    const session = await service.session();
    try {
      await session.execute('begin');
      await session.execute('set local search_path = pg_temp, ledger, pg_catalog');
      for (const statement of shadow.split(';\n')) await session.execute(statement);
      const unbalanced = made('SHADOW/1/trade-date', [...pair(5n).slice(0, 1), ...pair(4n).slice(1)]);
      await expect(
        postBatch(session, [
          {
            journal: unbalanced,
            ...caused,
          },
        ]),
      ).rejects.toMatchObject({ reason: 'unbalanced' });
    } finally {
      await session.execute('rollback');
      await session.release();
    }
  });

  it('lets one content stand under each key while a hundred calls bring four contents for five keys at once', async () => {
    const calls = Array.from({ length: 100 }, (_, index) => ({
      key: `MATRIX-${index % 5}/1/trade-date`,
      body: Math.floor(index / 5) % 4,
    }));
    const outcomes = await Promise.all(
      calls.map(async ({ key, body }) => ({
        key,
        body,
        outcome: await outcomeOf(post(made(key, pair(BigInt(body + 1))))),
      })),
    );
    for (let number = 0; number < 5; number += 1) {
      const ofKey = outcomes.filter(({ key }) => key === `MATRIX-${number}/1/trade-date`);
      const winners = ofKey.filter(({ outcome }) => outcome === 'posted');
      expect(winners).toHaveLength(1);
      for (const { body, outcome } of ofKey.filter((one) => one.outcome !== 'posted'))
        expect(outcome).toBe(body === winners[0]?.body ? 'known' : 'key-reused');
    }
  }, 60_000);

  it('posts one of a hundred equal calls at once, and knows the others', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, () => outcomeOf(post(made('EQUAL/1/trade-date', pair(7n))))),
    );
    expect(outcomes.filter((outcome) => outcome === 'posted')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'known')).toHaveLength(99);
  }, 60_000);

  it('undoes a journal once, however many ask at once and again later', async () => {
    const [original] = await service.rows<{ journal_id: string }>(
      `select journal_id from ledger.journal where trade_id = 'T2'`,
    );
    const reversal = (number: number) =>
      made(`T2/1/reversal-${number}`, pair(-200n), {
        rule: postingRules.reversal,
        reverses: original?.journal_id ?? '',
      });
    const outcomes = await Promise.all(Array.from({ length: 50 }, (_, number) => outcomeOf(post(reversal(number)))));
    expect(outcomes.filter((outcome) => outcome === 'posted')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'already-reversed')).toHaveLength(49);
    expect(await outcomeOf(post(reversal(50)))).toBe('already-reversed');
  }, 60_000);

  it.each([2n ** 53n + 1n, 10n ** 29n, 10n ** 30n, 10n ** 37n])(
    'keeps %d minor units exactly, in postings and balances',
    async (minorUnits) => {
      await post(made(`BIG-${minorUnits}/1/trade-date`, pair(minorUnits, 'JPY')));
      const rows = await service.rows<{ minor_units: string }>(
        `select p.minor_units::text from ledger.posting p join ledger.journal j using (book, sequence) where j.key = $1 order by ord`,
        [`BIG-${minorUnits}/1/trade-date`],
      );
      expect(rows.map((row) => row.minor_units)).toEqual([`${minorUnits}`, `${-minorUnits}`]);
      expect((await verifyLedger(service)).faults).toEqual([]);
    },
  );

  it('adds up balances to the unit where their sum is beyond what one posting can hold', async () => {
    const most = 10n ** 38n - 1n;
    for (const key of ['MOST-1', 'MOST-2', 'MOST-3'])
      expect(await outcomeOf(post(made(`${key}/1/trade-date`, pair(most, 'KRW'))))).toBe('posted');
    await service.rows('select ledger.add_up(0)');
    const [row] = await service.rows(
      `select ledger.balance_of('house.debt', '1100', 'ES0A51B00019', 'KRW', 'TDA', '2026-06-15')::text as balance`,
    );
    expect(row).toEqual({ balance: (3n * most).toString() });
    expect((await verifyLedger(service)).faults).toEqual([]);
  });
});
