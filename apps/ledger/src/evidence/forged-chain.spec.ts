import { chainHash, contentHash } from '#domain/ledger';
import type { Database } from '#platform/database';
import { LedgerDesk } from '#test/ledger-desk';
import { captured } from '#test/ledger-events';
import { freshDatabase, type TestDatabase } from '#test/postgres';
import { tamperWith } from '#test/tampering';
import { worked1Bond } from '#test/worked-trades';
import { handlers } from '../handlers.js';
import { ledger, ledgerRoot, verifyLedger } from '../index.js';
import { inSnapshot } from './snapshot.js';
import { storedJournals } from './stored-journals.js';

const BOOK = 'house.debt';
/** Every trade is booked in both accountings. */
const TRADES = 5;
const LENGTH = 10n;

let database: TestDatabase;
let db: Database;
let superuser: Database;

beforeEach(async () => {
  database = await freshDatabase([ledger]);
  db = await database.as('ledger');
  superuser = await database.asSuperuser();
  const trades = Array.from({ length: TRADES }, (_, index) => captured(`T${index}`, worked1Bond()));
  await new LedgerDesk(db, handlers).book(...trades);
}, 60_000);
afterEach(() => database.drop());

interface Forgery {
  readonly from: bigint;
  /** The last journal whose hashes the forger computes anew. */
  readonly to: bigint;
  readonly head: boolean;
}

/** Changes what is said of one journal, and computes hashes anew as somebody would who knows how. */
async function forge({ from, to, head }: Forgery): Promise<void> {
  const changes: { inputs: string; content: Buffer; hash: Buffer; sequence: bigint }[] = [];
  await inSnapshot(db, async (tx) => {
    let previous: Buffer | undefined;
    for await (const { book, sequence, journal } of storedJournals(tx)) {
      if (book !== BOOK || !journal || sequence > to) continue;
      if (!previous || sequence < from) {
        previous = journal.hash;
        continue;
      }
      const inputs = sequence === from ? journal.inputs.replace('99.25', '99.52') : journal.inputs;
      const content = contentHash({ ...journal, inputs });
      previous = chainHash({ ...journal, sequence, contentHash: content, previousHash: previous });
      changes.push({ inputs, content, hash: previous, sequence });
    }
  });
  await tamperWith(superuser, async (tx) => {
    for (const { inputs, content, hash, sequence } of changes)
      await tx.execute(
        'update ledger.journal set inputs = $1, content_hash = $2, hash = $3 where book = $4 and sequence = $5',
        [inputs, content, hash, BOOK, sequence.toString()],
      );
    if (head) await tx.execute('update ledger.chain_head set hash = $1 where book = $2', [changes.at(-1)?.hash, BOOK]);
  });
}

const placesOfFaults = async (): Promise<(string | null)[]> =>
  (await verifyLedger(db)).faults.map(({ sequence }) => sequence);

describe('a forger who computes the hashes anew', () => {
  it('of one journal is betrayed by the one after it', async () => {
    await forge({ from: 4n, to: 4n, head: false });
    expect(await placesOfFaults()).toEqual(['5']);
  });

  it('of all journals from one on is betrayed by the head of the chain', async () => {
    await forge({ from: 4n, to: LENGTH, head: false });
    expect(await placesOfFaults()).toEqual([LENGTH.toString()]);
  });

  it('of the whole rest and its head is betrayed only by a root that was kept elsewhere', async () => {
    const kept = await ledgerRoot(db);
    await forge({ from: 4n, to: LENGTH, head: true });
    const { sound, root } = await verifyLedger(db);
    expect(sound).toBe(true);
    expect(root).not.toBe(kept);
  });
});

describe('a fork of the chain', () => {
  it('is refused by the table itself: no two journals have one place, guards or not', async () => {
    const second = tamperWith(superuser, (tx) =>
      tx.execute(
        `insert into ledger.journal select gen_random_uuid(), book, sequence, accounting, 'FORK/1/trade-date', rule, rule_version, effective_date,
           trade_id, source_event_id, source, actor, approver, reverses, inputs, postings, content_hash, hash, recorded_at
         from ledger.journal where book = $1 and sequence = 4`,
        [BOOK],
      ),
    );
    await expect(second).rejects.toThrow('journal_sequence');
  });
});
