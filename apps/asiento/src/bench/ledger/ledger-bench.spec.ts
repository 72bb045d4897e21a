import { testServer } from '#test/postgres';
import { asAdmin, ScratchServer } from '../scratch-server.js';
import { copyTexts, writeByCopy } from './copy-writer.js';
import { ledgerBench, refuseOtherBooks, wantedBooks } from './ledger-bench.js';
import { plainRows } from './plain-rows.js';
import { seededEntries } from './seeded-journals.js';

describe('the bench of the ledger', () => {
  let server: ScratchServer;

  beforeAll(async () => {
    server = await ScratchServer.open('', () => undefined, await testServer());
  });

  afterAll(() => server.close());

  it('writes the same books by every way that it compares, spread and hot', async () => {
    const steps: string[] = [];
    const figures = await ledgerBench(server, {
      seed: '7',
      journals: 120,
      rounds: 1,
      onProgress: (step) => steps.push(step),
    });
    for (const rates of Object.values(figures.postingsPerSecond)) {
      expect(Object.keys(rates)).toHaveLength(6);
      expect(Object.values(rates).every((rate) => rate > 0)).toBe(true);
    }
    expect(figures.ratioToCopy).toBe(Math.min(figures.ratioToCopySpread, figures.ratioToCopyHot));
    expect(steps).toHaveLength(2 * 6);
  }, 180_000);

  it('refuses a baseline that saves itself a posting', async () => {
    const rows = plainRows(seededEntries('7', 10, 'spread'));
    const address = server.reserve();
    await server.admin.execute(`create database ${address.database}`);
    await asAdmin(address, async (db) => {
      await db.execute(`create schema plain;
        create table plain.journal (journal_id uuid, book text, sequence bigint, accounting text, key text, rule text, rule_version smallint,
          effective_date date, trade_id text, source_event_id uuid, source text, inputs text, postings smallint, content_hash bytea, hash bytea,
          recorded_at timestamptz);
        create table plain.posting (book text, sequence bigint, ord smallint, effective_date date, accounting text, account text, detail text,
          currency text, minor_units numeric);
        create table plain.balance (book text, accounting text, account text, detail text, currency text, effective_date date, debit numeric, credit numeric, postings bigint)`);
      await writeByCopy(address, copyTexts(rows));
      await refuseOtherBooks(db, 'plain', wantedBooks(rows));
      await db.execute('delete from plain.posting where ord = 2 and sequence = 1');
      await expect(refuseOtherBooks(db, 'plain', wantedBooks(rows))).rejects.toThrow(
        'not those that were to be written',
      );
    });
    await server.drop(address);
  });

  it('makes the same balanced journals of a seed, four postings each on average', () => {
    const entries = seededEntries('seed', 2_000, 'spread');
    const postings = entries.flatMap(({ journal }) => journal.postings);
    expect(postings.length / entries.length).toBeCloseTo(4, 0);
    expect(seededEntries('seed', 5, 'spread', 100)).toEqual(entries.slice(100, 105));
    expect(seededEntries('other', 5, 'spread')).not.toEqual(entries.slice(0, 5));
  });

  it('puts half of all postings on one nostro where it is hot', () => {
    const postings = seededEntries('seed', 500, 'hot').flatMap(({ journal }) => journal.postings);
    const hot = postings.filter(({ account, detail }) => account === '1010' && detail === 'NOSTRO-EUR');
    expect(hot.length).toBe(postings.length / 2);
  });
});
