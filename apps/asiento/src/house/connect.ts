import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { PEOPLE_KEY } from '#platform/identity';
import { CommandFailed, exitCodes } from '../exit-codes.js';
import { HouseApi } from './api.js';
import { defaultDataFolder } from './data-folder.js';
import { keptSession } from './kept-sessions.js';
import { peopleKeyFile, peopleKeyFrom } from './people-key.js';

export interface HouseOptions {
  readonly url?: string;
  readonly data: string;
  readonly json: boolean;
}

/** Options of a command that decides something: who, and why; both are kept. */
export interface DecisionOptions extends HouseOptions {
  readonly reason: string;
  readonly as?: string;
}

/** Options of every command that speaks to a running house. */
export function houseOptions(command: Command): Command {
  return command
    .option('--url <url>', 'address of the house; found in the data folder when not given')
    .option('--data <folder>', 'data folder', defaultDataFolder)
    .option('--json', 'machine-readable output', false);
}

export function decisionOptions(command: Command): Command {
  return houseOptions(command)
    .requiredOption('--reason <text>', 'why; kept with the decision')
    .option('--as <handle>', 'who decides: somebody who has signed in here with `asiento sign-in`');
}

/**
 * Finds the house, to read from it: as the machine where its key is at hand, else as the one person who has signed in here.
 * @throws CommandFailed when no house is up, or nobody may ask
 */
export async function connectToHouse({ url, data }: Pick<HouseOptions, 'url' | 'data'>): Promise<HouseApi> {
  const key = url === undefined || process.env[PEOPLE_KEY] ? await keyAtHand(data) : undefined;
  const at = url ?? (await addressOf(data));
  const api = key ? HouseApi.ofMachine(at, key) : HouseApi.ofPerson(at, await keptSession(data));
  await api.get('/api/gateway/health');
  return api;
}

/** Finds the house, to decide something there as a person. @throws CommandFailed when that person is not signed in here */
export async function connectAs({ url, data, as }: Pick<DecisionOptions, 'url' | 'data' | 'as'>): Promise<HouseApi> {
  const session = await keptSession(data, as);
  return HouseApi.ofPerson(url ?? session.url, session);
}

/** Where the running house writes its address. */
export const addressFile = (dataFolder: string): string => join(dataFolder, 'house.json');

/** @throws CommandFailed when no house is up there */
export async function addressOf(data: string): Promise<string> {
  try {
    return (JSON.parse(await readFile(addressFile(data), 'utf8')) as { url: string }).url;
  } catch {
    throw new CommandFailed(
      `no house is up with data in ${data}; start one with \`npm run demo\` or \`npm run asiento -- up\`, or give --url`,
      exitCodes.environment,
    );
  }
}

async function keyAtHand(data: string): Promise<Buffer | undefined> {
  const text = process.env[PEOPLE_KEY] ?? (await readFile(peopleKeyFile(data), 'utf8').catch(() => undefined));
  return text === undefined ? undefined : peopleKeyFrom(text.trim());
}
