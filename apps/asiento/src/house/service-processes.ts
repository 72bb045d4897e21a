import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ServiceIsUp } from '#platform/service';
import { packageRoot } from './data-folder.js';

const PROGRAM = join(packageRoot, 'dist', 'apps', 'asiento', 'src', 'main.js');
/** A process that ends by itself is started again; with these pauses, so that one that cannot start does not burn a core. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
const START_MS = 60_000;
/** What ends slower than this is ended by force. */
const STOP_MS = 35_000;

export interface ProcessOptions {
  readonly environment: NodeJS.ProcessEnv;
  /** Called when a process has ended that nobody told to. */
  readonly onEnded?: (name: string, how: string) => void;
}

interface Running {
  child: ChildProcess;
  port: number;
  /** Zero from when it is up: only what cannot start is started again ever later. */
  pauseMs: number;
  again: NodeJS.Timeout | undefined;
}

/** Services as processes of their own, each by the command that an operator would use; one that ends is started again on its port. */
export class ServiceProcesses {
  private readonly running = new Map<string, Running>();
  private stopping = false;

  constructor(private readonly options: ProcessOptions) {}

  /** Starts an instance; resolves with its port when it is up. @param name its own, unlike that of any other instance */
  async start(service: string, environment: NodeJS.ProcessEnv = {}, name = service): Promise<number> {
    const child = this.spawn(service, { ...environment, PORT: environment['PORT'] ?? '0' });
    const port = await portOf(child, service);
    this.watch(name, service, environment, {
      child,
      port,
      pauseMs: 0,
      again: undefined,
    });
    return port;
  }

  get names(): readonly string[] {
    return [...this.running.keys()];
  }

  urlOf(name: string): string {
    return `http://127.0.0.1:${this.running.get(name)?.port ?? 0}`;
  }

  pidOf(name: string): number | undefined {
    return this.running.get(name)?.child.pid;
  }

  /** Ends one instance for good, letting its batch end. */
  async end(name: string): Promise<void> {
    const running = this.running.get(name);
    if (!running) return;
    this.running.delete(name);
    await ended(running);
  }

  /** Ends an instance, does something while it is down, and starts it again on its port. */
  async while(name: string, service: string, work: () => Promise<void>): Promise<void> {
    const port = this.running.get(name)?.port ?? 0;
    await this.end(name);
    await work();
    await this.start(service, { PORT: String(port) }, name);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all([...this.running.values()].map(ended));
    this.running.clear();
  }

  private watch(name: string, service: string, environment: NodeJS.ProcessEnv, running: Running): void {
    this.running.set(name, running);
    running.child.once('exit', (code, signal) => {
      if (this.stopping || this.running.get(name) !== running) return;
      this.options.onEnded?.(name, signal ?? `code ${code}`);
      running.pauseMs = Math.min(Math.max(FIRST_PAUSE_MS, running.pauseMs * 2), LONGEST_PAUSE_MS);
      running.again = setTimeout(() => {
        running.child = this.spawn(service, { ...environment, PORT: String(running.port) });
        running.child.once('message', () => (running.pauseMs = 0));
        this.watch(name, service, environment, running);
      }, running.pauseMs);
    });
  }

  private spawn(service: string, environment: NodeJS.ProcessEnv): ChildProcess {
    return spawn(
      process.execPath,
      [
        '--max-semi-space-size=32',
        '--max-old-space-size=256',
        '--enable-source-maps',
        PROGRAM,
        'up',
        '--service',
        service,
      ],
      {
        env: { ...process.env, ...this.options.environment, ...environment },
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      },
    );
  }
}

async function portOf(child: ChildProcess, service: string): Promise<number> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), START_MS);
  try {
    const { signal } = stop;
    const [up] = (await Promise.race([
      once(child, 'message', { signal }),
      once(child, 'exit', { signal }).then(([code]) => {
        throw new Error(`${service} did not start (exit code ${code})`);
      }),
    ])) as [ServiceIsUp];
    return up.port;
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
}

async function ended({ child, again }: Running): Promise<void> {
  clearTimeout(again);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await gone;
  clearTimeout(timer);
}
