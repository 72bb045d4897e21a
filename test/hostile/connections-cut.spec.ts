import pg from 'pg';
import { holds, type Accounting } from '#apps/asiento';
import { playedDay } from '#test/played-day';
import { testServer } from '#test/postgres';

const TRADES = 150;
const EVERY_MS = 400;

describe('a day during which every connection to the database is cut, again and again', () => {
  let undisturbed: Accounting;
  let disturbed: Accounting;
  let cut = 0;

  beforeAll(async () => {
    undisturbed = await playedDay(TRADES, () => Promise.resolve(() => Promise.resolve()));
    const client = new pg.Client({ connectionString: await testServer() });
    await client.connect();
    try {
      disturbed = await playedDay(TRADES, async ({ house }) => {
        let ended = false;
        const cutting = (async () => {
          while (!ended) {
            await new Promise((done) => setTimeout(done, EVERY_MS));
            const { rowCount } = await client.query(
              'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()',
              [house.address.database],
            );
            cut += rowCount ?? 0;
          }
        })();
        return async () => {
          ended = true;
          await cutting;
        };
      });
    } finally {
      await client.end();
    }
    process.stderr.write(`connections cut: ${cut}\n`);
  }, 600_000);

  it('happened', () => {
    expect(cut).toBeGreaterThan(50);
  });

  it('ends with the same trades, positions and books, nothing lost and nothing done twice', () => {
    expect(disturbed.stateDigest).toBe(undisturbed.stateDigest);
    expect(disturbed.ledgerRoot).toBe(undisturbed.ledgerRoot);
    expect(disturbed.trades).toEqual(undisturbed.trades);
    expect([disturbed.journals, disturbed.postings]).toEqual([undisturbed.journals, undisturbed.postings]);
  });

  it('accounts for everything, and its books balance', () => {
    expect(holds(undisturbed)).toBe(true);
    expect(holds(disturbed)).toBe(true);
  });
});
