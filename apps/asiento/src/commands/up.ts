import { once } from 'node:events';
import { Command, Option } from 'commander';
import { ServicesBehind } from '#apps/gateway';
import { startEmbeddedPostgres } from '#platform/database';
import { PEOPLE_KEY } from '#platform/identity';
import { runService, stopInTime } from '#platform/service';
import { showProgress } from '../day/progress.js';
import { houseDatabase } from '../house/data-folder.js';
import { businessServices, gatewayDefinition, simulatedWorld } from '../house/services.js';
import { dataOption } from '../house/database.js';
import { openHouse } from '../house/open-house.js';
import { peopleKeyIn } from '../house/people-key.js';
import { wholeNumber } from '../options.js';

interface UpOptions {
  readonly data: string;
  readonly port?: number;
  readonly service?: string;
}

const DEFAULT_PORT = 7070;
const oneByOne = [...businessServices, simulatedWorld];

export function upCommand(): Command {
  return dataOption(new Command('up'))
    .description('start the house without playing a day: all services in one process, or one service by itself')
    .option('--port <n>', `port (default: ${DEFAULT_PORT}, or another if that is taken)`, wholeNumber(1, 65535))
    .addOption(
      new Option('--service <name>', 'only this service; needs DATABASE_URL, or a house that is up').choices([
        ...oneByOne.map(({ name }) => name),
        'gateway',
      ]),
    )
    .action(up);
}

async function up({ data, port, service }: UpOptions): Promise<void> {
  if (service !== undefined) {
    if (!process.env['DATABASE_URL']) {
      process.env['DATABASE_URL'] = (await startEmbeddedPostgres({ folder: data })).url;
      process.env[PEOPLE_KEY] ??= (await peopleKeyIn(data)).toString('hex');
    }
    if (port !== undefined) process.env['PORT'] = String(port);
    process.env['PORT'] ??= String(DEFAULT_PORT);
    const definition =
      oneByOne.find(({ name }) => name === service) ?? gatewayDefinition(ServicesBehind.at(process.env));
    return runService(definition);
  }
  const stopped = Promise.race(['SIGINT', 'SIGTERM'].map((signal) => once(process, signal)));
  const progress = showProgress(process.stderr);
  const house = await openHouse({
    dataFolder: data,
    database: houseDatabase,
    listen: { port: port ?? DEFAULT_PORT, orAnother: port === undefined },
    onProgress: progress.step,
  });
  if (await house.api.withoutPeople())
    process.stderr.write(
      '\nNobody can sign in yet: invite an administrator and an approver with `asiento people invite`.\n',
    );
  process.stderr.write(`\nDashboard: ${house.api.url}   (Ctrl-C stops the house, the data stays)\n`);
  await stopped;
  await stopInTime(() => house.stop());
}
