import type { Admin, Kafka } from 'kafkajs';
import type { EventContract } from '#contracts';
import type { Transaction } from '#platform/database';
import type { Handling, ServiceMessaging } from './batch-transaction.js';
import { MessageBus, type PartitionHead, type Worker } from './bus.js';
import { connectKafka, type KafkaSettings } from './kafka-connection.js';
import { instanceName } from './kafka-former-life.js';
import { KafkaProducer } from './kafka-producer.js';
import { KafkaWorker } from './kafka-worker.js';
import type { OutgoingMessage } from './message.js';
import { appendToOutbox, outboxOf } from './outbox.js';
import { announce } from './wake-up.js';

/** An instance that was killed is missed after this long; one that is only slow is kept from writing by its epoch. */
const DEFAULT_SESSION_MS = 6_000;

/** Messages travel over Kafka; what a handler says waits in its service's outbox until the relay has carried it there. */
export class KafkaBus extends MessageBus {
  readonly kind = 'kafka';
  private readonly kafka: Kafka;
  private readonly sessionMs: number;
  private readonly producer: KafkaProducer;
  private admin: Promise<Admin> | undefined;

  constructor(settings: KafkaSettings, clientId: string) {
    super();
    this.kafka = connectKafka(settings, instanceName(clientId));
    this.sessionMs = settings.sessionMs ?? DEFAULT_SESSION_MS;
    this.producer = new KafkaProducer(this.kafka);
  }

  send(messages: readonly OutgoingMessage[]): Promise<void> {
    return this.producer.send(messages);
  }

  async append(tx: Transaction, service: string, messages: readonly OutgoingMessage[]): Promise<() => void> {
    await appendToOutbox(tx, service, messages);
    return () => announce(messages.length > 0 ? [outboxOf(service)] : []);
  }

  async heads(contracts: readonly EventContract[]): Promise<PartitionHead[]> {
    const bounds = await this.bounds(contracts);
    return bounds.map(({ topic, partition, high }) => ({ topic, partition, nextOffset: BigInt(high) }));
  }

  /** Every offset is a message: nobody sends to these topics in transactions of Kafka, and none is compacted. */
  async count(contracts: readonly EventContract[]): Promise<number> {
    const bounds = await this.bounds(contracts);
    return Number(bounds.reduce((sum, { low, high }) => sum + BigInt(high) - BigInt(low), 0n));
  }

  private async bounds(contracts: readonly EventContract[]): Promise<Bounds[]> {
    this.admin ??= this.connectAdmin();
    const mine = this.admin;
    try {
      const admin = await mine;
      const [first, ...others] = new Set(contracts.map(({ topic }) => topic));
      if (first === undefined) return [];
      // The first alone opens the connections that the others share.
      const bounds = await boundsOf(admin, first);
      return [...bounds, ...(await Promise.all(others.map((topic) => boundsOf(admin, topic)))).flat()];
    } catch (error) {
      if (this.admin === mine) this.admin = undefined;
      await mine.then((admin) => admin.disconnect()).catch(() => undefined);
      throw error;
    }
  }

  worker(
    messaging: ServiceMessaging,
    handlings: ReadonlyMap<string, Handling>,
    report: (error: unknown) => void,
  ): Worker {
    return new KafkaWorker(this.kafka, messaging, handlings, report, this.sessionMs);
  }

  async close(): Promise<void> {
    await this.producer.close();
    await this.admin?.then((admin) => admin.disconnect()).catch(() => undefined);
  }

  private async connectAdmin(): Promise<Admin> {
    const admin = this.kafka.admin();
    await admin.connect();
    return admin;
  }
}

interface Bounds {
  readonly topic: string;
  readonly partition: number;
  readonly low: string;
  readonly high: string;
}

async function boundsOf(admin: Admin, topic: string): Promise<Bounds[]> {
  const offsets = await admin.fetchTopicOffsets(topic);
  return offsets.map(({ partition, low, high }) => ({ topic, partition, low, high }));
}
