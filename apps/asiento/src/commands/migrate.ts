import { Command } from 'commander';
import { ServicesBehind } from '#apps/gateway';
import { troubleLevels } from '#apps/simulator';
import { allContracts } from '#contracts';
import { migrateHouse } from '#platform/service';
import { dataOption, withDatabase, type DataOptions } from '../house/database.js';
import { allDefinitions } from '../house/services.js';

export function migrateCommand(): Command {
  return dataOption(new Command('migrate'))
    .description('create database, roles, schemas and topics, or bring them up to date')
    .action((options: DataOptions) =>
      withDatabase(options, async (address) => {
        const definitions = allDefinitions({ seed: '', rates: troubleLevels.none }, new ServicesBehind());
        await migrateHouse({
          ...address,
          definitions,
          contracts: allContracts,
          partitions: 1,
          onProgress: (step) => void process.stderr.write(`${step}\n`),
        });
        process.stdout.write('database, roles, schemas and topics are up to date\n');
      }),
    );
}
