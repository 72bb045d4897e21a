import { ServicesBehind } from '#apps/gateway';
import { verifyLedger } from '#apps/ledger';
import { Journal, postingRules } from '#domain/ledger';
import { roleOf, serviceUrl, type Database } from '#platform/database';
import { caused } from '#test/ledger-desk';
import { freshDatabase, type TestDatabase } from '#test/postgres';
import { amount } from '#test/worked-trades';
import { allDefinitions } from '../../apps/asiento/src/house/services.js';
import { postBatch } from '../../apps/ledger/src/books/posted-batch.js';
import { Attacker, type Attempt } from './attacks/attempt.js';
import { digestOf, functionsOf, sequencesOf, tablesOf, type Table } from './attacks/catalogue.js';
import { demolitions, onFunction, onServer, readings, writings, type Attack } from './attacks/statements.js';

const definitions = allDefinitions(new ServicesBehind());
const services = definitions.map(({ name }) => name);
const schemas = [...services, 'messaging'];

/** What the ledger itself keeps between events; every other table of its schema is a book, a new one as well. */
const WORKING = [
  'business_day',
  'closing_price',
  'closing_rate',
  'consumer_position',
  'day',
  'day_step',
  'deposit_position',
  'forward_position',
  'holding',
  'inbox',
  'outbox',
  'outbox_relay',
  'parked_message',
  'settled_part',
  'told_position',
  'trade_version',
  // The service adds to them; who may change what of them is shown where proposals and checkpoints are.
  'checkpoint',
  'decision',
  'proposal',
];

let database: TestDatabase;
let superuser: Database;
let tables: Table[];
let books: Table[];
let untouched: string;
let tried = 0;

const digest = (): Promise<string> => digestOf(superuser, books, schemas);

const post = (database: Database, key: string): Promise<unknown> =>
  database.transaction((tx) =>
    postBatch(tx, [
      {
        journal: Journal.of(
          {
            key,
            rule: postingRules.bondTradeDate,
            effectiveDate: '2026-06-15',
            tradeId: key.split('/')[0] ?? key,
            reverses: null,
            inputs: { side: 'BUY' },
          },
          'house.debt',
          [
            { account: '1100', detail: 'ES0A51B00019', amount: amount('100.00') },
            { account: '2100', detail: 'CIERESM0', amount: amount('-100.00') },
          ],
        ),
        ...caused,
      },
    ]),
  );

beforeAll(async () => {
  database = await freshDatabase(definitions);
  superuser = await database.asSuperuser();
  const ledger = await database.as('ledger');
  for (const key of ['T1/1/trade-date', 'T2/1/trade-date', 'T3/1/trade-date']) await post(ledger, key);
  tables = await tablesOf(superuser, schemas);
  books = tables.filter(({ schema, name }) => schema === 'ledger' && !WORKING.includes(name));
  untouched = await digest();
}, 120_000);

afterAll(async () => {
  process.stderr.write(`attacks on the books: ${tried} statements tried\n`);
  await database.drop();
});

/** Tries them all as the role of one service, and gives those that were not refused as they should be. */
async function besieged(service: string, attacks: readonly Attack[]): Promise<Attempt[]> {
  const attacker = await Attacker.connect(roleOf(service), serviceUrl(database.address, service));
  const wrong: Attempt[] = [];
  try {
    for (const attack of attacks) {
      const attempt = await attacker.attempt(attack);
      tried += 1;
      // A grant of what one does not own is answered with a warning; whether it did anything, the guards' digest tells.
      const isFine =
        attempt.outcome === 'refused' || (attempt.outcome === 'warned' && /grant|revoke/.test(attack.kind));
      if (!isFine) wrong.push(attempt);
    }
  } finally {
    await attacker.end();
  }
  return wrong;
}

/** Nobody got anywhere, and the books and their guards are as they were. */
async function expectNothingCameOfIt(service: string, attacks: readonly Attack[]): Promise<void> {
  expect(attacks.length).toBeGreaterThan(0);
  const wrong = await besieged(service, attacks);
  expect(wrong.map(({ attack, outcome, said }) => `${outcome}: ${attack.statements.join('; ')} -- ${said}`)).toEqual(
    [],
  );
  expect(await digest()).toBe(untouched);
}

