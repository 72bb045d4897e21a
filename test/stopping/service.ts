import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const root = new URL('../..', import.meta.url).pathname;

/** A process that was started as an operator would. */
export interface Started {
  readonly child: ChildProcess;
  /** How it ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly afterMs: number }>;
  /** Sends the signal and counts the time from here on. */
  signal(signal: NodeJS.Signals): void;
}

export function start(args: readonly string[], environment: NodeJS.ProcessEnv): Started {
  let since = Date.now();
  const child = spawn(process.execPath, ['bin/asiento.mjs', 'up', ...args], {
    cwd: root,
    env: { ...process.env, LOG_LEVEL: 'silent', ...environment },
    stdio: 'ignore',
  });
  const ended = once(child, 'exit').then(([code]) => ({ code: code as number | null, afterMs: Date.now() - since }));
  return {
    child,
    ended,
    signal: (signal) => {
      since = Date.now();
      child.kill(signal);
    },
  };
}

/** Looks again and again until it is so. */
export async function until(what: string, isSo: () => Promise<boolean>, seconds = 60): Promise<void> {
  for (const end = Date.now() + seconds * 1_000; !(await isSo());) {
    if (Date.now() > end) throw new Error(`not after ${seconds} s: ${what}`);
    await sleep(50);
  }
}
