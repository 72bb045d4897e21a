import type { ServiceDefinition } from '#platform/service';
import { freshDatabase, type TestDatabase } from '#test/postgres';
import { insertRows, updateChangedRows, updateRows } from './bulk.js';
import type { Database } from './database.js';

const service: ServiceDefinition = {
  name: 'trial',
  module: class {},
  migrations: [],
  hears: [],
  says: [],
  stateLines: [],
};

describe('rows that travel as columns', () => {
  let fresh: TestDatabase;
  let db: Database;
  beforeAll(async () => {
    fresh = await freshDatabase([service]);
    db = await fresh.asSuperuser();
    await db.execute(
      'create table public.kept (id int, words text, amount numeric, good boolean, bytes bytea, form jsonb)',
    );
  }, 60_000);
  afterAll(() => fresh.drop());
  beforeEach(() => db.execute('truncate public.kept'));

  const COLUMNS = {
    id: 'int',
    words: 'text',
    amount: 'numeric',
    good: 'boolean',
    bytes: 'bytea',
    form: 'jsonb',
  } as const;
  type Kept = { [Name in keyof typeof COLUMNS]: unknown };
  const rowOf = (id: number, words: string | null): Kept => ({
    id,
    words,
    amount: '12345678901234567890.12',
    good: id % 2 === 0,
    bytes: Buffer.from([id, 0, 255]),
    form: '{"a": ["x", null]}',
  });
  const kept = () => db.rows<{ words: string | null }>('select words from public.kept order by id');

  it.each([
    ['plain words', ['one', 'two']],
    ['an empty text', ['']],
    ['several empty texts', ['', '']],
    ['nothing at all', [null]],
    ['nothing among words', ['one', null, 'three']],
    ['the word null, quotes, braces, commas and backslashes', ['null', 'NULL', '"{,}"', '\\', "it's"]],
    ['the separator itself', ['one\u001ftwo', 'three']],
    ['the sign for nothing, alone and within', ['\u001e', 'a\u001eb']],
    ['lines and letters of all kinds', ['a\nb\tc', 'Añejo 株式 🏦']],
  ])('keep %s', async (_what, words) => {
    await insertRows(
      db,
      'public.kept',
      COLUMNS,
      words.map((word, id) => rowOf(id, word)),
    );
    expect((await kept()).map((row) => row.words)).toEqual(words);
  });

  it('keep numbers exactly, truth, bytes and JSON', async () => {
    await insertRows(db, 'public.kept', COLUMNS, [rowOf(0, 'a'), rowOf(1, 'b')]);
    expect(await db.rows('select amount::text, good, bytes, form from public.kept order by id')).toEqual([
      { amount: '12345678901234567890.12', good: true, bytes: Buffer.from([0, 0, 255]), form: { a: ['x', null] } },
      { amount: '12345678901234567890.12', good: false, bytes: Buffer.from([1, 0, 255]), form: { a: ['x', null] } },
    ]);
  });

  it('are refused where a value is missing, rather than taken for nothing', async () => {
    await expect(
      insertRows(db, 'public.kept', COLUMNS, [rowOf(0, 'a'), { ...rowOf(1, 'b'), words: undefined }]),
    ).rejects.toThrow('is undefined');
    expect(await kept()).toEqual([]);
  });

  describe('and change rows that are there', () => {
    const CHANGED = { id: 'int', good: 'boolean', words: 'text' } as const;
    const all = () => db.rows('select id, good, words from public.kept order by id');
    beforeEach(() => insertRows(db, 'public.kept', COLUMNS, [rowOf(0, 'zero'), rowOf(1, 'one'), rowOf(2, 'two')]));

    it('are found by all their keys; others stay, and none is made', async () => {
      await updateRows(db, 'public.kept', ['id', 'good'], CHANGED, [
        { id: 0, good: true, words: null },
        { id: 1, good: true, words: 'is not good' },
        { id: 9, good: true, words: 'is not there' },
      ]);
      expect(await all()).toEqual([
        { id: 0, good: true, words: null },
        { id: 1, good: false, words: 'one' },
        { id: 2, good: true, words: 'two' },
      ]);
    });

    it('bring along only the columns that one of them changes', async () => {
      const before = [{ id: 1, good: false, words: 'one' }];
      // Somebody else has changed what we do not.
      await db.execute(`update public.kept set words = 'theirs' where id = 1`);
      await updateChangedRows(db, 'public.kept', ['id'], CHANGED, before, [{ id: 1, good: true, words: 'one' }]);
      expect((await all())[1]).toEqual({ id: 1, good: true, words: 'theirs' });
    });

    it('change nothing when there are none, or nothing of them is new', async () => {
      const same = [{ id: 1, good: false, words: 'one' }];
      await updateRows(db, 'public.kept', ['id'], CHANGED, []);
      await updateChangedRows(db, 'public.kept', ['id'], CHANGED, same, same);
      expect(await all()).toHaveLength(3);
    });
  });
});
