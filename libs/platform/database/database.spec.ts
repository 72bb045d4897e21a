import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource, EntitySchema } from 'typeorm';
import type { Database, Transaction } from './database.js';
import { adminUrlOf, connectionOptions, openDatabase, type DatabaseAddress } from './open-database.js';
import { freshDatabase, type TestDatabase } from '#test/postgres';

let fresh: TestDatabase;
let address: DatabaseAddress;
let db: Database;
let onlooker: Database;

beforeAll(async () => {
  fresh = await freshDatabase([]);
  ({ address } = fresh);
  onlooker = await fresh.asSuperuser();
  await onlooker.execute('create table public.party (party_id text primary key, name text)');
  await onlooker.execute(`insert into public.party values ('A', 'first'), ('B', 'second')`);
}, 60_000);
afterAll(() => fresh.drop());
beforeEach(async () => {
  db = await openDatabase({ url: adminUrlOf(address), applicationName: 'under-test', poolSize: 2 });
});
afterEach(() => db.close());

describe('an id that is missing', () => {
  const missing = undefined as unknown as string;

  it.each<[string, (tx: Transaction) => Promise<unknown>]>([
    ['a query', (tx) => tx.rows('select * from public.party where party_id = $1', [missing])],
    ['a query of several', (tx) => tx.rows('select * from public.party where party_id = any($1)', [['A', missing]])],
    [
      'an update',
      (tx) => tx.execute(`update public.party set name = 'x' where party_id = $1 or $1 is null`, [missing]),
    ],
    ['a delete', (tx) => tx.execute('delete from public.party where party_id = coalesce($1, party_id)', [missing])],
  ])('refuses %s, and is never taken for any or for none', async (_, statement) => {
    await expect(statement(db)).rejects.toThrow('parameter $1 is undefined');
    await expect(db.transaction(statement)).rejects.toThrow('parameter $1 is undefined');
    expect(await db.rows('select name from public.party order by party_id')).toEqual([
      { name: 'first' },
      { name: 'second' },
    ]);
  });

  it('is refused by the query builder as well, should anybody use it', async () => {
    const party = new EntitySchema<{ party_id: string; name: string }>({
      name: 'party',
      columns: { party_id: { type: 'text', primary: true }, name: { type: 'text' } },
    });
    const options = connectionOptions({ url: adminUrlOf(address), applicationName: 'under-test' });
    const source = await new DataSource({ ...options, entities: [party] }).initialize();
    try {
      await expect(source.getRepository(party).findOneBy({ party_id: missing })).rejects.toThrow(/undefined/i);
      await expect(source.getRepository(party).delete({ party_id: missing })).rejects.toThrow();
    } finally {
      await source.destroy();
    }
  });
});

describe('connections that the server ends', () => {
  const end = (): Promise<number> =>
    onlooker.execute(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'under-test' and datname = current_database()`,
    );

  it('while they are idle are replaced: the next statement has an answer', async () => {
    await Promise.all([db.rows('select pg_sleep(0.05)'), db.rows('select pg_sleep(0.05)')]);
    await end();
    await sleep(100);
    expect(await db.rows('select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('within a transaction end it with an error, and nothing of it stays', async () => {
    const broken = db.transaction(async (tx) => {
      await tx.execute(`insert into public.party values ('C', 'third')`);
      await end();
      await tx.rows('select 1');
    });
    await expect(broken).rejects.toThrow(/terminat|already released/i);
    expect(await db.rows(`select from public.party where party_id = 'C'`)).toEqual([]);
  });
});
