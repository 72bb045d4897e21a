import { mkdir } from 'node:fs/promises';
import { ServicesBehind } from '#apps/gateway';
import { allContracts } from '#contracts';
import {
  adminUrlOf,
  openDatabase,
  startEmbeddedPostgres,
  type Database,
  type DatabaseAddress,
  type Session,
} from '#platform/database';
import { prepareBus, type BusAddress } from '#platform/messaging';
import { migrateHouse, readBusAddress } from '#platform/service';
import { CommandFailed, exitCodes } from '../exit-codes.js';
import { provideCheckpointKey } from './checkpoint-key.js';
import { peopleKeyIn } from './people-key.js';
import type { OpenHouseOptions } from './house.js';
import { allDefinitions } from './services.js';

/** What the services of a house stand on: a database brought up to date, a bus with its topics, and nobody else's house. */
export interface Premises {
  readonly address: DatabaseAddress;
  readonly busAddress: BusAddress;
  readonly admin: Database;
  /** By which services believe who asks. */
  readonly peopleKey: Buffer;
  leave(): Promise<void>;
}

/** Starts PostgreSQL, brings schemas and topics up to date; the next house over the same data has to wait. */
export async function openPremises(options: OpenHouseOptions): Promise<Premises> {
  const { dataFolder, database, onProgress } = options;
  const busAddress = options.busAddress ?? readBusAddress(process.env);
  await provideCheckpointKey(dataFolder);
  const peopleKey = await peopleKeyIn(dataFolder);
  const given = options.adminUrl ?? process.env['DATABASE_URL'];
  // The address of the house is kept there, whoever keeps its data.
  if (given) await mkdir(dataFolder, { recursive: true });
  const postgres = given ? undefined : await startEmbeddedPostgres({ folder: dataFolder, onProgress });
  const address = { adminUrl: given ?? postgres?.url ?? '', database };
  try {
    const standing = await standOn(address, busAddress, options, () => postgres?.stop());
    return { ...standing, peopleKey };
  } catch (error) {
    // A server that was up already belongs to somebody else.
    if (postgres && !postgres.attached) await postgres.stop();
    throw error;
  }
}

async function standOn(
  address: DatabaseAddress,
  busAddress: BusAddress,
  { dataFolder, onProgress }: OpenHouseOptions,
  stopServer: () => Promise<void> | undefined,
): Promise<Omit<Premises, 'peopleKey'>> {
  onProgress('bringing the schemas up to date');
  await migrateHouse({
    ...address,
    definitions: allDefinitions(new ServicesBehind()),
    contracts: allContracts,
    partitions: 1,
  });
  if (busAddress.kind === 'kafka')
    onProgress(`bringing the topics at ${busAddress.kafka.brokers.join(', ')} up to date`);
  await prepareBus(busAddress, allContracts);
  const admin = await openDatabase({ url: adminUrlOf(address), applicationName: 'asiento', poolSize: 3 });
  const only = await onlyHouse(admin, dataFolder).catch(async (error: unknown) => {
    await admin.close();
    throw error;
  });
  return {
    address,
    busAddress,
    admin,
    async leave() {
      await only.release();
      await admin.close();
      await stopServer();
    },
  };
}

/** A lock of the session: it ends with the process, however that ends. */
async function onlyHouse(admin: Database, dataFolder: string): Promise<Session> {
  const session = await admin.session();
  const [lock] = await session.rows<{ held: boolean }>(
    `select pg_try_advisory_lock(hashtext('asiento house')) as held`,
  );
  if (lock?.held) return session;
  await session.release();
  throw new CommandFailed(
    `a house is up already with data in ${dataFolder}; stop it first, or use --data with another folder`,
    exitCodes.environment,
  );
}
