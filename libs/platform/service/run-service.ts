import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { openServiceDatabase } from '#platform/database';
import { checkBus, openBus } from '#platform/messaging';
import { createLogger, flushTraces, probesOf } from '#platform/observability';
import type { ServiceDefinition } from './service-definition.js';
import { readSettings } from './settings.js';
import { startService } from './start-service.js';
import { stopInTime } from './stop-in-time.js';

/** The consumer has given up: a process without it would only look alive. Supervisors start it again. */
const CONSUMER_DEAD = 70;
const WATCH_MS = 1_000;

/** Told to whoever started this process as a child of its own. */
export interface ServiceIsUp {
  readonly service: string;
  readonly port: number;
}

/**
 * Runs one service as a process of its own until SIGTERM, which lets the batches at hand end; a second signal ends it at once.
 * Ends by itself when its consumer has given up, or when the process that started it is gone.
 */
export async function runService(definition: ServiceDefinition): Promise<never> {
  // Never resolves: the process ends when the service has stopped.
  const { adminUrl, database, bus: busAddress, port, host, peopleKey } = readSettings(process.env);
  const logger = createLogger('asiento');
  const address = { adminUrl, database };
  await checkBus(busAddress, [...definition.hears, ...definition.says]);
  const bus = await openBus(busAddress, definition.name, () => openServiceDatabase(address, definition.name));
  const service = await startService(definition, {
    database: await openServiceDatabase(address, definition.name, 6),
    bus,
    logger,
    peopleKey,
  });
  const probe = probesOf([service.probed]);
  const server = createServer((request, response) => {
    if (!probe(request, response)) service.express(request, response);
  }).listen(port, host);
  await once(server, 'listening');
  const up: ServiceIsUp = { service: definition.name, port: (server.address() as AddressInfo).port };
  logger.info({ ...up, host, bus: bus.kind }, 'up');
  process.send?.(up);

  let stopping = false;
  const stop = (code: number): void => {
    if (stopping) return;
    stopping = true;
    server.closeAllConnections();
    server.close();
    const stopAll = async (): Promise<void> => {
      await service.stop();
      await bus.close();
      await flushTraces();
    };
    void stopInTime(stopAll, () =>
      logger.error('the batch at hand did not end in time; it will be handled again'),
    ).then(
      () => process.exit(code),
      (error: unknown) => {
        logger.error({ err: error }, 'could not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => stop(0));
  process.on('SIGINT', () => stop(0));
  process.on('disconnect', () => stop(0));
  setInterval(() => {
    const { state, lastError } = service.health();
    if (state !== 'crashed' || stopping) return;
    logger.fatal({ service: definition.name, lastError }, 'the consumer has given up');
    stop(CONSUMER_DEAD);
  }, WATCH_MS).unref();
  return new Promise<never>(() => undefined);
}
