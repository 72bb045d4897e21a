import { ledger } from '#apps/ledger';
import { freshDatabase, type TestDatabase } from '#test/postgres';
import type { BooksUnderAttack } from './tampered/books-under-attack.js';
import { columnChanges } from './tampered/column-changes.js';
import { largerChanges } from './tampered/larger-changes.js';
import type { PlantedChange } from './tampered/planted-change.js';
import { soundBooks, underAttack } from './tampered/sound-books.js';

/** Of the changes that a capsule holds too, every so-manieth is also exported and given to the auditor's verifier, which takes seconds. */
const CAPSULES_EVERY = Number(process.env['TAMPER_CAPSULES_EVERY'] ?? '12');

/** At once: each has a database of its own. */
const AT_ONCE = 3;

let database: TestDatabase;
let attack: BooksUnderAttack;
let changes: PlantedChange[];

beforeAll(async () => {
  database = await freshDatabase([ledger]);
  const db = await database.as('ledger');
  await soundBooks(db);
  attack = await underAttack(db, database.address);
  changes = [...(await columnChanges(db)), ...largerChanges].map((change, index) =>
    index % CAPSULES_EVERY === 0 ? change : { ...change, inCapsule: false },
  );
  // Nobody may be connected to what is copied.
  await db.close();
}, 120_000);
afterAll(async () => {
  await attack.close();
  await database.drop();
});

async function missed({ title, work, names, inCapsule }: PlantedChange): Promise<string[]> {
  const { faults, capsule } = await attack.afterwards(work, inCapsule).catch((error: unknown) => {
    throw new Error(`${title} could not be tried`, { cause: error });
  });
  const named =
    names instanceof RegExp
      ? faults.some(({ what }) => names.test(what))
      : faults.some(({ book, sequence }) => book === names.book && sequence !== null);
  return [
    ...(named
      ? []
      : [`${title}: the books say ${faults.length === 0 ? 'nothing' : JSON.stringify(faults.slice(0, 3))}`]),
    ...(inCapsule && capsule === null ? [`${title}: the capsule holds`] : []),
  ];
}

describe('books that somebody changes behind their back', () => {
  it('hold before, by both verifiers', async () => {
    expect(await attack.afterwards(() => Promise.resolve())).toEqual({ faults: [], capsule: null });
  });

  it('tell every change of a column, every row that comes, goes or moves, and every forgery, by name', async () => {
    const wrong: string[] = [];
    const left = [...changes];
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let change = left.shift(); change; change = left.shift())
          wrong.push(...(await missed(change).catch((error: Error) => [`${error.message}: ${String(error.cause)}`])));
      }),
    );
    const held = changes.filter(({ inCapsule }) => inCapsule).length;
    process.stderr.write(
      `tampered books: ${changes.length} changes, ${changes.length - wrong.length} named; ${held} of what a capsule holds\n`,
    );
    expect(wrong).toEqual([]);
    expect(changes.length).toBeGreaterThanOrEqual(200);
    expect(new Set(changes.map(({ title }) => title)).size).toBe(changes.length);
  }, 900_000);
});
