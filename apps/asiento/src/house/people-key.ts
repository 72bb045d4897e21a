import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { EnvironmentFault } from '#platform/database';
import { PEOPLE_KEY, peopleKeyForm, peopleKeyOf } from '#platform/identity';
import { keptSecret } from './kept-secret.js';

export const peopleKeyFile = (dataFolder: string): string => join(dataFolder, 'people-key');

/**
 * The key by which services believe who asks: the one that the environment gives, else the one of the data folder.
 * @throws EnvironmentFault when what is given is no key
 */
export async function peopleKeyIn(dataFolder: string): Promise<Buffer> {
  const draw = (): string => randomBytes(32).toString('hex');
  return peopleKeyFrom(process.env[PEOPLE_KEY] ?? (await keptSecret(peopleKeyFile(dataFolder), draw)));
}

/** @throws EnvironmentFault */
export function peopleKeyFrom(text: string): Buffer {
  const key = peopleKeyOf(text);
  if (key === undefined) throw new EnvironmentFault(`${PEOPLE_KEY} ${peopleKeyForm}`);
  return key;
}
