import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { CommandFailed, exitCodes } from '../exit-codes.js';
import { HouseApi } from './api.js';
import { defaultDataFolder } from './data-folder.js';

export interface HouseOptions {
  readonly url?: string;
  readonly data: string;
  readonly json: boolean;
}

/** Options of every command that speaks to a running house. */
export function houseOptions(command: Command): Command {
  return command
    .option('--url <url>', 'address of the house; found in the data folder when not given')
    .option('--data <folder>', 'data folder', defaultDataFolder)
    .option('--json', 'machine-readable output', false);
}

/** Finds the house that is up on this machine. */
export async function connectToHouse({ url, data }: Pick<HouseOptions, 'url' | 'data'>): Promise<HouseApi> {
  const api = new HouseApi(url ?? (await addressOf(data)));
  await api.get('/api/gateway/health');
  return api;
}

/** Where the running house writes its address. */
export const addressFile = (dataFolder: string): string => join(dataFolder, 'house.json');

async function addressOf(dataFolder: string): Promise<string> {
  try {
    return (JSON.parse(await readFile(addressFile(dataFolder), 'utf8')) as { url: string }).url;
  } catch {
    throw new CommandFailed(
      `no house is up with data in ${dataFolder}; start one with \`npm run demo\` or \`npm run asiento -- up\`, or give --url`,
      exitCodes.environment,
    );
  }
}
