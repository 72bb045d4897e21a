import type { EventContract } from '#contracts';
import type { Database } from '#platform/database';
import type { MessageBus } from './bus.js';
import { KafkaBus } from './kafka-bus.js';
import { checkTopics, connectKafka, createTopics, deleteTopics, type KafkaSettings } from './kafka-connection.js';
import { PostgresBus } from './postgres-bus.js';

/** How the messages of a house travel, and where to. */
export type BusAddress =
  | { readonly kind: 'postgres' }
  | {
      readonly kind: 'kafka';
      readonly kafka: KafkaSettings;
      /** Fewer than the contracts say, for a house that is small for good: they are never changed afterwards. */
      readonly partitions?: number;
    };

/**
 * Opens the bus for one service.
 * @param database asked for only where the log lies in PostgreSQL; it may append to the topics of outside senders
 */
export async function openBus(
  address: BusAddress,
  service: string,
  database: () => Promise<Database>,
): Promise<MessageBus> {
  if (address.kind === 'postgres') return PostgresBus.open(await database());
  return new KafkaBus(address.kafka, `asiento-${service}`);
}

/** Creates what topics are missing. The log in PostgreSQL is created with the schemas. @throws PartitionsDiffer */
export async function prepareBus(address: BusAddress, contracts: readonly EventContract[]): Promise<void> {
  if (address.kind === 'kafka')
    await createTopics(connectKafka(address.kafka, 'asiento-migrate'), contracts, address.partitions);
}

/** Refuses a log that the contracts do not fit. @throws PartitionsDiffer naming all */
export async function checkBus(address: BusAddress, contracts: readonly EventContract[]): Promise<void> {
  if (address.kind === 'kafka')
    await checkTopics(connectKafka(address.kafka, 'asiento-check'), contracts, address.partitions);
}

/** Deletes the topics of a house with all that is in them. */
export async function emptyBus(address: BusAddress, contracts: readonly EventContract[]): Promise<void> {
  if (address.kind === 'kafka') await deleteTopics(connectKafka(address.kafka, 'asiento-reset'), contracts);
}
