import { execFile } from 'node:child_process';
import { open, readFile, rm, type FileHandle } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { businessServices, simulatedWorld, type HouseOfProcesses } from '#apps/asiento';
import type { Chance } from '#apps/simulator';
import { tradeCaptured } from '#contracts';
import { startEmbeddedPostgres } from '#platform/database';
import { connectKafka, emptyBus, prepareBus } from '#platform/messaging';
import type { OwnBroker } from '../kafka/broker.js';

/** What is attacked. */
export interface Scene {
  readonly house: HouseOfProcesses;
  readonly broker: OwnBroker;
  /** Folder of the PostgreSQL cluster. */
  readonly dataFolder: string;
  readonly chance: Chance;
  readonly sessionMs: number;
  readonly partitions: number;
}

export const services = [...businessServices, simulatedWorld];
const run = promisify(execFile);

/** Every kind of fault, by the name that the command line uses; each resolves when the fault is over. */
export const faults = {
  /** kill -9 of one service. */
  service: async ({ house, chance }: Scene) => kill(house, chance.pick(services).name, 'SIGKILL'),
  /** kill -9 of all services at once. */
  all: async ({ house }: Scene) => {
    for (const { name } of services) kill(house, name, 'SIGKILL');
  },
  /** kill -9 of the PostgreSQL server, started again at once. */
  postgres: async (scene: Scene) => {
    const pid = Number.parseInt(await readFile(join(scene.dataFolder, 'pg', 'postmaster.pid'), 'utf8'), 10);
    process.kill(pid, 'SIGKILL');
    await postgresUp(scene);
  },
  /** kill -9 of the broker, started again at once. */
  broker: async ({ broker }: Scene) => {
    await broker.kill();
    await broker.startAgain();
  },
  /** Every connection of the services is ended by the server. */
  cut: async ({ house }: Scene) => {
    await house.admin.execute(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name like 'asiento-%'`,
    );
  },
  /** One service sleeps past its session, another instance takes over, and the sleeper wakes in mid-batch. */
  zombie: async (scene: Scene) => {
    const { house, chance, sessionMs } = scene;
    const { name } = chance.pick(services);
    kill(house, name, 'SIGSTOP');
    try {
      await house.processes.start(name, {}, `${name}-spare`);
      await sleep(sessionMs + 2_000);
    } finally {
      kill(house, name, 'SIGCONT');
    }
    await sleep(1_000);
    await house.processes.end(`${name}-spare`);
  },
  /** A second instance of a service comes and goes: its partitions move twice under load. */
  rebalance: async ({ house, chance }: Scene) => {
    const { name } = chance.pick(services);
    await house.processes.start(name, {}, `${name}-guest`);
    await sleep(2_000);
    await house.processes.end(`${name}-guest`);
  },
  /** A topic is deleted and made anew when all of it has been handled: offsets count from zero again. */
  topic: async ({ house, broker, partitions }: Scene) => {
    while ((await house.backlog()) > 0) await sleep(100);
    const bus = { kind: 'kafka', kafka: { brokers: broker.brokers }, partitions } as const;
    await emptyBus(bus, [tradeCaptured]);
    await prepareBus(bus, [tradeCaptured]);
  },
  /** The offsets that Kafka keeps for a service are set back to the beginning while it is down. */
  rewind: async ({ house, broker, chance }: Scene) => {
    const { name, hears } = chance.pick(services);
    await house.processes.while(name, name, async () => {
      const admin = connectKafka({ brokers: broker.brokers }, 'chaos').admin();
      await admin.connect();
      for (const { topic } of hears) await admin.resetOffsets({ groupId: `asiento.${name}`, topic, earliest: true });
      await admin.disconnect();
    });
  },
  /** The disk of the database runs full for some seconds; needs a file system of its own (see `ownDisk`). */
  disk: async (scene: Scene) => {
    const filler = join(scene.dataFolder, 'filler');
    const file = await open(filler, 'w');
    try {
      const full = Date.now() + 3_000;
      // What the server frees meanwhile is filled as well.
      while (Date.now() < full) await fill(file);
    } finally {
      await file.close();
      await rm(filler);
    }
    await postgresUp(scene);
  },
} satisfies Record<string, (scene: Scene) => Promise<void>>;

export type FaultKind = keyof typeof faults;

function kill({ processes }: HouseOfProcesses, name: string, signal: NodeJS.Signals): void {
  const pid = processes.pidOf(name);
  if (pid === undefined) return;
  try {
    process.kill(pid, signal);
  } catch (error) {
    // It has just died of an earlier fault.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

const FILLING = Buffer.alloc(4 * 1_048_576);

/** Writes until there is no room left. */
async function fill(file: FileHandle): Promise<void> {
  try {
    for (;;) await file.write(FILLING);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    await sleep(50);
  }
}

/** Whoever runs the machine starts the server again, on its port, when what is left of the old one has let go of it. */
async function postgresUp({ dataFolder: folder, house }: Scene): Promise<void> {
  const port = Number.parseInt(new URL(house.address.adminUrl).port, 10);
  for (let attempt = 0; ; attempt++) {
    await answersOrIsFree(port);
    try {
      const server = await startEmbeddedPostgres({ folder });
      if (server.port !== port) throw new Error(`PostgreSQL came up on ${server.port}, not on ${port}`);
      return;
    } catch (error) {
      if (attempt === 5) throw error;
      await sleep(1_000);
    }
  }
}

async function answersOrIsFree(port: number): Promise<void> {
  for (let look = 0; look < 100; look++) {
    const free = await new Promise<boolean>((done) => {
      const probe = createServer();
      probe.once('error', () => done(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => done(true)));
    });
    if (free) return;
    await sleep(50);
  }
}

/** A small file system in memory for the database, so that it can run full alone. Undefined with the reason where that cannot be. */
export async function ownDisk(folder: string): Promise<{ undo: () => Promise<void> } | { missing: string }> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return { missing: 'mounting a file system needs Linux and root' };
  try {
    await run('mount', ['-t', 'tmpfs', '-o', 'size=1200m,mode=0755', 'tmpfs', folder]);
    return { undo: async () => void (await run('umount', ['-l', folder])) };
  } catch (error) {
    return { missing: `a file system could not be mounted (${(error as Error).message.split('\n')[0]})` };
  }
}
