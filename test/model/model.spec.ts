import { freshDatabase } from '#test/postgres';
import { ledger } from '../../apps/ledger/src/index.js';
import { runInPostgres, runPure } from './run-model.js';

describe('books that live through random histories beside a model of them', () => {
  it('made by the domain and kept in memory, say what the model says and hold what it holds', async () => {
    expect((await runPure({ commands: 20_000, seed: 1 })).commands).toBeGreaterThanOrEqual(20_000);
  }, 300_000);

  it('kept in PostgreSQL, say what the model says and hold what it holds', async () => {
    const empty = await freshDatabase([ledger]);
    try {
      expect((await runInPostgres({ commands: 1_000, seed: 1 }, empty.address)).commands).toBeGreaterThanOrEqual(1_000);
    } finally {
      await empty.drop();
    }
  }, 300_000);
});
