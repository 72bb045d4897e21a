import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dayEnded, ledgerCheckpoint, type EventOf } from '#contracts';
import { noteVerifier, openCheckpoint, privateKeyText } from '#formats/checkpoint';
import type { Database } from '#platform/database';
import { runBatch } from '#test/batches';
import { captured, endOfDay, settled } from '#test/ledger-events';
import { LedgerDesk } from '#test/ledger-desk';
import { freshDatabase, type TestDatabase } from '#test/postgres';
import { tamperWith } from '#test/tampering';
import { worked1Bond, worked2Equity } from '#test/worked-trades';
import { CHECKPOINT_KEY, CheckpointKey } from '../checkpoints/checkpoint-key.js';
import { handlers } from '../handlers.js';
import { ledger, verifyLedger } from '../index.js';
import { exportCapsule, type CapsuleOptions } from './export-capsule.js';

const key = CheckpointKey.from({ [CHECKPOINT_KEY]: privateKeyText('asiento.example/ledger', Buffer.alloc(32, 9)) });
const signer = key.signer as NonNullable<typeof key.signer>;

let database: TestDatabase;
let desk: LedgerDesk;
let db: Database;
let folder: string;

/** Messages as the log would give them: their events carry the ids that the journals name. */
const everyMessage: CapsuleOptions['readMessages'] = (_topic, _partition, offsets) =>
  Promise.resolve(offsets.map((offset) => ({ offset, bytes: Buffer.from([0, Number(offset % 200n)]) })));

/** Ends a day, and signs what the books stand at. @returns the checkpoints that were said */
async function endAndSign(date: string): Promise<EventOf<typeof ledgerCheckpoint>[]> {
  const { published } = await desk.end(endOfDay(date));
  const ended = published.flatMap(({ topic, event }) =>
    topic === dayEnded.topic ? [event as EventOf<typeof dayEnded>] : [],
  );
  const outcome = await runBatch((batch, tx) => new handlers.checkpoints(db, key).sign(batch, tx), db, dayEnded, ended);
  return outcome.published.map(({ event }) => event as EventOf<typeof ledgerCheckpoint>);
}

const exported = (changes: Partial<CapsuleOptions> = {}) =>
  exportCapsule(db, {
    folder,
    entity: 'Casa de Prueba',
    createdAt: '2026-06-30T18:00:00.000Z',
    signer,
    from: null,
    to: null,
    readMessages: everyMessage,
    ...changes,
  });

function verify(): { status: number | null; says: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'verify.mjs'), '--key', signer.text], {
    encoding: 'utf8',
  });
  return { status, says: stdout + stderr };
}

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'capsule-')), 'capsule');
  database = await freshDatabase([ledger]);
  db = await database.as('ledger');
  desk = new LedgerDesk(db, handlers);
  await desk.book(captured('B1', worked1Bond()), captured('E1', worked2Equity()));
}, 60_000);
afterEach(async () => {
  await database.drop();
  await rm(join(folder, '..'), { recursive: true });
});

describe('a checkpoint', () => {
  it('is signed and said after the end of each day, once, and names the head of every book', async () => {
    const [said] = await endAndSign('2026-06-15');
    const { size, extensions } = openCheckpoint(said?.note ?? '', 'asiento.example/ledger', [
      noteVerifier(signer.text),
    ]);
    const heads = await db.rows<{ line: string }>(
      `select 'head ' || sequence || ' ' || encode(hash, 'hex') || ' ' || book as line from ledger.chain_head order by book`,
    );
    expect([size.toString(), extensions]).toEqual([said?.size, heads.map(({ line }) => line)]);
    expect(await endAndSign('2026-06-15')).toEqual([]);
  });

  it('is not made without a key', async () => {
    const { published } = await desk.end(endOfDay('2026-06-15'));
    const ended = published.find(({ topic }) => topic === dayEnded.topic)?.event as EventOf<typeof dayEnded>;
    const unsigned = new handlers.checkpoints(db, CheckpointKey.from({}));
    expect((await runBatch((batch, tx) => unsigned.sign(batch, tx), db, dayEnded, [ended])).published).toEqual([]);
  });

  it('betrays a tail that was cut together with the head of its chain', async () => {
    await endAndSign('2026-06-15');
    await tamperWith(await database.asSuperuser(), async (tx) => {
      await tx.execute(`delete from ledger.posting where book = 'house.risk'`);
      await tx.execute(`delete from ledger.journal where book = 'house.risk'`);
      await tx.execute(`delete from ledger.chain_head where book = 'house.risk'`);
      await tx.execute(`delete from ledger.balance where book = 'house.risk'`);
      await tx.execute(`delete from ledger.turnover where book = 'house.risk'`);
      await tx.execute(`delete from ledger.added_up where book = 'house.risk'`);
    });
    expect((await verifyLedger(db)).faults).toEqual([
      {
        book: 'house.risk',
        sequence: expect.any(String) as string,
        what: 'is gone, and checkpoint 1 of 2026-06-15 signed it',
      },
    ]);
  });
});

describe('an auditor capsule', () => {
  it('of all books proves itself, and its checkpoint is kept with the books', async () => {
    await endAndSign('2026-06-15');
    await desk.settle(settled('B1', worked1Bond()));
    const { journals } = await exported();
    const { status, says } = verify();
    expect([status, says]).toEqual([0, expect.stringContaining('VERDICT: everything holds')]);
    expect(journals).toBe((await verifyLedger(db)).journals);
    expect(await db.rows('select count(*)::integer from ledger.checkpoint')).toEqual([{ count: 2 }]);
  });

  it('between two days holds what was posted between their checkpoints, with opening balances', async () => {
    await endAndSign('2026-06-15');
    await desk.settle(settled('B1', worked1Bond()));
    await endAndSign('2026-06-17');
    await desk.settle(settled('E1', worked2Equity()));
    const { journals } = await exported({ from: '2026-06-16', to: '2026-06-18' });
    const { status, says } = verify();
    expect([status, says]).toEqual([0, expect.stringContaining('opening balances are taken over')]);
    const keys = (await readFile(join(folder, 'journals.jsonl'), 'utf8')).trim().split('\n');
    expect([journals, keys.length]).toEqual([keys.length, journals]);
    expect(keys.every((line) => line.includes('"B1/1/settled') || line.includes('/cost/'))).toBe(true);
  });

  it('of books that were changed behind their back names what was changed', async () => {
    await endAndSign('2026-06-15');
    await tamperWith(await database.asSuperuser(), (tx) =>
      tx.execute(`update ledger.posting set detail = 'EVIL' where book = 'house.debt' and sequence = 1 and ord = 1`),
    );
    await exported();
    const { status, says } = verify();
    expect(status).toBe(1);
    expect(says).toMatch(/house\.debt 1: journal B1\/1\/trade-date is not what its content hash says/);
  });

  it('is refused, with the reason, before the first checkpoint and where the log has lost a message', async () => {
    await expect(exported({ to: '2026-06-15' })).rejects.toThrow('no checkpoint was signed up to 2026-06-15');
    await endAndSign('2026-06-15');
    await expect(exported({ readMessages: () => Promise.resolve([]) })).rejects.toThrow(
      /message \d+ of intake\.trade-captured\.v1 0 is not in the log any more/,
    );
  });
});
