import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { DockerfileParser } from 'dockerfile-ast';
import type { IntakeSummary, LedgerSummary } from '#contracts';
import {
  adminUrlOf,
  openDatabase,
  startEmbeddedPostgres,
  type Database,
  type EmbeddedPostgres,
} from '#platform/database';
import { backlog, KafkaBus } from '#platform/messaging';
import { playThrough } from '#test/day';
import { skipReason } from '#test/skips';
import { HouseApi, peopleKeyFrom } from '#apps/asiento';
import { businessServices, simulatedWorld } from '../../apps/asiento/src/house/services.js';
import { freePort } from '../kafka/broker.js';
import { lockedDownMissing, startLockedDown, type LockedDownBroker } from '../kafka/locked-down-broker.js';
import { compose, dockerFolder, houseServices, secretsOf, type ComposeService } from './compose-file.js';

const run = promisify(execFile);
const root = new URL('../..', import.meta.url).pathname;
const missing = await lockedDownMissing();
if (missing !== undefined) skipReason('the house as the compose file starts it', missing, 5);

/**
 * Everything that a container would get (start command, arguments, settings, secrets), given to processes: only host names,
 * ports and the folder of the secrets are others.
 */
(missing === undefined ? describe : describe.skip)('the house as the compose file starts it', () => {
  const database = 'asiento';
  const ports = new Map<string, number>();
  const started: ChildProcess[] = [];
  let folder: string;
  let secrets: string;
  // Roles get the passwords of the secrets, so this server cannot be the one that other tests use.
  let postgres: EmbeddedPostgres;
  let admin: Database;
  let broker: LockedDownBroker;
  let entrypoint: string[];

  beforeAll(async () => {
    entrypoint = await entrypointOfTheImage();
    folder = await mkdtemp(join(tmpdir(), 'asiento-compose-'));
    postgres = await startEmbeddedPostgres({ folder: join(folder, 'data') });
    secrets = join(folder, 'secrets');
    await run('sh', [join(dockerFolder, 'make-secrets.sh')], { env: { ...process.env, SECRETS: secrets } });
    broker = await startLockedDown(await passwordsOf('kafka-setup'));
    for (const [name] of houseServices) ports.set(name, await freePort());
    const { migrate } = compose.services;
    if (!migrate) throw new Error('there is no migration in the compose file');
    const [program = '', ...before] = entrypoint;
    await run(program, [...before, ...(migrate.command ?? [])], { cwd: root, env: await settingsOf(migrate) });
    admin = await openDatabase({ url: adminUrlOf({ adminUrl: postgres.url, database }), applicationName: 'test' });
    for (const [name, service] of houseServices)
      started.push(
        spawn(program, [...before, ...(service.command ?? [])], {
          cwd: root,
          env: { ...(await settingsOf(service)), PORT: `${ports.get(name)}` },
          stdio: ['ignore', 'ignore', 'inherit'],
        }),
      );
  }, 240_000);

  afterAll(async () => {
    await Promise.all(
      started.map(async (child) => {
        if (child.exitCode !== null) return;
        child.kill('SIGTERM');
        await once(child, 'exit');
      }),
    );
    await admin.close();
    await broker.stop();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
    delete process.env['ASIENTO_SIMULATOR_PASSWORD'];
  }, 60_000);

  it('migrates, and then has every service ready under its own users', async () => {
    for (const [name] of houseServices) {
      let status = 0;
      for (let attempt = 0; attempt < 600 && status !== 200; attempt++) {
        status = await statusOf(name, '/readyz');
        if (status !== 200) await sleep(100);
      }
      expect([name, status]).toEqual([name, 200]);
      expect([name, await statusOf(name, '/livez')]).toEqual([name, 200]);
    }
  }, 120_000);

  it('plays a day with trouble: every trade is accounted for, and the books hold', async () => {
    process.env['ASIENTO_SIMULATOR_PASSWORD'] = await readFile(join(secrets, 'database_password_simulator'), 'utf8');
    const gateway = new KafkaBus(broker.as('gateway'), 'test');
    const administrator = new KafkaBus(broker.as('admin'), 'test');
    try {
      await playThrough(
        {
          address: { adminUrl: postgres.url, database },
          bus: gateway,
          backlog: () => backlog(admin, administrator, [...businessServices, simulatedWorld]),
        },
        { seed: 'compose', trades: 200, trouble: 'heavy' },
      );
    } finally {
      await gateway.close();
      await administrator.close();
    }
    const peopleKey = peopleKeyFrom(await readFile(join(secrets, 'people_key'), 'utf8'));
    const ask = <Answer>(path: string): Promise<Answer> =>
      HouseApi.ofMachine(`http://127.0.0.1:${ports.get('gateway')}`, peopleKey).get<Answer>(path);
    const { tradesIn, trades } = await ask<IntakeSummary>('/api/intake/summary');
    expect(tradesIn).toBeGreaterThan(190);
    expect(trades.settled).toBeGreaterThan(50);
    expect(Object.values(trades).reduce((sum, count) => sum + count, 0)).toBe(tradesIn);
    expect(await ask<LedgerSummary>('/api/ledger/summary')).toMatchObject({ booksBalance: true, interUnitZero: true });
  }, 180_000);

  it('can be verified and its books exported by the image of the migration', async () => {
    const { migrate } = compose.services;
    if (!migrate) throw new Error('there is no migration in the compose file');
    const [program = '', ...before] = entrypoint;
    const options = { cwd: root, env: await settingsOf(migrate) };
    const verified = await run(program, [...before, 'verify', '--json'], options);
    expect(JSON.parse(verified.stdout)).toMatchObject({ right: true, faults: [] });
    const out = join(folder, 'books');
    await run(program, [...before, 'export', 'ledger', '--out', out], options);
    expect(await readFile(join(out, 'manifest.json'), 'utf8')).toContain('"');
  }, 120_000);

  it('leaves each process within the memory that its container has', async () => {
    for (const child of started) expect(await residentMegabytes(child.pid ?? 0)).toBeLessThan(400);
  });

  it('shows Prometheus its figures, service by service', async () => {
    for (const [name] of houseServices) {
      const text = await (await fetch(`http://127.0.0.1:${ports.get(name)}/metrics`)).text();
      expect(text).toContain(`asiento_figures_read{service="${name}"} 1`);
    }
  });

  const statusOf = (name: string, path: string): Promise<number> =>
    fetch(`http://127.0.0.1:${ports.get(name)}${path}`).then(
      ({ status }) => status,
      () => 0,
    );

  async function passwordsOf(service: string): Promise<Record<string, string>> {
    const granted = secretsOf(compose.services[service] ?? { image: '' });
    const passwords = granted.map(
      async ({ source }) =>
        [source.replace('kafka_password_', ''), await readFile(join(secrets, source), 'utf8')] as const,
    );
    return Object.fromEntries(await Promise.all(passwords));
  }

  /** The settings of a service, with the places of this machine instead of the containers'. */
  async function settingsOf(service: ComposeService): Promise<NodeJS.ProcessEnv> {
    const server = new URL(postgres.url);
    const settings: NodeJS.ProcessEnv = { PATH: process.env['PATH'] };
    for (const [name, value] of Object.entries(service.environment ?? {}))
      settings[name] = value
        .replace(/\$\{[A-Z_]+:-([^}]*)\}/g, '$1')
        .replace('kafka:9092', broker.brokers.join(','))
        .replace(/http:\/\/(\w+):8080/, (_, other: string) => `http://127.0.0.1:${ports.get(other)}`)
        .replace('0.0.0.0', '127.0.0.1');
    for (const { source, target } of secretsOf(service))
      for (const [name, value] of Object.entries(settings))
        if (value === `/run/secrets/${target}`) settings[name] = join(secrets, source);
    const address = settings['DATABASE_URL_FILE'] ?? '';
    const url = new URL((await readFile(address, 'utf8')).trim());
    if (address.endsWith('_admin')) [url.username, url.password] = [server.username, server.password];
    [url.hostname, url.port] = [server.hostname, server.port];
    settings['DATABASE_URL_FILE'] = `${address}.here`;
    await writeFile(`${address}.here`, url.href);
    return { ...settings, KAFKA_PARTITIONS: '1', LOG_LEVEL: 'error' };
  }
});

/** Of a process and the one it has started. */
async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const [, kilobytes = '0'] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? [];
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(' ').filter(Boolean);
  const below = await Promise.all(children.map((child) => residentMegabytes(Number.parseInt(child, 10))));
  return Number.parseInt(kilobytes, 10) / 1_024 + below.reduce((sum, each) => sum + each, 0);
}

async function entrypointOfTheImage(): Promise<string[]> {
  const dockerfile = DockerfileParser.parse(await readFile(join(dockerFolder, 'Dockerfile'), 'utf8'));
  const content = dockerfile.getENTRYPOINTs()[0]?.getArgumentsContent() ?? '[]';
  const [, ...rest] = JSON.parse(content) as string[];
  return [process.execPath, ...rest];
}
