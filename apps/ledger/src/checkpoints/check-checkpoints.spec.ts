import type { Database, Transaction } from '#platform/database';
import { LedgerDesk } from '#test/ledger-desk';
import { captured } from '#test/ledger-events';
import { freshDatabase, type TestDatabase } from '#test/postgres';
import { houseKey } from '#test/small-books';
import { tamperWith } from '#test/tampering';
import { worked1Bond } from '#test/worked-trades';
import { handlers } from '../handlers.js';
import { ledger, verifyLedger } from '../index.js';
import { keepCheckpoint } from './checkpoint.store.js';
import { makeCheckpoint } from './make-checkpoint.js';

let database: TestDatabase;
let db: Database;
let superuser: Database;

beforeEach(async () => {
  database = await freshDatabase([ledger]);
  db = await database.as('ledger');
  superuser = await database.asSuperuser();
  await new LedgerDesk(db, handlers).book(captured('T1', worked1Bond()), captured('T2', worked1Bond()));
  await db.execute(`select ledger.change_period('2026-06-01', 'soft', 'ana', null, 'June is complete')`);
  await keepCheckpoint(db, await makeCheckpoint(db, houseKey), '2026-06-15');
}, 60_000);
afterEach(() => database.drop());

const afterwards = async (work: (tx: Transaction) => Promise<unknown>): Promise<string[]> => {
  await tamperWith(superuser, work);
  return (await verifyLedger(db)).faults.map(({ book, sequence, what }) => `${book} ${sequence ?? '-'}: ${what}`);
};

describe('what a checkpoint has signed', () => {
  it('is missed by name when the tail of a chain is cut, although its head and sums are made to fit', async () => {
    const faults = await afterwards(async (tx) => {
      for (const table of ['journal', 'posting'])
        await tx.execute(`delete from ledger.${table} where book = 'house.debt' and sequence > 2`);
      await tx.execute(
        `update ledger.chain_head h set sequence = 2, hash = j.hash, recorded_at = j.recorded_at
         from ledger.journal j where j.book = h.book and j.sequence = 2`,
      );
    });
    expect(faults).toEqual(['house.debt 4: is gone, and checkpoint 1 of 2026-06-15 signed it']);
  });

  it('is missed when the last change of a month is taken back as if it had never been', async () => {
    const faults = await afterwards(async (tx) => {
      await tx.execute('delete from ledger.period_change');
      await tx.execute(`update ledger.period set state = 'open'`);
    });
    expect(faults).toEqual(['(all books) -: period_change 1 is not the one that checkpoint 1 of 2026-06-15 signed']);
  });
});
