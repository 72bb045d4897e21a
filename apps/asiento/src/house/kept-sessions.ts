import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandFailed, exitCodes } from '../exit-codes.js';
import type { SignedIn } from './api.js';

/** A session of the command line, with the house that it was opened at. */
export interface KeptSession extends SignedIn {
  readonly url: string;
}

const folderIn = (dataFolder: string): string => join(dataFolder, 'sessions');
const fileOf = (dataFolder: string, handle: string): string => join(folderIn(dataFolder), `${handle}.json`);

/** Keeps a session for the commands that act, readable by its owner alone. */
export async function keepSession(dataFolder: string, handle: string, session: KeptSession): Promise<void> {
  await mkdir(folderIn(dataFolder), { recursive: true, mode: 0o700 });
  await writeFile(fileOf(dataFolder, handle), JSON.stringify(session), { mode: 0o600 });
}

export async function forgetSession(dataFolder: string, handle: string): Promise<void> {
  await rm(fileOf(dataFolder, handle), { force: true });
}

/**
 * The session of a person, or the only one there is.
 * @throws CommandFailed telling how to sign in, or that several people are signed in here
 */
export async function keptSession(dataFolder: string, handle?: string): Promise<KeptSession> {
  const files = await readdir(folderIn(dataFolder)).catch(() => []);
  const people = files.filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -5));
  const wanted = handle ?? people[0];
  if (wanted === undefined || !people.includes(wanted))
    throw new CommandFailed(
      `${wanted ?? 'nobody'} is ${wanted === undefined ? '' : 'not '}signed in here; \`asiento sign-in <handle>\` opens a session`,
      exitCodes.usage,
    );
  if (handle === undefined && people.length > 1)
    throw new CommandFailed(`several people are signed in here: say --as ${people.join(' or --as ')}`, exitCodes.usage);
  return JSON.parse(await readFile(fileOf(dataFolder, wanted), 'utf8')) as KeptSession;
}
