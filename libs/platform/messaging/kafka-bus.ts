import { Partitioners, type Kafka, type Producer } from 'kafkajs';
import type { EventContract } from '#contracts';
import { insertRows, type Transaction } from '#platform/database';
import type { Handling, ServiceMessaging } from './batch-transaction.js';
import { MessageBus, type PartitionHead, type Worker } from './bus.js';
import { connectKafka, type KafkaSettings } from './kafka-connection.js';
import { KafkaWorker } from './kafka-worker.js';
import type { OutgoingMessage } from './message.js';

/** Messages travel over Kafka; what a handler says waits in its service's outbox until the relay has carried it there. */
export class KafkaBus extends MessageBus {
  readonly kind = 'kafka';
  private producer: Producer | undefined;
  private readonly kafka: Kafka;

  constructor(settings: KafkaSettings, clientId: string) {
    super();
    this.kafka = connectKafka(settings, clientId);
  }

  async send(messages: readonly OutgoingMessage[]): Promise<void> {
    if (messages.length === 0) return;
    const byTopic = new Map<string, OutgoingMessage[]>();
    for (const message of messages) byTopic.set(message.topic, [...(byTopic.get(message.topic) ?? []), message]);
    const producer = await this.connected();
    try {
      await producer.sendBatch({
        acks: -1,
        topicMessages: [...byTopic].map(([topic, of]) => ({
          topic,
          messages: of.map(({ key, time, body, headers }) => ({
            key,
            value: body,
            headers: { ...headers, ce_time: time, ce_type: topic, ce_specversion: '1.0', ce_source: 'asiento' },
          })),
        })),
      });
    } catch (error) {
      // A producer that has lost its place never finds it again: the next send gets a new one.
      this.producer = undefined;
      await producer.disconnect().catch(() => undefined);
      throw error;
    }
  }

  async append(tx: Transaction, service: string, messages: readonly OutgoingMessage[]): Promise<void> {
    await insertRows(
      tx,
      `${service}.outbox`,
      { topic: 'text', key: 'text', sent_at: 'text', headers: 'jsonb', body: 'text' },
      messages.map(({ topic, key, time, headers, body }) => ({
        topic,
        key,
        sent_at: time,
        headers: headers ? JSON.stringify(headers) : null,
        body: body.toString().replaceAll('\0', '\uFFFD'),
      })),
    );
  }

  async heads(contracts: readonly EventContract[]): Promise<PartitionHead[]> {
    const admin = this.kafka.admin();
    await admin.connect();
    try {
      const heads: PartitionHead[] = [];
      for (const { topic } of contracts)
        for (const { partition, high } of await admin.fetchTopicOffsets(topic))
          heads.push({ topic, partition, nextOffset: BigInt(high) });
      return heads;
    } finally {
      await admin.disconnect();
    }
  }

  worker(
    messaging: ServiceMessaging,
    handlings: ReadonlyMap<string, Handling>,
    report: (error: unknown) => void,
  ): Worker {
    return new KafkaWorker(this.kafka, messaging, handlings, report);
  }

  async close(): Promise<void> {
    await this.producer?.disconnect();
  }

  private async connected(): Promise<Producer> {
    if (!this.producer) {
      this.producer = this.kafka.producer({
        createPartitioner: Partitioners.DefaultPartitioner,
        maxInFlightRequests: 1,
        allowAutoTopicCreation: false,
      });
      await this.producer.connect();
    }
    return this.producer;
  }
}
