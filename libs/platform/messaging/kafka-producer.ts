import { Partitioners, type Kafka, type Producer } from 'kafkajs';
import type { OutgoingMessage } from './message.js';
import { toKafka } from './kafka-message.js';

/**
 * Sends to Kafka and waits for all replicas. After any failure the next send begins with a new producer: one that has lost its
 * place never finds it again.
 */
export class KafkaProducer {
  private producer: Promise<Producer> | undefined;

  constructor(private readonly kafka: Kafka) {}

  async send(messages: readonly OutgoingMessage[]): Promise<void> {
    if (messages.length === 0) return;
    const byTopic = new Map<string, OutgoingMessage[]>();
    for (const message of messages) {
      const same = byTopic.get(message.topic);
      if (same) same.push(message);
      else byTopic.set(message.topic, [message]);
    }
    this.producer ??= this.connect();
    const mine = this.producer;
    try {
      const producer = await mine;
      await producer.sendBatch({
        acks: -1,
        topicMessages: [...byTopic].map(([topic, of]) => ({ topic, messages: of.map(toKafka) })),
      });
    } catch (error) {
      if (this.producer === mine) this.producer = undefined;
      await mine.then((producer) => producer.disconnect()).catch(() => undefined);
      throw error;
    }
  }

  async close(): Promise<void> {
    const mine = this.producer;
    this.producer = undefined;
    await mine?.then((producer) => producer.disconnect()).catch(() => undefined);
  }

  private async connect(): Promise<Producer> {
    const producer = this.kafka.producer({
      createPartitioner: Partitioners.DefaultPartitioner,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
    });
    await producer.connect();
    return producer;
  }
}

/** What a broker says of a message that it will not take, however often it is sent. */
const REFUSALS = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_RECORD',
  'CORRUPT_MESSAGE',
  'INVALID_TOPIC_EXCEPTION',
  'UNKNOWN_TOPIC_OR_PARTITION',
  'TOPIC_AUTHORIZATION_FAILED',
]);

export function isRefusal(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    if (REFUSALS.has((at as { type?: string }).type ?? '')) return true;
  return false;
}
