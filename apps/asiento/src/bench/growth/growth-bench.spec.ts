import { testServer } from '#test/postgres';
import { ScratchServer } from '../scratch-server.js';
import { growthBench } from './growth-bench.js';

let server: ScratchServer;

beforeAll(async () => {
  server = await ScratchServer.open('', () => undefined, await testServer());
}, 60_000);
afterAll(() => server.close());

describe('the bench of growing books', () => {
  it('grows the books over a year of partitions beside a COPY of the same rows, and proves them in the end', async () => {
    const figures = await growthBench(server, { seed: '7', postings: 48_000, onProgress: () => undefined });
    expect(figures).toMatchObject({ verified: true, partitions: 12 });
    expect(figures.sizes.map(({ postings }) => postings)).toEqual([48_000]);
    for (const { microsecondsAPosting, copyMicrosecondsAPosting } of figures.sizes)
      expect(Math.min(microsecondsAPosting, copyMicrosecondsAPosting)).toBeGreaterThan(0);
    expect(figures.balanceP99Ms).toBeGreaterThan(0);
  }, 120_000);
});
