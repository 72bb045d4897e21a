import { createServer } from 'node:http';
import { z } from 'zod';
import { openServiceDatabase, EnvironmentFault } from '#platform/database';
import { PostgresBus } from '#platform/messaging';
import { createLogger, probesOf } from '#platform/observability';
import type { ServiceDefinition } from './service-definition.js';
import { startService } from './start-service.js';

const settings = z.object({
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .meta({ description: 'Administrator address; the service logs in under its own role.' }),
  DATABASE_NAME: z.string().min(1).default('asiento'),
  EVENT_BUS: z.literal('postgres', { error: 'only the log in PostgreSQL is built so far' }).default('postgres'),
  PORT: z.coerce.number().int().min(1).max(65535),
  HOST: z.string().default('127.0.0.1'),
});

/** Reads the settings of a service; names every fault at once. @throws EnvironmentFault */
export function readSettings(environment: NodeJS.ProcessEnv): z.output<typeof settings> {
  const result = settings.safeParse(environment);
  if (result.success) return result.data;
  throw new EnvironmentFault(
    `the settings cannot be used:\n${result.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`).join('\n')}`,
  );
}

/** Runs one service as a process of its own until SIGTERM; a second signal ends it at once. */
export async function runService(definition: ServiceDefinition): Promise<void> {
  const { DATABASE_URL: adminUrl, DATABASE_NAME: database, PORT: port, HOST: host } = readSettings(process.env);
  const logger = createLogger('asiento');
  const address = { adminUrl, database };
  const bus = await PostgresBus.open(await openServiceDatabase(address, definition.name));
  const service = await startService(definition, {
    database: await openServiceDatabase(address, definition.name),
    bus,
    logger,
  });
  const probe = probesOf([
    { name: definition.name, health: () => service.health(), parked: () => service.parked.count() },
  ]);
  const server = createServer((request, response) => {
    if (!probe(request, response)) service.express(request, response);
  }).listen(port, host);
  logger.info({ service: definition.name, host, port }, 'up');
  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    server.close();
    void service
      .stop()
      .then(() => bus.close())
      .then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}
