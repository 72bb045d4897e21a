import { statfs, access, constants, mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { Command } from 'commander';
import { ServicesBehind } from '#apps/gateway';
import { allContracts } from '#contracts';
import { openDatabase, startEmbeddedPostgres } from '#platform/database';
import { aclsOf, lookAtBroker } from '#platform/messaging';
import { readBusAddress } from '#platform/service';
import { CommandFailed, exitCodes } from '../exit-codes.js';
import { dataOption } from '../house/database.js';
import { allDefinitions } from '../house/services.js';

interface Finding {
  readonly what: string;
  readonly good: boolean;
  readonly detail: string;
}

export function doctorCommand(): Command {
  return dataOption(new Command('doctor'))
    .description('look at Node, disk, port, database, clock and broker, and say what to do about what is wrong')
    .option('--json', 'machine-readable output', false)
    .action(async ({ data, json }: { data: string; json: boolean }) => {
      const findings = [node(), await disk(data), await port(7070), ...(await database(data)), ...(await broker())];
      process.stdout.write(
        json
          ? `${JSON.stringify(findings)}\n`
          : `${findings.map(({ what, good, detail }) => `${good ? '✓' : '✗'} ${what.padEnd(10)} ${detail}`).join('\n')}\n`,
      );
      if (findings.some(({ good }) => !good))
        throw new CommandFailed('something stands in the way', exitCodes.environment);
    });
}

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map((part) => Number.parseInt(part, 10));
  const good = major > 20 || (major === 20 && minor >= 19);
  return {
    what: 'Node',
    good,
    detail: good
      ? process.versions.node
      : `${process.versions.node} is too old; install Node 20.19 or newer from nodejs.org`,
  };
}

const LEAST_FREE_BYTES = 512 * 1_048_576;

async function disk(folder: string): Promise<Finding> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    const detail = `${Math.floor(free / 1_048_576)} MiB free in ${folder}`;
    return {
      what: 'disk',
      good: free >= LEAST_FREE_BYTES,
      detail:
        free >= LEAST_FREE_BYTES
          ? detail
          : `${detail}; 512 MiB are needed: make room, or choose another folder with --data`,
    };
  } catch (error) {
    return {
      what: 'disk',
      good: false,
      detail: `${folder} cannot be written (${(error as NodeJS.ErrnoException).code}); choose another with --data`,
    };
  }
}

/** A port that is taken is no fault: the house chooses another unless told. */
function port(wanted: number): Promise<Finding> {
  return new Promise((done) => {
    const probe = createServer();
    probe.once('error', () =>
      done({
        what: 'port',
        good: true,
        detail: `${wanted} is taken; another will be chosen, or choose one with \`up --port\``,
      }),
    );
    probe.listen(wanted, '127.0.0.1', () =>
      probe.close(() => done({ what: 'port', good: true, detail: `${wanted} is free` })),
    );
  });
}

const MOST_SECONDS_APART = 2;

async function database(folder: string): Promise<Finding[]> {
  const given = process.env['DATABASE_URL'];
  try {
    const postgres = given ? undefined : await startEmbeddedPostgres({ folder });
    const db = await openDatabase({
      url: given ?? postgres?.url ?? '',
      applicationName: 'asiento-doctor',
      poolSize: 1,
    });
    const [row] = await db.rows<{ version: string; seconds: number }>(
      'select version(), abs(extract(epoch from now()) - $1)::float as seconds',
      [Date.now() / 1000],
    );
    await db.close();
    if (postgres && !postgres.attached) await postgres.stop();
    const apart = row?.seconds ?? 0;
    const good = apart < MOST_SECONDS_APART;
    const remedy = good ? '' : '; set both clocks by NTP: cut-offs and the age of what waits go by them';
    return [
      { what: 'database', good: true, detail: row?.version.split(' on ')[0] ?? '' },
      { what: 'clock', good, detail: `${apart.toFixed(1)} s from the database's${remedy}` },
    ];
  } catch (error) {
    const remedy = given ? '; is it up, and are address, user and password in DATABASE_URL right?' : '';
    return [{ what: 'database', good: false, detail: `${(error as Error).message}${remedy}` }];
  }
}

async function broker(): Promise<Finding[]> {
  try {
    const bus = readBusAddress(process.env);
    if (bus.kind === 'postgres') return [];
    const { kafka, partitions } = bus;
    const rules = aclsOf(allDefinitions(new ServicesBehind()));
    return await lookAtBroker({ kafka, contracts: allContracts, partitions, rules });
  } catch (error) {
    return [{ what: 'broker', good: false, detail: (error as Error).message }];
  }
}
