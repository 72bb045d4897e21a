import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel, type Admin, type KafkaConfig } from 'kafkajs';
import type { EventContract } from '#contracts';
import { EnvironmentFault } from '#platform/database';
import { deadLetterTopic } from './tables.js';
import { isTransient } from './worker-health.js';
import './kafkajs-idle-timer.js';

/** Where the brokers are and who we are to them. */
export interface KafkaSettings {
  readonly brokers: readonly string[];
  readonly sasl?: { readonly mechanism: 'scram-sha-512'; readonly username: string; readonly password: string };
  readonly tls?: boolean;
  /** After so long without a sign of life the group gives an instance's partitions to others; brokers allow 6,000 and more. */
  readonly sessionMs?: number;
}

/** Once a second is soon enough for a broker that is away, and not too late when it is back. */
export const KAFKA_RETRY = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 10 } as const;

export function connectKafka({ brokers, sasl, tls }: KafkaSettings, clientId: string): Kafka {
  const config: KafkaConfig = {
    clientId,
    brokers: [...brokers],
    // "Coordinator is loading" in the first second is no error of ours; what matters comes back as one.
    logLevel: logLevel.NOTHING,
    retry: KAFKA_RETRY,
    ...(sasl ? { sasl } : {}),
    ...(tls ? { ssl: true } : {}),
  };
  return new Kafka(config);
}

/** A topic is missing, or has other partitions than its contract says: keys would change their partition. */
export class PartitionsDiffer extends EnvironmentFault {}

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
    const missing = topicsOf(contracts, partitions).filter(({ topic }) => !existing.has(topic));
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
    for (const { topic } of missing) await leadersAnswer(admin, topic);
  } finally {
    await admin.disconnect();
  }
  await checkTopics(kafka, contracts, partitions);
}

const LEADERS_MS = 30_000;

/** A new topic is listed before its partitions have leaders that answer. */
async function leadersAnswer(admin: Admin, topic: string): Promise<void> {
  for (const until = Date.now() + LEADERS_MS; ;) {
    try {
      await admin.fetchTopicOffsets(topic);
      return;
    } catch (error) {
      if (Date.now() > until || !isTransient(error)) throw error;
      await sleep(50);
    }
  }
}

/** Refuses topics that are missing or have other partitions than the contracts say. @throws PartitionsDiffer naming all */
export async function checkTopics(
  kafka: Kafka,
  contracts: readonly EventContract[],
  partitions?: number,
): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const existing = new Set(await admin.listTopics());
    const wanted = topicsOf(contracts, partitions);
    const missing = wanted.filter(({ topic }) => !existing.has(topic));
    if (missing.length > 0)
      throw new PartitionsDiffer(
        `there is no ${missing.map(({ topic }) => topic).join(', ')}; run \`asiento migrate\` first`,
      );
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

/** A topic as its contract wants it. */
export interface WantedTopic {
  readonly topic: string;
  readonly numPartitions: number;
  readonly cleanup: string;
}

/** The topics of contracts and their dead letters. */
export function topicsOf(contracts: readonly EventContract[], partitions: number | undefined): WantedTopic[] {
  return contracts.flatMap(({ topic, partitions: most, cleanup }) => [
    { topic, numPartitions: Math.min(partitions ?? most, most), cleanup },
    { topic: deadLetterTopic(topic), numPartitions: 1, cleanup: 'delete' },
  ]);
}

/** Deletes the topics of the contracts and their dead letters, as far as there are any, and waits until they are gone. */
export async function deleteTopics(kafka: Kafka, contracts: readonly EventContract[]): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const ours = new Set(contracts.flatMap(({ topic }) => [topic, deadLetterTopic(topic)]));
    const left = async (): Promise<string[]> => (await admin.listTopics()).filter((topic) => ours.has(topic));
    const topics = await left();
    if (topics.length === 0) return;
    await admin.deleteTopics({ topics });
    while ((await left()).length > 0) await sleep(100);
  } finally {
    await admin.disconnect();
  }
}
