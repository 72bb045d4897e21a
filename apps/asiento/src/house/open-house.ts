import { createServer, type Server } from 'node:http';
import { rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { ServicesBehind } from '#apps/gateway';
import { openServiceDatabase } from '#platform/database';
import { openBus, type MessageBus } from '#platform/messaging';
import { createLogger, probesOf } from '#platform/observability';
import { startService, type RunningService } from '#platform/service';
import { CommandFailed, exitCodes } from '../exit-codes.js';
import { addressFile } from './connect.js';
import { HouseApi } from './api.js';
import { backlogOf, type House, type OpenHouseOptions } from './house.js';
import { openPremises } from './premises.js';
import { allDefinitions, gatewayDefinition } from './services.js';

const DEFAULT_LOG_LEVEL = 'error';

/** A house whose services all run in this process. */
export interface HouseInOneProcess extends House {
  readonly services: readonly RunningService[];
}

/** Opens the house with all its services in this process. */
export async function openHouse(options: OpenHouseOptions): Promise<HouseInOneProcess> {
  const { dataFolder, onProgress } = options;
  const premises = await openPremises(options);
  const { address, busAddress, admin, peopleKey } = premises;
  const behind = new ServicesBehind();
  onProgress('starting the services');
  const logger = createLogger('asiento', process.env['LOG_LEVEL'] ?? DEFAULT_LOG_LEVEL);
  const bus = await openBus(busAddress, 'gateway', () => openServiceDatabase(address, 'gateway'));
  const buses: MessageBus[] = [];
  const services: RunningService[] = [];
  for (const definition of allDefinitions(behind)) {
    if (definition.name === 'gateway' || (definition.name === 'simulator' && options.withoutOutsideWorld)) continue;
    // Over Kafka each service has connections of its own; the log in PostgreSQL is written in the service's transactions.
    const own = busAddress.kind === 'kafka' ? await openBus(busAddress, definition.name, neverAsked) : bus;
    buses.push(own);
    const service = await startService(definition, {
      database: await openServiceDatabase(address, definition.name, 6),
      bus: own,
      logger,
      peopleKey,
    });
    behind.mount(definition.name, service.express);
    services.push(service);
  }
  const gateway = await startService(gatewayDefinition(behind, { peopleKey, dashboard: options.dashboard }), {
    database: await openServiceDatabase(address, 'gateway', 4),
    bus,
    logger,
    peopleKey,
  });
  const probe = probesOf([...services, gateway].map(({ probed }) => probed));
  const server = await listen(
    createServer((request, response) => {
      if (!probe(request, response)) gateway.express(request, response);
    }),
    options.listen ?? { port: 0, orAnother: true },
  );
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  if (options.listen) await writeFile(addressFile(dataFolder), JSON.stringify({ url, pid: process.pid }));

  const hearers = services.map(({ definition }) => definition);
  return {
    address,
    admin,
    bus,
    services,
    api: HouseApi.ofMachine(url, peopleKey),
    backlog: () => backlogOf({ admin, bus }, hearers, crashedOf(services)),
    async stop() {
      await rm(addressFile(dataFolder), { force: true });
      server.closeAllConnections();
      server.close();
      await Promise.all(services.map((service) => service.stop()));
      await gateway.stop();
      for (const each of new Set([...buses, bus])) await each.close();
      await premises.leave();
    },
  };
}

function neverAsked(): never {
  throw new Error('a bus over Kafka needs no database');
}

function crashedOf(services: readonly RunningService[]): { service: string; lastError: string | null } | undefined {
  const crashed = services.find((service) => service.health().state === 'crashed');
  return crashed && { service: crashed.definition.name, lastError: crashed.health().lastError };
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
