import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { asEnvironmentFault, EnvironmentFault } from './environment-fault.js';
import { canReach, userForServer, type UnixUser } from './unprivileged-user.js';

/** Where a cluster lies, what lies beside it, and who runs it. */
export interface ClusterPlace {
  /** Data folder of PostgreSQL, open to `user` only. */
  readonly cluster: string;
  readonly passwordFile: string;
  readonly log: string;
  /** Set where the present user is root. */
  readonly user: UnixUser | undefined;
}

const CLUSTER = 'pg';

/**
 * Chooses the place of the cluster: the data folder, unless the user that runs the server could not get there.
 * @throws EnvironmentFault
 */
export async function placeOfCluster(folder: string, progress: (step: string) => void): Promise<ClusterPlace> {
  const user = await userForServer(join(folder, CLUSTER));
  const real = await makeFolder(folder, user);
  let parent = real;
  if (user && !(await canReach(real, user))) {
    parent = await makeFolder(elsewhere(real), undefined);
    progress(`${real} is closed to user ${user.name}, who runs PostgreSQL: the cluster lies in ${parent}`);
  }
  const cluster = join(parent, CLUSTER);
  await refuseForeignCluster(cluster);
  return { cluster, passwordFile: join(parent, 'pg-password'), log: join(parent, 'server.log'), user };
}

/** Removes the cluster of a data folder with its password and log, wherever it lies; the server must be down. */
export async function removeCluster({ cluster, passwordFile, log }: ClusterPlace): Promise<void> {
  for (const path of [cluster, passwordFile, log]) await rm(path, { recursive: true, force: true });
}

const elsewhere = (folder: string): string =>
  join('/var/lib/asiento', createHash('sha256').update(folder).digest('hex').slice(0, 12));

/** Makes the folder where it is missing and gives it to the user, together with the folders above that had to be made. */
async function makeFolder(folder: string, user: UnixUser | undefined): Promise<string> {
  try {
    const topmost = await mkdir(folder, { recursive: true });
    if (topmost && user && (await stat(dirname(topmost))).uid === user.uid)
      for (let made = folder; made !== dirname(topmost); made = dirname(made)) await chown(made, user.uid, user.gid);
    return await realpath(folder);
  } catch (error) {
    throw asEnvironmentFault(error, folder);
  }
}

async function refuseForeignCluster(cluster: string): Promise<void> {
  const me = process.getuid?.();
  if (me === undefined || me === 0 || !existsSync(cluster)) return;
  const { uid } = await stat(cluster);
  if (uid !== me)
    throw new EnvironmentFault(
      `${cluster} belongs to another user (uid ${uid}); run as that user or as root, or choose another data folder`,
    );
}

/** Gives a file or folder to the user who runs the server. */
export async function handOver(path: string, user: UnixUser | undefined): Promise<void> {
  if (user) await chown(path, user.uid, user.gid);
}

/** The superuser's password: random, made once, readable by the owner only. */
export async function passwordOf({ passwordFile, cluster, user }: ClusterPlace): Promise<string> {
  try {
    if (existsSync(passwordFile)) return await readFile(passwordFile, 'utf8');
    if (existsSync(cluster))
      throw new EnvironmentFault(
        `${passwordFile} is missing, so that ${cluster} cannot be entered; put it back, or move the data folder away`,
      );
    const password = randomBytes(18).toString('base64url');
    await writeFile(passwordFile, password, { mode: 0o600 });
    // In somebody's own folder it is theirs; a stand-in that only runs the server needs no password.
    const { uid } = await stat(dirname(passwordFile));
    if (user && uid === user.uid) await handOver(passwordFile, user);
    return password;
  } catch (error) {
    throw asEnvironmentFault(error, passwordFile);
  }
}
