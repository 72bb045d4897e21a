import { rm, writeFile } from 'node:fs/promises';
import { servicesOfTheHouse } from '#apps/gateway';
import { openServiceDatabase } from '#platform/database';
import { PEOPLE_KEY } from '#platform/identity';
import { openBus } from '#platform/messaging';
import { CommandFailed, exitCodes } from '../exit-codes.js';
import { addressFile } from './connect.js';
import { HouseApi } from './api.js';
import { backlogOf, type House, type OpenHouseOptions } from './house.js';
import { openPremises } from './premises.js';
import { ServiceProcesses } from './service-processes.js';
import { businessServices, simulatedWorld } from './services.js';

/** A house whose services are processes of their own. */
export interface HouseOfProcesses extends House {
  readonly processes: ServiceProcesses;
}

/** Opens the house with each of its services in a process of its own, and a gateway in front of them. */
export async function openProcesses(
  options: OpenHouseOptions & { readonly onEnded?: (name: string, how: string) => void },
): Promise<HouseOfProcesses> {
  const { dataFolder, onProgress, listen } = options;
  const premises = await openPremises(options);
  const { address, busAddress, admin, peopleKey } = premises;
  const bus = await openBus(busAddress, 'gateway', () => openServiceDatabase(address, 'gateway'));
  const processes = new ServiceProcesses({
    environment: {
      DATABASE_URL: address.adminUrl,
      DATABASE_NAME: address.database,
      [PEOPLE_KEY]: peopleKey.toString('hex'),
      LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'error',
    },
    ...(options.onEnded ? { onEnded: options.onEnded } : {}),
  });
  const hearers = [...businessServices, simulatedWorld];
  const leave = async (): Promise<void> => {
    await rm(addressFile(dataFolder), { force: true });
    await processes.stop();
    await bus.close();
    await premises.leave();
  };
  try {
    onProgress(`starting ${hearers.length + 1} processes`);
    await Promise.all(hearers.map(({ name }) => processes.start(name)));
    const urls = Object.fromEntries(
      servicesOfTheHouse.map((name) => [`${name.toUpperCase()}_URL`, processes.urlOf(name)]),
    );
    await startGateway(processes, urls, listen);
  } catch (error) {
    await leave();
    throw error;
  }
  const url = processes.urlOf('gateway');
  if (listen) await writeFile(addressFile(dataFolder), JSON.stringify({ url, pid: process.pid }));
  return {
    address,
    admin,
    bus,
    processes,
    api: HouseApi.ofMachine(url, peopleKey),
    backlog: () => backlogOf({ admin, bus }, hearers),
    stop: leave,
  };
}

async function startGateway(
  processes: ServiceProcesses,
  urls: NodeJS.ProcessEnv,
  listen: OpenHouseOptions['listen'],
): Promise<void> {
  if (listen)
    try {
      await processes.start('gateway', { ...urls, PORT: String(listen.port) });
      return;
    } catch {
      if (!listen.orAnother)
        throw new CommandFailed(
          `port ${listen.port} cannot be used; choose another with --port`,
          exitCodes.environment,
        );
    }
  await processes.start('gateway', urls);
}
