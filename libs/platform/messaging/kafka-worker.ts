import { createHash } from 'node:crypto';
import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import { handleBatch, type Handling, type ServiceMessaging } from './batch-transaction.js';
import type { Worker } from './bus.js';
import type { IncomingMessage } from './message.js';
import { OutboxRelay } from './outbox-relay.js';
import { claim, Fenced, MessagesMissing, type Claim } from './position.js';
import { announce } from './wake-up.js';
import { isTransient, type WorkerHealth } from './worker-health.js';

const STRETCH = 1_000;
const SESSION_TIMEOUT_MS = 30_000;
const MOST_FAILURES = 12;

/**
 * Handles a service's topics over Kafka. Positions live in the database with the effects; Kafka's offsets are a hint. A batch
 * that goes on after its partition has moved to another instance meets a higher epoch there and leaves nothing behind.
 */
export class KafkaWorker implements Worker {
  private readonly consumer: Consumer;
  private readonly relay: OutboxRelay;
  private readonly claims = new Map<string, Claim & { nextOffset: bigint }>();
  private generation = 0;
  private status: WorkerHealth = { state: 'starting', lastProgressAt: Date.now(), failures: 0, lastError: null };

  constructor(
    kafka: Kafka,
    private readonly messaging: ServiceMessaging,
    private readonly handlings: ReadonlyMap<string, Handling>,
    private readonly report: (error: unknown) => void,
  ) {
    this.consumer = kafka.consumer({
      groupId: `asiento.${messaging.service}`,
      sessionTimeout: SESSION_TIMEOUT_MS,
      heartbeatInterval: 1_000,
      maxBytesPerPartition: 2_097_152,
      retry: { restartOnFailure: () => Promise.resolve(true) },
    });
    const { service, database, bus } = messaging;
    this.relay = new OutboxRelay(service, database, (messages) => bus.send(messages), report);
  }

  start(): void {
    this.relay.start();
    void this.run().catch((error: unknown) => this.crashed(error));
  }

  async stop(): Promise<void> {
    await this.consumer.disconnect();
    await this.relay.stop();
    if (this.status.state !== 'crashed') this.status = { ...this.status, state: 'stopped' };
  }

  health(): WorkerHealth {
    return this.status;
  }

  private async run(): Promise<void> {
    const { consumer } = this;
    // After every join, whoever handles a partition has to claim it anew.
    consumer.on(consumer.events.GROUP_JOIN, () => {
      this.claims.clear();
      this.progress();
    });
    consumer.on(consumer.events.HEARTBEAT, ({ payload }) => {
      this.generation = Math.max(this.generation, payload.groupGenerationId);
      this.progress();
    });
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      this.report(payload.error);
      if (!payload.restart) this.crashed(payload.error);
    });
    await consumer.connect();
    await consumer.subscribe({ topics: [...this.handlings.keys()], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 1,
      eachBatch: (payload) => this.batch(payload),
    });
  }

  private async batch(payload: EachBatchPayload): Promise<void> {
    const { batch, isRunning, isStale, heartbeat } = payload;
    const handling = this.handlings.get(batch.topic);
    if (!handling) return;
    try {
      const held = await this.claimOf(batch.topic, batch.partition);
      const first = batch.messages[0];
      // Expired input must not be passed over in silence; a first claim begins wherever the topic begins.
      if (first && BigInt(first.offset) > held.nextOffset && held.nextOffset > 0n) {
        this.consumer.seek({ topic: batch.topic, partition: batch.partition, offset: held.nextOffset.toString() });
        return;
      }
      for (let from = 0; from < batch.messages.length; from += STRETCH) {
        if (!isRunning() || isStale()) return;
        const messages = batch.messages
          .slice(from, from + STRETCH)
          .map((message) => incoming(batch.topic, batch.partition, message));
        await handleBatch(this.messaging, handling, held, messages);
        const last = messages.at(-1);
        if (last) {
          held.nextOffset = last.offset + 1n;
          payload.resolveOffset(last.offset.toString());
          await this.consumer.commitOffsets([
            { topic: batch.topic, partition: batch.partition, offset: held.nextOffset.toString() },
          ]);
        }
        announce();
        this.progress();
        await heartbeat();
      }
    } catch (error) {
      this.claims.delete(`${batch.topic}|${batch.partition}`);
      if (error instanceof Fenced) return;
      if (error instanceof MessagesMissing) {
        const held = await this.claimOf(batch.topic, batch.partition);
        this.consumer.seek({ topic: batch.topic, partition: batch.partition, offset: held.nextOffset.toString() });
        return;
      }
      this.failed(error);
      throw error;
    }
  }

  private async claimOf(topic: string, partition: number): Promise<Claim & { nextOffset: bigint }> {
    const name = `${topic}|${partition}`;
    let held = this.claims.get(name);
    if (!held) {
      held = await claim(this.messaging.database, this.messaging.service, topic, partition, this.generation);
      this.claims.set(name, held);
    }
    return held;
  }

  private progress(): void {
    if (this.status.state !== 'crashed')
      this.status = { state: 'running', lastProgressAt: Date.now(), failures: 0, lastError: null };
  }

  private failed(error: unknown): void {
    const failures = this.status.failures + 1;
    this.report(error);
    if (failures >= MOST_FAILURES && !isTransient(error)) return this.crashed(error);
    this.status = { ...this.status, state: 'retrying', failures, lastError: String(error) };
  }

  private crashed(error: unknown): void {
    this.status = {
      ...this.status,
      state: 'crashed',
      lastError: error instanceof Error ? error.message : String(error),
    };
  }
}

function incoming(
  topic: string,
  partition: number,
  { offset, key, value, headers, timestamp }: KafkaMessage,
): IncomingMessage {
  const bytes = value ?? Buffer.alloc(0);
  const text = bytes.toString('utf8');
  const exact = !text.includes('\0') && Buffer.from(text, 'utf8').equals(bytes);
  const body = exact ? text : text.replaceAll('\0', '\uFFFD');
  const named = Object.fromEntries(Object.entries(headers ?? {}).map(([name, content]) => [name, String(content)]));
  return {
    topic,
    partition,
    offset: BigInt(offset),
    key: key?.toString('utf8') ?? createHash('sha256').update(bytes).digest('hex'),
    time: named['ce_time'] ?? new Date(Number.parseInt(timestamp, 10)).toISOString(),
    headers: named,
    body,
    bytes: exact ? null : bytes,
    size: bytes.length,
  };
}
