import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tradeSorts } from '#contracts';
import { testServer } from '#test/postgres';
import { ScratchServer } from '../scratch-server.js';
import { readsBench } from './reads-bench.js';

describe('the bench of the reads', () => {
  let server: ScratchServer;
  let dataFolder: string;

  beforeAll(async () => {
    server = await ScratchServer.open('', () => undefined, await testServer());
    dataFolder = await mkdtemp(join(tmpdir(), 'asiento-bench-'));
  });

  afterAll(async () => {
    await server.close();
    await rm(dataFolder, { recursive: true, force: true });
  });

  it('asks for every sort that the blotter offers, up and down, the first page and deep ones', async () => {
    const figures = await readsBench(server, {
      seed: '7',
      trades: 300,
      requests: 2,
      dataFolder,
      onProgress: () => undefined,
    });
    for (const sort of tradeSorts)
      for (const order of ['asc', 'desc'])
        for (const page of ['first', 'deep'])
          expect(figures.reads[`blotter by ${sort} ${order}, ${page} page`]).toMatchObject({ requests: 2 });
    expect(figures.reads['trial balance']).toMatchObject({ requests: 2 });
    expect(figures.postings).toBeGreaterThan(300 * 3);
    expect(figures.reads[figures.slowest]?.p99Ms).toBe(figures.p99Ms);
  }, 120_000);
});
