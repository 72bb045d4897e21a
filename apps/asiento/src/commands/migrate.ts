import { Command } from 'commander';
import { ServicesBehind } from '#apps/gateway';
import { allContracts } from '#contracts';
import { aclsOf, connectKafka, prepareBus, putAccessInForce, type BusAddress } from '#platform/messaging';
import { migrateHouse, readBusAddress, type ServiceDefinition } from '#platform/service';
import { CommandFailed, exitCodes } from '../exit-codes.js';
import { dataOption, withDatabase, type DataOptions } from '../house/database.js';
import { allDefinitions } from '../house/services.js';

interface MigrateOptions extends DataOptions {
  readonly kafkaAccess: boolean;
  readonly riskReader: readonly string[];
}

export function migrateCommand(): Command {
  return dataOption(new Command('migrate'))
    .description('create database, roles, schemas and topics, or bring them up to date')
    .option('--kafka-access', 'also say to Kafka what each service may read and write; needs a super user there', false)
    .option('--risk-reader <user...>', 'users of Kafka that may read the risk topics, and nothing else', [])
    .action((options: MigrateOptions) =>
      withDatabase(options, async (address) => {
        const bus = readBusAddress(process.env);
        const definitions = allDefinitions(new ServicesBehind());
        await migrateHouse({
          ...address,
          definitions,
          contracts: allContracts,
          partitions: 1,
          onProgress: (step) => void process.stderr.write(`${step}\n`),
        });
        await prepareBus(bus, allContracts);
        if (options.kafkaAccess) await grantAccess(bus, definitions, options.riskReader);
        process.stdout.write('database, roles, schemas and topics are up to date\n');
      }),
    );
}

async function grantAccess(
  bus: BusAddress,
  definitions: readonly ServiceDefinition[],
  riskReaders: readonly string[],
): Promise<void> {
  if (bus.kind !== 'kafka')
    throw new CommandFailed(
      '--kafka-access needs EVENT_BUS=kafka; the log in PostgreSQL has its grants',
      exitCodes.usage,
    );
  const kafka = connectKafka(bus.kafka, 'asiento-migrate');
  const { added, removed } = await putAccessInForce(kafka, aclsOf(definitions, riskReaders));
  process.stderr.write(`access to Kafka: ${added} rules added, ${removed} taken away\n`);
}
