import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from './embedded-postgres.js';

/** From here on Linux gives ports to outgoing connections. */
const FIRST_OUTGOING = 32_768;

describe('the embedded PostgreSQL', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'asiento-port-'));
    // Where root runs the test the server is another user's, and its cluster would be put elsewhere.
    await chmod(folder, 0o755);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const portOfOneStart = async (): Promise<number> => {
    const server = await startEmbeddedPostgres({ folder });
    await server.stop();
    return server.port;
  };

  it('listens where it did before, but never where a client that looks for it could take its port', async () => {
    const first = await portOfOneStart();
    expect(first).toBeLessThan(FIRST_OUTGOING);
    expect(await portOfOneStart()).toBe(first);
    // A cluster of an earlier release.
    const options = join(folder, 'pg', 'postmaster.opts');
    await writeFile(options, (await readFile(options, 'utf8')).replace(`port=${first}`, 'port=45173'));
    expect(await portOfOneStart()).toBeLessThan(FIRST_OUTGOING);
  }, 120_000);
});
