import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { asEnvironmentFault } from './environment-fault.js';

const LONGEST_WORK_MS = 120_000;
const PAUSE_MS = 50;

/** Lets one process at a time do the work; a lock left behind by a killed process is taken over. */
export async function oneAtATime<Result>(lock: string, work: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      await writeFile(lock, String(process.pid), { flag: 'wx', mode: 0o644 });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw asEnvironmentFault(error, lock);
      if (await isForsaken(lock)) await rm(lock, { force: true });
      else await sleep(PAUSE_MS);
    }
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function isForsaken(lock: string): Promise<boolean> {
  const age = await stat(lock).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  if (age > LONGEST_WORK_MS) return true;
  const holder = Number.parseInt(await readFile(lock, 'utf8').catch(() => ''), 10);
  // Between creation and writing the file is empty for a moment.
  if (Number.isNaN(holder)) return age > 2_000;
  try {
    process.kill(holder, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
