import { DataSource } from 'typeorm';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { adminUrlOf } from '#platform/database';
import { dropDatabase } from '#test/house';
import { testServer } from '#test/postgres';
import { skipReason } from '#test/skips';
import pg from 'pg';
import { brokerHere } from '../kafka/broker.js';
import { stateOf } from './stock/play.js';
import { allRows } from './stock/rows.js';
import { startServices } from './stock/services.js';
import { makeTopics, playTrades } from './stock/world.js';

const here = await brokerHere();
if ('missing' in here) skipReason('the stock reference of the benchmarks', here.missing, 1);

('missing' in here ? describe.skip : describe)('the stock reference of the benchmarks', () => {
  const broker = 'missing' in here ? undefined : here.broker;
  const database = `test_stock_${randomUUID().slice(0, 8)}`;
  let adminUrl: string;
  let tables: DataSource;

  beforeAll(async () => {
    adminUrl = await testServer();
    const client = new pg.Client({ connectionString: adminUrl });
    await client.connect();
    await client.query(`create database ${database}`);
    await client.end();
    const url = adminUrlOf({ adminUrl, database });
    tables = await new DataSource({ type: 'postgres', url, entities: allRows, synchronize: true }).initialize();
  });

  afterAll(async () => {
    await tables.destroy();
    await dropDatabase({ adminUrl, database });
    await broker?.stop();
  });

  it('settles and books every trade once, though every message comes twice, and keeps its balances', async () => {
    const trades = 20;
    const kafka = { brokers: [...(broker?.brokers ?? [])] };
    const deleteTopics = await makeTopics(kafka);
    const stop = await startServices(adminUrlOf({ adminUrl, database }), kafka);
    try {
      await playTrades(kafka, trades);
      await playTrades(kafka, trades);
      while (!(await stateOf(tables, trades)).done) await sleep(100);
      // What came twice may still be on its way when the first has done all.
      await sleep(1_000);
      expect(await stateOf(tables, trades)).toEqual({
        done: true,
        settled: trades,
        journals: 3 * trades,
        postings: 7 * trades,
        off: '0',
        balancesOff: 0,
      });
    } finally {
      await stop();
      await deleteTopics();
    }
  }, 240_000);
});
