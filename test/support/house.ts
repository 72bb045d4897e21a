import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openHouse, type HouseInOneProcess } from '#apps/asiento';
import pg from 'pg';
import type { DatabaseAddress } from '#platform/database';
import { testServer } from './postgres.js';

export interface HouseUnderTest {
  readonly house: HouseInOneProcess;
  /** Resolves when everything sent has been handled. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

/** All services in this process over a database of their own on the tests' server. */
export async function houseUnderTest(): Promise<HouseUnderTest> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'asiento-house-'));
  const database = `test_house_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  const adminUrl = await testServer();
  const house = await openHouse({ dataFolder, database, adminUrl, onProgress: () => undefined });
  return {
    house,
    async quiet() {
      for (let calm = 0; calm < 2;) {
        calm = (await house.backlog()) === 0 ? calm + 1 : 0;
        await new Promise((done) => setTimeout(done, 20));
      }
    },
    async close() {
      await house.stop();
      await dropDatabase({ adminUrl, database });
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

export async function dropDatabase({ adminUrl, database }: DatabaseAddress): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(`drop database if exists ${database} with (force)`);
  await client.end();
}
