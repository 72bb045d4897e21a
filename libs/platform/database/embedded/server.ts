import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Binaries } from './binaries.js';
import { handOver, type ClusterPlace } from './cluster-place.js';
import { asEnvironmentFault, EnvironmentFault } from './environment-fault.js';

/** Everything durable stays on (fsync, full_page_writes, synchronous_commit are on by default); memory fits a laptop. */
const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=120',
  'shared_buffers=256MB',
  'max_wal_size=2GB',
  'checkpoint_timeout=15min',
  'jit=off',
];

const START_ATTEMPTS = 4;
const READY_WITHIN_MS = 30_000;

/** One cluster and the server over it. */
export class Server {
  constructor(
    private readonly binaries: Binaries,
    private readonly place: ClusterPlace,
  ) {}

  get exists(): boolean {
    return existsSync(join(this.place.cluster, 'PG_VERSION'));
  }

  /** Makes the cluster beside its place and moves it there whole, so that a kill half way leaves nothing to trip over. */
  async create(password: string): Promise<void> {
    const { cluster, user } = this.place;
    const half = `${cluster}.half`;
    const secret = join(half, 'password');
    const data = join(half, 'data');
    try {
      await rm(half, { recursive: true, force: true });
      await mkdir(half, { mode: 0o700 });
      await writeFile(secret, password, { mode: 0o600 });
      for (const path of [half, secret]) await handOver(path, user);
      const { code, output } = await this.run(half, this.binaries.initdb, [
        '-D',
        data,
        '-U',
        'postgres',
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--locale=C.UTF-8',
        '--data-checksums',
        '-A',
        'scram-sha-256',
        `--pwfile=${secret}`,
      ]);
      if (code !== 0) throw await this.fault('PostgreSQL could not create its cluster', output);
      await rename(data, cluster);
    } catch (error) {
      throw asEnvironmentFault(error, cluster);
    } finally {
      await rm(half, { recursive: true, force: true });
    }
  }

  /** Starts on the port of the last run if that is free, else on another. @returns the port */
  async start(): Promise<number> {
    const { cluster, log, user } = this.place;
    try {
      await writeFile(log, '', { flag: 'a', mode: 0o600 });
      await handOver(log, user);
    } catch (error) {
      throw asEnvironmentFault(error, log);
    }
    let output = '';
    for (let attempt = 0; attempt < START_ATTEMPTS; attempt++) {
      // Processes of a killed server take a moment to leave, and a free port can be lost between finding and using it.
      if (attempt > 0) await sleep(500);
      await this.removeForsakenPidFile();
      const port = await freePort(attempt === 0 ? await this.lastPort() : 0);
      const settings = [...SETTINGS, `port=${port}`].map((setting) => `-c ${setting}`).join(' ');
      const started = await this.run(cluster, this.binaries.pgCtl, [
        '-D',
        cluster,
        '-w',
        '-t',
        '60',
        '-l',
        log,
        '-o',
        settings,
        'start',
      ]);
      if (started.code === 0) return port;
      const running = await this.runningPort();
      if (running !== undefined) return running;
      output = started.output;
    }
    throw await this.fault('PostgreSQL did not start', output);
  }

  /**
   * Ends the server after rolling back what is open; does nothing where it is down. One that cannot write any more, because
   * its disk is full, is ended at once: what it has acknowledged is in its log and comes back at the next start.
   */
  async stop(): Promise<void> {
    let output = '';
    for (const [mode, seconds] of [
      ['fast', '20'],
      ['immediate', '20'],
    ] as const) {
      if ((await this.runningPort()) === undefined) return;
      const { cluster } = this.place;
      const stopped = await this.run(cluster, this.binaries.pgCtl, [
        '-D',
        cluster,
        '-m',
        mode,
        '-w',
        '-t',
        seconds,
        'stop',
      ]);
      if (stopped.code === 0) return;
      output = stopped.output;
    }
    if ((await this.runningPort()) !== undefined) throw await this.fault('PostgreSQL did not stop', output);
  }

  /** Port of the server over this cluster once it is ready; undefined where none runs. */
  async runningPort(): Promise<number | undefined> {
    const deadline = Date.now() + READY_WITHIN_MS;
    for (;;) {
      const pidFile = await this.pidFile();
      if (pidFile === undefined || !(await this.isOurs(pidFile.pid))) return undefined;
      if (pidFile.state === 'ready' || Date.now() > deadline) return pidFile.port;
      await sleep(100);
    }
  }

