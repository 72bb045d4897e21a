import { connectKafka, createTopics, KafkaBus, type KafkaSettings } from '#platform/messaging';
import type { TrialTopics } from './trial.js';

export const contractsOf = ({ trades, withdrawals }: TrialTopics) => [trades, withdrawals];

/** A bus over Kafka with the topics of a trial; afterwards exactly those are deleted, whatever else the broker holds. */
export async function kafkaTrial(brokers: readonly string[], topics: TrialTopics, partitions = 3) {
  const settings: KafkaSettings = { brokers };
  const kafka = connectKafka(settings, 'trial-admin');
  const contracts = contractsOf(topics);
  await createTopics(kafka, contracts, partitions);
  return {
    kafka,
    bus: new KafkaBus(settings, 'trial'),
    async removeTopics() {
      const admin = kafka.admin();
      await admin.connect();
      try {
        await admin.deleteTopics({ topics: contracts.flatMap(({ topic }) => [topic, `${topic}.dlq`]) });
      } finally {
        await admin.disconnect();
      }
    },
  };
}
