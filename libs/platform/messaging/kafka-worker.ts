import type { Admin, Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { handleBatch, type Handling, type ServiceMessaging, type Stretch } from './batch-transaction.js';
import type { Worker } from './bus.js';
import { KafkaClaims, nameOf } from './kafka-claims.js';
import { fromKafka } from './kafka-message.js';
import { isRefusal } from './kafka-producer.js';
import { OutboxRelay } from './outbox-relay.js';
import { Fenced, MessagesMissing, OlderGeneration, positionsOf } from './position.js';
import { HealthRecord, type WorkerHealth } from './worker-health.js';

const STRETCH = 2_000;
/** Partitions handled at once: while one waits for its commit another works. Rows are locked in order, as between instances. */
const AT_ONCE = 4;
/** How long a fetch waits for news; also the longest that a stop waits for it. */
const FETCH_WAIT_MS = 250;
const OLDER_GENERATION_PAUSE_MS = 1_000;
/** What a broker says once or twice when it has just started, or a group has just been made. */
const USUAL_AT_FIRST = new Set([
  'GROUP_LOAD_IN_PROGRESS',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR_FOR_GROUP',
]);

/** The log begins behind our position: what lay between is lost to us, and somebody has to decide what that means. */
export class InputExpired extends Error {
  override readonly name = 'InputExpired';
}

/**
 * Handles a service's topics over Kafka. Positions live in the database with the effects; Kafka's offsets are a hint. A batch
 * that goes on after its partition has moved to another instance meets a higher epoch there and leaves nothing behind.
 */
export class KafkaWorker implements Worker {
  private readonly consumer: Consumer;
  private readonly admin: Admin;
  private readonly relay: OutboxRelay;
  private readonly claims: KafkaClaims;
  private readonly record = new HealthRecord();
  private readonly behind = new Map<string, { readonly topic: string; readonly behind: bigint }>();
  private readonly failing = new Set<string>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private membership = 0;
  private stopping = false;

  constructor(
    kafka: Kafka,
    private readonly messaging: ServiceMessaging,
    private readonly handlings: ReadonlyMap<string, Handling>,
    private readonly report: (error: unknown) => void,
    sessionMs: number,
  ) {
    this.consumer = kafka.consumer({
      groupId: `asiento.${messaging.service}`,
      sessionTimeout: sessionMs,
      heartbeatInterval: 1_000,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      maxBytesPerPartition: 2_097_152,
    });
    this.admin = kafka.admin();
    this.claims = new KafkaClaims(messaging, report);
    const { service, database, bus } = messaging;
    this.relay = new OutboxRelay({ service, database, send: (messages) => bus.send(messages), isRefusal, report });
  }

  start(): void {
    this.relay.start();
    void this.run().catch((error: unknown) => this.giveUp(error));
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.membership += 1;
    for (const timer of this.timers) clearTimeout(timer);
    await this.consumer.disconnect();
    await this.admin.disconnect();
    await this.relay.stop();
    this.record.stopped();
  }

  health(): WorkerHealth {
    return this.record.current;
  }

  private async run(): Promise<void> {
    const { consumer } = this;
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => this.joined(payload.memberAssignment));
    consumer.on(consumer.events.COMMIT_OFFSETS, ({ payload }) => this.claims.vouchedFor(payload.groupGenerationId));
    // The coordinator knows us; that is progress only where nothing is known to be left.
    consumer.on(consumer.events.HEARTBEAT, () => {
      if ([...this.behind.values()].every(({ behind }) => behind <= 0n)) this.progress();
    });
    consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => {
      if (!USUAL_AT_FIRST.has((error as { type?: string }).type ?? '')) this.report(error);
      if (!restart || this.record.failed(error) === 'crashed') this.giveUp(error);
    });
    await this.admin.connect();
    await consumer.connect();
    await consumer.subscribe({ topics: [...this.handlings.keys()], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: AT_ONCE,
      eachBatch: (payload) => this.batch(payload),
    });
  }

  /** Whoever handles a partition after a join claims it anew, and reads on from the position in the database. */
  private joined(assignment: Readonly<Record<string, number[]>>): void {
    this.membership += 1;
    this.claims.dropAll();
    this.behind.clear();
    this.failing.clear();
    const assigned = Object.entries(assignment).map(([topic, partitions]) => ({ topic, partitions }));
    // Nothing is fetched before the positions are known: this runs within the join.
    this.consumer.pause(assigned);
    void this.readOn(assigned, this.membership);
  }

  private async readOn(
    assigned: readonly { readonly topic: string; readonly partitions: number[] }[],
    membership: number,
  ): Promise<void> {
    try {
      for (const { topic, partitions } of assigned) {
        const seeks = await this.startsOf(topic, partitions);
        if (membership !== this.membership) return;
        for (const { partition, offset } of seeks) this.consumer.seek({ topic, partition, offset: offset.toString() });
      }
      this.consumer.resume([...assigned]);
      this.progress();
    } catch (error) {
      if (membership !== this.membership) return;
      this.report(error);
      if (error instanceof InputExpired) return this.giveUp(error);
      const next = this.record.failed(error);
      if (next === 'crashed') this.giveUp(error);
      else this.after(next.pauseMs, () => void this.readOn(assigned, membership));
    }
  }

  /** Where to begin: at the last record handled, to know the log again, else at the position. @throws InputExpired */
  private async startsOf(
    topic: string,
    partitions: readonly number[],
  ): Promise<readonly { partition: number; offset: bigint }[]> {
    const positions = await positionsOf(this.messaging.database, this.messaging.service, topic);
    const bounds = new Map((await this.admin.fetchTopicOffsets(topic)).map((one) => [one.partition, one]));
    return partitions.map((partition) => {
      const { nextOffset, lastRecord } = positions.get(partition) ?? { nextOffset: 0n, lastRecord: undefined };
      const low = BigInt(bounds.get(partition)?.low ?? '0');
      const high = BigInt(bounds.get(partition)?.high ?? '0');
      // Shorter than we have come: another log. The claim will see that, too, and set the position back.
      if (high < nextOffset) return { partition, offset: low };
      if (low > nextOffset && this.handlings.get(topic)?.contract.cleanup !== 'compact')
        throw new InputExpired(
          `${topic} ${partition}: messages ${nextOffset} to ${low - 1n} have expired before ${this.messaging.service} could handle them`,
        );
      this.behind.set(nameOf(topic, partition), { topic, behind: high - nextOffset });
      return { partition, offset: lastRecord && lastRecord.offset >= low ? lastRecord.offset : nextOffset };
    });
  }

  private async batch(payload: EachBatchPayload): Promise<void> {
    const { batch, isRunning, isStale, heartbeat } = payload;
    const { topic, partition } = batch;
    const handling = this.handlings.get(topic);
    if (!handling || this.stopping) return;
    try {
      const held = await this.claims.of(payload);
      const known = await this.claims.recognise(payload, held, handling.contract.cleanup === 'compact');
      if (known !== 'same') return this.consumer.seek({ topic, partition, offset: known.seek.toString() });
      for (const stretch of stretchesOf(batch)) {
        if (!isRunning() || isStale()) return;
        await handleBatch(this.messaging, handling, held, stretch);
        if (stretch.to >= held.nextOffset) this.claims.moved(held, stretch);
        payload.resolveOffset(stretch.to.toString());
        this.behind.set(nameOf(topic, partition), { topic, behind: BigInt(batch.highWatermark) - held.nextOffset });
        this.failing.delete(nameOf(topic, partition));
        this.progress();
        const offset = held.nextOffset.toString();
        await payload.commitOffsetsIfNecessary({ topics: [{ topic, partitions: [{ partition, offset }] }] });
        await heartbeat();
      }
    } catch (error) {
      this.failed(payload, error);
    }
  }

  /** Other partitions go on; this one is tried again after a pause, in which we stay a member of the group. */
  private failed({ batch: { topic, partition }, pause }: EachBatchPayload, error: unknown): void {
    this.claims.drop(topic, partition);
    // What the client itself says (a rebalance, a connection) the client knows how to answer.
    if (error instanceof Error && error.name.startsWith('KafkaJS')) throw error;
    if (error instanceof Fenced) return;
    if (error instanceof OlderGeneration) return this.after(OLDER_GENERATION_PAUSE_MS, pause());
    this.report(error);
    this.failing.add(nameOf(topic, partition));
    if (error instanceof MessagesMissing) this.consumer.seek({ topic, partition, offset: error.expected.toString() });
    const next = this.record.failed(error);
    if (next === 'crashed') this.giveUp(error);
    else this.after(next.pauseMs, pause());
  }

  private progress(): void {
    if (this.failing.size === 0) this.record.progress(this.behind.values());
  }

  private after(milliseconds: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      act();
    }, milliseconds);
    this.timers.add(timer);
  }

  /** Leaves the group, so that another instance may try; a process of its own ends with that. */
  private giveUp(error: unknown): void {
    if (this.stopping) return;
    this.record.crashed(error);
    this.membership += 1;
    void this.consumer.disconnect().catch(this.report);
  }
}

/** Cuts a batch; offsets without a message (ends of senders' transactions) belong to the stretch in which they lie. */
function* stretchesOf(batch: EachBatchPayload['batch']): Iterable<Stretch> {
  const { topic, partition } = batch;
  let from = BigInt(batch.firstOffset() ?? '0');
  for (let start = 0; start < batch.messages.length; start += STRETCH) {
    const messages = batch.messages
      .slice(start, start + STRETCH)
      .map((message) => fromKafka(topic, partition, message));
    const isLast = start + STRETCH >= batch.messages.length;
    const to = isLast ? BigInt(batch.lastOffset()) : (messages.at(-1)?.offset ?? from);
    yield { from, to, messages };
    from = to + 1n;
  }
}
