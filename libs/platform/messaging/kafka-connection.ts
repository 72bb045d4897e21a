import { Kafka, logLevel, type KafkaConfig } from 'kafkajs';
import type { EventContract } from '#contracts';
import { deadLetterTopic } from './tables.js';
import './kafkajs-idle-timer.js';

/** Where the brokers are and who we are to them. */
export interface KafkaSettings {
  readonly brokers: readonly string[];
  readonly sasl?: { readonly mechanism: 'scram-sha-512'; readonly username: string; readonly password: string };
  readonly tls?: boolean;
}

export function connectKafka({ brokers, sasl, tls }: KafkaSettings, clientId: string): Kafka {
  const config: KafkaConfig = {
    clientId,
    brokers: [...brokers],
    // "Coordinator is loading" in the first second is no error of ours; what matters comes back as one.
    logLevel: logLevel.NOTHING,
    retry: { initialRetryTime: 100, retries: 8 },
    ...(sasl ? { sasl } : {}),
    ...(tls ? { ssl: true } : {}),
  };
  return new Kafka(config);
}

/** A topic has other partitions than its contract says: keys would change their partition. */
export class PartitionsDiffer extends Error {
  override readonly name = 'PartitionsDiffer';
}

/** Creates the topics of the contracts and their dead letters, never by the broker itself. @throws PartitionsDiffer naming all */
export async function createTopics(
  kafka: Kafka,
  contracts: readonly EventContract[],
  partitions?: number,
): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const existing = new Set(await admin.listTopics());
    const wanted = contracts.flatMap(({ topic, partitions: most, cleanup }) => [
      { topic, numPartitions: Math.min(partitions ?? most, most), cleanup },
      { topic: deadLetterTopic(topic), numPartitions: 1, cleanup: 'delete' },
    ]);
    const missing = wanted.filter(({ topic }) => !existing.has(topic));
    if (missing.length > 0)
      await admin.createTopics({
        waitForLeaders: true,
        topics: missing.map(({ topic, numPartitions, cleanup }) => ({
          topic,
          numPartitions,
          configEntries: [
            { name: 'cleanup.policy', value: cleanup },
            { name: 'retention.ms', value: '-1' },
            // What is too large to be used still has to arrive, to be set aside with its reason.
            { name: 'max.message.bytes', value: '16777216' },
          ],
        })),
      });
    const { topics } = await admin.fetchTopicMetadata({ topics: wanted.map(({ topic }) => topic) });
    const found = new Map(topics.map(({ name, partitions: parts }) => [name, parts.length]));
    const off = wanted.filter(({ topic, numPartitions }) => found.get(topic) !== numPartitions);
    if (off.length > 0)
      throw new PartitionsDiffer(
        off
          .map(({ topic, numPartitions }) => `${topic} has ${found.get(topic)} partitions, not ${numPartitions}`)
          .join('; '),
      );
  } finally {
    await admin.disconnect();
  }
}
