import { execFile } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { promisify } from 'node:util';
import type { Transaction } from '#platform/database';
import { packageRoot } from '../house/data-folder.js';

/** Where a figure comes from; without it a figure says nothing. */
export interface Provenance {
  readonly bench: string;
  readonly at: string;
  /** Of the checkout; `null` in an installed package. Ends in `+` when files have changed since. */
  readonly commit: string | null;
  readonly seed: string;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly memoryGiB: number;
    readonly platform: string;
    readonly node: string;
    readonly postgres: string;
    /** Mean number of others that wanted a core in the minute before: what the figures had to share the machine with. */
    readonly load: number;
  };
}

const run = promisify(execFile);

export async function provenance(bench: string, seed: string, load: number, db: Transaction): Promise<Provenance> {
  const [server] = await db.rows<{ version: string }>(`select current_setting('server_version') as version`);
  return {
    bench,
    at: new Date().toISOString(),
    commit: await commitOf(packageRoot),
    seed,
    machine: {
      cpu: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      platform: `${process.platform} ${process.arch}`,
      node: process.versions.node,
      postgres: server?.version ?? 'unknown',
      load: Math.round(load * 10) / 10,
    },
  };
}

async function commitOf(folder: string): Promise<string | null> {
  try {
    const { stdout: commit } = await run('git', ['rev-parse', '--short=12', 'HEAD'], { cwd: folder });
    const { stdout: changes } = await run('git', ['status', '--porcelain', '--untracked-files=no'], { cwd: folder });
    return commit.trim() + (changes.trim() === '' ? '' : '+');
  } catch {
    // No git, or no checkout: an installed package.
    return null;
  }
}
