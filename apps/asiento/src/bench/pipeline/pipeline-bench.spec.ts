import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testServer } from '#test/postgres';
import { ScratchServer } from '../scratch-server.js';
import { pipelineBench } from './pipeline-bench.js';

describe('the bench of the pipeline', () => {
  const brokers = process.env['KAFKA_BROKERS'];
  let server: ScratchServer;
  let dataFolder: string;

  beforeAll(async () => {
    delete process.env['KAFKA_BROKERS'];
    server = await ScratchServer.open('', () => undefined, await testServer());
    dataFolder = await mkdtemp(join(tmpdir(), 'asiento-bench-'));
  });

  afterAll(async () => {
    if (brokers !== undefined) process.env['KAFKA_BROKERS'] = brokers;
    await server.close();
    await rm(dataFolder, { recursive: true, force: true });
  });

  it('books every trade of its day over the log, and says why nothing ran over Kafka where there is no broker', async () => {
    const figures = await pipelineBench(server, {
      seed: '7',
      trades: 30,
      rate: 20,
      dataFolder,
      onProgress: () => undefined,
    });
    expect(figures.tradesPerSecond).toBe(figures.log.day.tradesPerSecond);
    expect(figures.log.day.journals).toBeGreaterThan(30);
    expect(figures.log.latency).toMatchObject({ rate: 20 });
    expect(figures.p99Ms).toBeGreaterThanOrEqual(figures.p50Ms);
    expect(figures).toMatchObject({ kafka: null, stock: null, ratioToStock: null });
    expect(figures.skipped).toMatch('KAFKA_BROKERS is not set');
  }, 120_000);
});