  /** What `postmaster.pid` says: line 1 the process, line 4 the port, line 8 the state. */
  private async pidFile(): Promise<{ pid: number; port: number; state: string } | undefined> {
    const text = await readFile(join(this.place.cluster, 'postmaster.pid'), 'utf8').catch(() => undefined);
    const lines = text?.split('\n') ?? [];
    const [pid, port] = [Number.parseInt(lines[0] ?? '', 10), Number.parseInt(lines[3] ?? '', 10)];
    return Number.isNaN(pid) || Number.isNaN(port) ? undefined : { pid, port, state: (lines[7] ?? '').trim() };
  }

  /** Process numbers are used again, so the one in the file counts only if it is a server over this very folder. */
  private async isOurs(pid: number): Promise<boolean> {
    if (process.platform !== 'linux')
      return (
        (await this.run(dirname(this.place.cluster), this.binaries.pgCtl, ['-D', this.place.cluster, 'status']))
          .code === 0
      );
    const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return commandLine.split('\0').includes(this.place.cluster);
  }

  /** After a kill, the number in the file may belong to a stranger by now, and PostgreSQL would take him for its server. */
  private async removeForsakenPidFile(): Promise<void> {
    const pidFile = await this.pidFile();
    if (process.platform === 'linux' && pidFile && !(await this.isOurs(pidFile.pid)))
      await rm(join(this.place.cluster, 'postmaster.pid'), { force: true });
  }

  private async lastPort(): Promise<number> {
    const options = await readFile(join(this.place.cluster, 'postmaster.opts'), 'utf8').catch(() => '');
    const port = Number.parseInt(/port=(\d+)/.exec(options)?.[1] ?? '0', 10);
    return port >= FIRST_PORT && port < LAST_PORT ? port : 0;
  }

  private run(folder: string, program: string, args: readonly string[]): Promise<{ code: number; output: string }> {
    const { user } = this.place;
    return new Promise((done, fail) => {
      const child = spawn(program, args, {
        cwd: folder,
        stdio: ['ignore', 'pipe', 'pipe'],
        // None of the caller's PG… variables; Windows cannot load libraries without SystemRoot.
        env: { PATH: process.env['PATH'], SystemRoot: process.env['SystemRoot'], LC_ALL: 'C', TZ: 'UTC' },
        ...(user ? { uid: user.uid, gid: user.gid } : {}),
      });
      const output: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
      child.on('error', (error) => fail(asEnvironmentFault(error, program)));
      child.on('close', (code) => done({ code: code ?? 1, output: Buffer.concat(output).toString() }));
    });
  }

  private async fault(what: string, output: string): Promise<EnvironmentFault> {
    const { cluster, log } = this.place;
    const written = await readFile(log, 'utf8').catch(() => '');
    const last = `${written}\n${output}`.trim().split('\n').slice(-20).join('\n  ');
    return new EnvironmentFault(`${what} in ${cluster}:\n  ${last}\n${remedyFor(last, log)}`);
  }
}

function remedyFor(lines: string, log: string): string {
  if (/No space left/.test(lines)) return 'The disk is full: free some space, or choose another data folder.';
  if (/Read-only file system/.test(lines)) return 'The file system is read-only: choose another data folder.';
  if (/Permission denied|Operation not permitted/.test(lines))
    return 'The data folder has other owners or rights than PostgreSQL needs: choose another one.';
  if (/shared memory/.test(lines))
    return 'The machine has too little shared memory: free some, or set DATABASE_URL to a server of your own.';
  if (/database files are incompatible|was initialized by PostgreSQL version/.test(lines))
    return 'The data is of another PostgreSQL version: choose another data folder.';
  return `The whole story is in ${log}. Another data folder starts empty.`;
}

/**
 * Systems give outgoing connections their ports from 32768 on (IANA: 49152). A server there can lose its port while it is down: a
 * client that tries to connect to it meanwhile may be given that very port, and then has connected to itself.
 */
const FIRST_PORT = 15_000;
const LAST_PORT = 32_000;
const PORTS_TRIED = 50;

/** A port that nobody listens on: the wanted one if possible. */
async function freePort(wanted: number): Promise<number> {
  for (let tried = 0; tried < PORTS_TRIED; tried++) {
    const port = tried === 0 && wanted > 0 ? wanted : randomInt(FIRST_PORT, LAST_PORT);
    if (await isFree(port)) return port;
  }
  throw new EnvironmentFault(`No port between ${FIRST_PORT} and ${LAST_PORT} is free: end what listens there.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const probe = createServer();
    probe.on('error', () => done(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => done(true)));
  });
}