/** What the ledger is there for: posting, closing months, and adding up and giving readers what is posted. */
const MAY_CALL = [
  'ledger.post_batch',
  'ledger.change_period',
  'ledger.hold_period',
  'ledger.sealing_lock',
  'ledger.add_up',
  'ledger.moment_of',
  'ledger.chains_at',
  'ledger.beside_added_up',
  'ledger.balances',
  'ledger.balance_of',
  'ledger.posting_lock',
];

describe.each(services)('the role of %s', (service) => {
  const own = (table: Table): boolean => table.schema === service;

  it('changes no book, neither its rows nor its form nor its guards', async () => {
    expect(books.map(({ name }) => name)).toEqual(expect.arrayContaining(['journal', 'posting', 'posting_2026_06']));
    const read = service === 'ledger' ? [] : books.flatMap(readings);
    await expectNothingCameOfIt(service, [
      ...read,
      ...books.flatMap((table) => [...writings(table), ...demolitions(table, roleOf(service))]),
    ]);
  }, 300_000);

  it('neither calls nor changes what the books are kept by', async () => {
    const functions = await functionsOf(superuser, 'ledger');
    expect(functions.map(({ sql }) => sql).join()).toContain('ledger.post_batch');
    const attacks = functions.flatMap((one) =>
      onFunction(one, roleOf(service)).filter(
        ({ kind }) =>
          !(kind === 'call' && service === 'ledger' && MAY_CALL.some((name) => one.sql.startsWith(`${name}(`))),
      ),
    );
    await expectNothingCameOfIt(service, attacks);
  }, 300_000);

  it('tears down none of the tables that it works with, and does not rewrite their history', async () => {
    const working = tables.filter((table) => own(table) && !books.includes(table));
    const sequences = await sequencesOf(superuser, [service]);
    await expectNothingCameOfIt(service, [
      ...working.flatMap((table) => demolitions(table, roleOf(service))).filter(({ kind }) => kind !== 'lock'),
      ...working.filter(({ name }) => name === 'schema_migration').flatMap(writings),
      ...sequences.map(({ sql }) => ({ kind: 'set a sequence', statements: [`select setval('${sql}', 1)`] })),
    ]);
  }, 300_000);

  it('neither reads nor writes any table of another service', async () => {
    const foreign = tables.filter((table) => !own(table) && table.schema !== 'messaging' && !books.includes(table));
    await expectNothingCameOfIt(
      service,
      foreign.flatMap((table) => [
        ...readings(table),
        ...writings(table),
        ...demolitions(table, roleOf(service)).slice(0, 7),
      ]),
    );
  }, 300_000);

  it('changes nothing that was said, and says only what is its own to say', async () => {
    const definition = definitions.find(({ name }) => name === service);
    const hears = new Set(definition?.hears.map(({ topic }) => topic));
    const says = new Set([
      ...(definition?.says ?? []).map(({ topic }) => topic),
      ...[...hears].map((topic) => `${topic}.dlq`),
    ]);
    const log = tables.filter(({ schema, name }) => schema === 'messaging' && name !== 'log_head');
    await expectNothingCameOfIt(
      service,
      log.flatMap((table) => [
        ...(hears.has(table.name) ? [] : readings(table)),
        ...writings(table).filter(({ kind }) => !(says.has(table.name) && ownToSay(hears.has(table.name), kind))),
        ...demolitions(table, roleOf(service)),
      ]),
    );
  }, 300_000);

  it('gets no power over the server', async () => {
    await expectNothingCameOfIt(service, onServer(roleOf(service), database.address.database));
  }, 60_000);
});

/** What a service says it may append, and say again where it hears it as well. */
function ownToSay(heard: boolean, kind: string): boolean {
  return ['insert nothing', 'copy in', ...(heard ? ['insert'] : [])].includes(kind);
}

describe('after all attacks', () => {
  it('the books are whole and take the next journal', async () => {
    const ledger = await database.as('ledger');
    expect((await verifyLedger(ledger)).faults).toEqual([]);
    await post(ledger, 'T4/1/trade-date');
  });
});
