import { Command } from 'commander';
import { ServicesBehind } from '#apps/gateway';
import { allContracts } from '#contracts';
import { prepareBus } from '#platform/messaging';
import { migrateHouse, readBusAddress } from '#platform/service';
import { dataOption, withDatabase, type DataOptions } from '../house/database.js';
import { allDefinitions } from '../house/services.js';

export function migrateCommand(): Command {
  return dataOption(new Command('migrate'))
    .description('create database, roles, schemas and topics, or bring them up to date')
    .action((options: DataOptions) =>
      withDatabase(options, async (address) => {
        const bus = readBusAddress(process.env);
        await migrateHouse({
          ...address,
          definitions: allDefinitions(new ServicesBehind()),
          contracts: allContracts,
          partitions: 1,
          onProgress: (step) => void process.stderr.write(`${step}\n`),
        });
        await prepareBus(bus, allContracts);
        process.stdout.write('database, roles, schemas and topics are up to date\n');
      }),
    );
}
