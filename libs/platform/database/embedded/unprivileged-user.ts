import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EnvironmentFault } from './environment-fault.js';

export interface UnixUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

const STAND_INS = ['postgres', 'nobody', 'daemon'];

/**
 * PostgreSQL refuses to run as root; root lends it another user: the owner of the place where the cluster is or will be, so
 * that this owner can go on without root, else a user made for such things. Undefined where the present user will do.
 * @throws EnvironmentFault
 */
export async function userForServer(cluster: string): Promise<UnixUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await ownerOf(cluster);
  const accounts = await accountsOfThisMachine();
  if (owner.uid !== 0)
    return { name: accounts.find(({ uid }) => uid === owner.uid)?.name ?? String(owner.uid), ...owner };
  for (const wanted of STAND_INS) {
    const account = accounts.find(({ name }) => name === wanted);
    if (account) return account;
  }
  throw new EnvironmentFault(
    `PostgreSQL may not run as root, and there is no user ${STAND_INS.join(', ')} to run it; create a user postgres, or run as another user`,
  );
}

/** Owner of the path, or of the nearest folder above it that exists. */
async function ownerOf(path: string): Promise<{ uid: number; gid: number }> {
  for (let place = path; ; place = dirname(place)) {
    const found = await stat(place).catch(() => undefined);
    if (found) return { uid: found.uid, gid: found.gid };
    if (place === dirname(place)) return { uid: 0, gid: 0 };
  }
}

async function accountsOfThisMachine(): Promise<UnixUser[]> {
  const lines = await readFile('/etc/passwd', 'utf8').catch(() => '');
  return lines.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    return name && uid && gid ? [{ name, uid: Number.parseInt(uid, 10), gid: Number.parseInt(gid, 10) }] : [];
  });
}

const READ_AND_EXECUTE = 0o5;
const EXECUTE = 0o1;

/** Whether the user can read and execute what lies at the path, and can walk down to it. */
export async function canReach(path: string, user: UnixUser): Promise<boolean> {
  if (!(await may(path, user, READ_AND_EXECUTE))) return false;
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (!(await may(folder, user, EXECUTE))) return false;
    if (folder === dirname(folder)) return true;
  }
}

async function may(path: string, user: UnixUser, right: number): Promise<boolean> {
  const { mode, uid, gid } = await stat(path);
  const shift = uid === user.uid ? 6 : gid === user.gid ? 3 : 0;
  return ((mode >> shift) & right) === right;
}
