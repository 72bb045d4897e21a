/** The machine does not allow what is needed; the message says what, where and what to do about it. */
export class EnvironmentFault extends Error {
  override readonly name = 'EnvironmentFault';
}

const PLAIN: Readonly<Record<string, string>> = {
  // What Node says of a folder that is to be made, with those above it, on a file system that cannot be written.
  ENOENT: 'cannot be created, its file system may be read-only; choose another data folder',
  EROFS: 'is on a read-only file system; choose another data folder',
  ENOSPC: 'cannot be written, the disk is full; free some space or choose another data folder',
  EDQUOT: 'cannot be written, the disk quota is used up; free some space or choose another data folder',
  EACCES: 'may not be used by this user; change its rights or choose another data folder',
  EPERM: 'may not be changed by this user; change its rights or choose another data folder',
  EINVAL: 'cannot be given to another user on this machine; set DATABASE_URL to a server of your own',
  ENOTDIR: 'is not a folder; choose another data folder',
  EEXIST: 'is not a folder; choose another data folder',
};

/** Turns a file system error into a sentence; passes everything else on. */
export function asEnvironmentFault(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const sentence = PLAIN[code];
  return sentence ? new EnvironmentFault(`${path} ${sentence} (${code})`) : error;
}
