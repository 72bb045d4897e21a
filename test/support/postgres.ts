import { createHash, randomBytes } from 'node:crypto';
import { mkdir, rmdir, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { allContracts } from '#contracts';
import {
  adminUrlOf,
  openDatabase,
  openServiceDatabase,
  startEmbeddedPostgres,
  type Database,
  type DatabaseAddress,
} from '#platform/database';
import { migrateHouse, type ServiceDefinition } from '#platform/service';

const folder = new URL('../../.cache/test-postgres', import.meta.url).pathname;

/** One cluster for all test files: whoever comes first starts it, `bin/test.mjs` stops it. `DATABASE_URL` replaces it. */
export async function testServer(): Promise<string> {
  if (process.env['DATABASE_URL']) return process.env['DATABASE_URL'];
  const lock = `${folder}.lock`;
  await mkdir(new URL('../../.cache', import.meta.url), { recursive: true });
  for (;;) {
    try {
      await mkdir(lock);
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      // A run that was killed leaves its lock behind.
      const age = await stat(lock).then(
        ({ mtimeMs }) => Date.now() - mtimeMs,
        () => 0,
      );
      if (age > 60_000) await rmdir(lock).catch(() => undefined);
      await sleep(50);
    }
  }
  try {
    return (await startEmbeddedPostgres({ folder })).url;
  } finally {
    await rmdir(lock);
  }
}

export interface TestDatabase {
  readonly address: DatabaseAddress;
  /** Under the role of the service; closed by `drop`. */
  as(service: string): Promise<Database>;
  /** Under the superuser; closed by `drop`. */
  asSuperuser(): Promise<Database>;
  drop(): Promise<void>;
}

/** Runs of migrations of this file, by their services; from the second on databases are copied from one that is migrated. */
const migrated = new Map<string, { times: number; template?: string }>();

const nameOf = (kind: string): string =>
  `${kind}_${createHash('sha256').update(randomBytes(16)).digest('hex').slice(0, 16)}`;

async function onServer(adminUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Copies a migrated database of this file, which is made when the second one is asked for. */
async function copyMigrated(address: DatabaseAddress, definitions: readonly ServiceDefinition[]): Promise<void> {
  const services = definitions.map(({ name }) => name).join(',');
  const known = migrated.get(services) ?? { times: 0 };
  migrated.set(services, known);
  known.times += 1;
  if (known.times === 1) return;
  if (known.template === undefined) {
    const template = nameOf('template');
    await migrateHouse({ ...address, database: template, definitions, contracts: allContracts, partitions: 1 });
    known.template = template;
  }
  await onServer(address.adminUrl, `create database ${address.database} template ${known.template}`);
}

async function dropTemplates(): Promise<void> {
  for (const { template } of migrated.values())
    if (template !== undefined) await onServer(await testServer(), `drop database if exists ${template} with (force)`);
  migrated.clear();
}

// The commands that use these databases outside the tests make one each, and copy none.
if (typeof afterAll === 'function') afterAll(dropTemplates);

/** A database of its own with the given services migrated, roles included. */
export async function freshDatabase(definitions: readonly ServiceDefinition[]): Promise<TestDatabase> {
  const adminUrl = await testServer();
  const address = { adminUrl, database: nameOf('test') };
  await copyMigrated(address, definitions);
  await migrateHouse({ ...address, definitions, contracts: allContracts, partitions: 1 });
  const open: Database[] = [];
  const keep = (database: Database): Database => {
    open.push(database);
    return database;
  };
  return {
    address,
    as: async (service) => keep(await openServiceDatabase(address, service)),
    asSuperuser: async () => keep(await openDatabase({ url: adminUrlOf(address), applicationName: 'test' })),
    async drop() {
      for (const database of open) await database.close();
      await onServer(adminUrl, `drop database if exists ${address.database} with (force)`);
    },
  };
}
