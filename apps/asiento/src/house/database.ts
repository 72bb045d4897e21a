import type { Command } from 'commander';
import { startEmbeddedPostgres, type DatabaseAddress } from '#platform/database';
import { defaultDataFolder, houseDatabase } from './data-folder.js';

export interface DataOptions {
  readonly data: string;
}

export function dataOption(command: Command): Command {
  return command.option('--data <folder>', 'data folder', defaultDataFolder);
}

/** Gives the work the database of the house, started for the time being if no house is up. */
export async function withDatabase<Result>(
  { data }: DataOptions,
  work: (address: DatabaseAddress) => Promise<Result>,
): Promise<Result> {
  const given = process.env['DATABASE_URL'];
  if (given) return work({ adminUrl: given, database: houseDatabase });
  const postgres = await startEmbeddedPostgres({ folder: data });
  try {
    return await work({ adminUrl: postgres.url, database: houseDatabase });
  } finally {
    if (!postgres.attached) await postgres.stop();
  }
}
