import { createServer, type Server } from 'node:http';
import { rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { ServicesBehind } from '#apps/gateway';
import type { World } from '#apps/simulator';
import { allContracts } from '#contracts';
import {
  adminUrlOf,
  openDatabase,
  openServiceDatabase,
  startEmbeddedPostgres,
  type Database,
  type DatabaseAddress,
  type Session,
} from '#platform/database';
import { backlog, PostgresBus } from '#platform/messaging';
import { createLogger, probesOf } from '#platform/observability';
import { migrateHouse, startService, type RunningService } from '#platform/service';
import { CommandFailed, exitCodes } from '../exit-codes.js';
import { addressFile } from './connect.js';
import { HouseApi } from './api.js';
import { allDefinitions, gatewayDefinition } from './services.js';

export interface OpenHouseOptions {
  readonly dataFolder: string;
  readonly database: string;
  readonly world: World;
  /** Undefined: no HTTP; otherwise wanted port, and whether another will do. */
  readonly listen?: { readonly port: number; readonly orAnother: boolean };
  readonly onProgress: (step: string) => void;
  /** For a replay: the custodian's answers are recorded, nobody may answer again. */
  readonly withoutOutsideWorld?: boolean;
  /** Server that is up already; whoever started it stops it. */
  readonly adminUrl?: string;
}

/** All services of the house in this process. */
export interface House {
  readonly address: DatabaseAddress;
  readonly admin: Database;
  readonly bus: PostgresBus;
  readonly services: readonly RunningService[];
  readonly api: HouseApi;
  backlog(): Promise<number>;
  stop(): Promise<void>;
}

const DEFAULT_LOG_LEVEL = 'error';

/** Starts PostgreSQL, brings the schemas up to date and starts every service; the next house over the same data has to wait. */
export async function openHouse(options: OpenHouseOptions): Promise<House> {
  const { dataFolder, database, world, onProgress } = options;
  const given = options.adminUrl ?? process.env['DATABASE_URL'];
  const postgres = given ? undefined : await startEmbeddedPostgres({ folder: dataFolder, onProgress });
  const address = { adminUrl: given ?? postgres?.url ?? '', database };
  const behind = new ServicesBehind();
  const definitions = allDefinitions(world, behind);
  onProgress('bringing the schemas up to date');
  await migrateHouse({ ...address, definitions, contracts: allContracts, partitions: 1 });

  const admin = await openDatabase({ url: adminUrlOf(address), applicationName: 'asiento', poolSize: 3 });
  const only = await onlyHouse(admin, dataFolder);
  onProgress('starting the services');
  const logger = createLogger('asiento', process.env['LOG_LEVEL'] ?? DEFAULT_LOG_LEVEL);
  const bus = await PostgresBus.open(await openServiceDatabase(address, 'gateway'));
  const services: RunningService[] = [];
  for (const definition of definitions) {
    if (definition.name === 'gateway' || (definition.name === 'simulator' && options.withoutOutsideWorld)) continue;
    const service = await startService(definition, {
      database: await openServiceDatabase(address, definition.name, 6),
      bus,
      logger,
    });
    behind.mount(definition.name, service.express);
    services.push(service);
  }
  const gateway = await startService(gatewayDefinition(behind), {
    database: await openServiceDatabase(address, 'gateway', 1),
    bus,
    logger,
  });
  const probe = probesOf(
    services.map((service) => ({
      name: service.definition.name,
      health: () => service.health(),
      parked: () => service.parked.count(),
    })),
  );
  const server = await listen(
    createServer((request, response) => {
      if (!probe(request, response)) gateway.express(request, response);
    }),
    options.listen ?? { port: 0, orAnother: true },
  );
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  if (options.listen) await writeFile(addressFile(dataFolder), JSON.stringify({ url, pid: process.pid }));

  return {
    address,
    admin,
    bus,
    services,
    api: new HouseApi(url),
    backlog: () => backlogOf(admin, bus, services),
    async stop() {
      await rm(addressFile(dataFolder), { force: true });
      server.closeAllConnections();
      server.close();
      for (const service of services) await service.stop();
      await gateway.stop();
      await bus.close();
      await only.release();
      await admin.close();
      await postgres?.stop();
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

async function listen(server: Server, { port, orAnother }: { port: number; orAnother: boolean }): Promise<Server> {
  const attempt = (wanted: number): Promise<void> =>
    new Promise((done, fail) => {
      server.once('error', fail);
      server.listen(wanted, '127.0.0.1', () => {
        server.off('error', fail);
        done();
      });
    });
  try {
    await attempt(port);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE' && orAnother) await attempt(0);
    else if (code === 'EADDRINUSE' || code === 'EACCES')
      throw new CommandFailed(
        `port ${port} ${code === 'EACCES' ? 'may not be used by this user' : 'is taken'}; choose another with --port`,
        exitCodes.environment,
      );
    else throw error;
  }
  return server;
}

/** Messages that somebody hears and has not handled; over all services. */
async function backlogOf(admin: Database, bus: PostgresBus, services: readonly RunningService[]): Promise<number> {
  const crashed = services.find((service) => service.health().state === 'crashed');
  if (crashed)
    throw new CommandFailed(
      `${crashed.definition.name} has stopped: ${crashed.health().lastError}`,
      exitCodes.notRight,
    );
  return backlog(
    admin,
    bus,
    services.map(({ definition }) => definition),
  );
}
