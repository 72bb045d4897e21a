import type { Admin, Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { handleBatch, type Handling, type ServiceMessaging, type Stretch } from './batch-transaction.js';
import type { Worker } from './bus.js';
import { kafkaUserOf } from './kafka-access.js';
import { BatchesAtHand, type Fetched } from './kafka-at-hand.js';
import { KafkaClaims, nameOf, type Held } from './kafka-claims.js';
import { KAFKA_RETRY } from './kafka-connection.js';
import { endFormerLives } from './kafka-former-life.js';
import { OffsetHints } from './kafka-hints.js';
import { isRefusal } from './kafka-producer.js';
import { InputExpired, startsOf } from './kafka-starts.js';
import { stretchesOf } from './kafka-stretches.js';
import { OutboxRelay } from './outbox-relay.js';
import { Fenced, MessagesMissing, OlderGeneration } from './position.js';
import { HealthRecord, isTransient, type WorkerHealth } from './worker-health.js';

/** Batches of one fetch that the client hands over at once; how many of them are worked on is ours to say. */
const HANDED_OVER_AT_ONCE = 100;
/** How long a fetch waits for news; also the longest that a stop waits for it. */
const FETCH_WAIT_MS = 250;
const OLDER_GENERATION_PAUSE_MS = 1_000;
/** What a broker says once or twice when it has just started, or a group has just been made. */
const USUAL_AT_FIRST = new Set([
  'GROUP_LOAD_IN_PROGRESS',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR_FOR_GROUP',
]);

/** A batch whose partition is claimed. */
interface Ready {
  readonly fetched: Fetched;
  readonly held: Held;
  readonly stretches: readonly Stretch[];
}

type Step = Pick<Ready, 'fetched' | 'held'> & { readonly stretch: Stretch };

/**
 * Handles a service's topics over Kafka. Positions live in the database with the effects; Kafka's offsets are a hint. A batch
 * that goes on after its partition has moved to another instance meets a higher epoch there and leaves nothing behind.
 */
export class KafkaWorker implements Worker {
  private readonly group: string;
  private readonly consumer: Consumer;
  private readonly admin: Admin;
  private readonly relay: OutboxRelay;
  private readonly claims: KafkaClaims;
  private readonly topics: readonly string[];
  private readonly atHand: BatchesAtHand;
  private readonly hints: OffsetHints;
  private readonly record = new HealthRecord();
  private readonly behind = new Map<string, { readonly topic: string; readonly behind: bigint }>();
  private readonly failing = new Set<string>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private membership = 0;
  private assigned = 0;
  private stopping = false;

  constructor(
    private readonly kafka: Kafka,
    private readonly messaging: ServiceMessaging,
    private readonly handlings: ReadonlyMap<string, Handling>,
    private readonly report: (error: unknown) => void,
    sessionMs: number,
  ) {
    this.group = kafkaUserOf(messaging.service);
    this.consumer = kafka.consumer({
      groupId: this.group,
      sessionTimeout: sessionMs,
      heartbeatInterval: 1_000,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      maxBytesPerPartition: 2_097_152,
      retry: KAFKA_RETRY,
    });
    this.admin = kafka.admin();
    this.topics = [...handlings.keys()];
    this.atHand = new BatchesAtHand(this.topics, (together) => this.handleTogether(together));
    this.claims = new KafkaClaims(messaging, report);
    this.hints = new OffsetHints((offsets) => this.consumer.commitOffsets(offsets));
    const { service, database, bus } = messaging;
    this.relay = new OutboxRelay({ service, database, send: (messages) => bus.send(messages), isRefusal, report });
  }

  start(): void {
    this.relay.start();
    void this.run().catch((error: unknown) => this.giveUp(error));
  }

  async stop(): Promise<void> {
    this.stopping = true;
    for (const timer of this.timers) clearTimeout(timer);
    await this.atHand.idle();
    await this.hints.tell();
    this.membership += 1;
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
    // Without this the group waits for the session of the dead; nothing else depends on it.
    await endFormerLives(this.kafka, this.admin, this.group).catch(this.report);
    if (this.stopping) return;
    await consumer.connect();
    await consumer.subscribe({ topics: [...this.topics], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: HANDED_OVER_AT_ONCE,
      eachBatch: (payload) => this.batch(payload),
    });
  }

  /** Whoever handles a partition after a join claims it anew, and reads on from the position in the database. */
  private joined(assignment: Readonly<Record<string, number[]>>): void {
    this.membership += 1;
    this.claims.dropAll();
    this.behind.clear();
    this.failing.clear();
    this.hints.forget();
    const assigned = Object.entries(assignment).map(([topic, partitions]) => ({ topic, partitions }));
    this.assigned = assigned.reduce((sum, { partitions }) => sum + partitions.length, 0);
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
        const starts = await startsOf(this.messaging, this.admin, this.handlingOf(topic).contract, partitions);
        if (membership !== this.membership) return;
        for (const { partition, offset, behind } of starts) {
          this.consumer.seek({ topic, partition, offset: offset.toString() });
          this.behind.set(nameOf(topic, partition), { topic, behind });
        }
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

  /** Gives a batch back to the client when it is done, or when it takes so long that others should be fetched meanwhile. */
  private async batch(payload: EachBatchPayload): Promise<void> {
    const { membership, assigned } = this;
    const work = this.atHand.take(payload, membership);
    const done = await this.atHand.shortly(work, assigned);
    if (membership !== this.membership) return;
    const goOn = payload.pause();
    const restAndGoOn = (restMs: number): void => {
      if (membership !== this.membership) return;
      if (restMs > 0) this.after(restMs, goOn);
      else goOn();
    };
    if (done) return restAndGoOn(await work);
    // An error that only the client can answer meets it again in its own next heartbeat.
    void work.then(restAndGoOn, () => restAndGoOn(0));
  }

  private isOver({ membership, payload }: Fetched): boolean {
    return this.stopping || membership !== this.membership || !payload.isRunning() || payload.isStale();
  }

  /** Handles batches of one topic in one transaction; where that fails, each by itself shows which it was. */
  private async handleTogether(together: readonly Fetched[]): Promise<void> {
    const ready: Ready[] = [];
    const claims = together.map(async (fetched) => {
      try {
        const held = await this.claimed(fetched);
        if (held) ready.push({ fetched, held, stretches: [...stretchesOf(fetched.payload.batch)] });
        else fetched.done(0);
      } catch (error) {
        this.failed([fetched], error);
      }
    });
    await Promise.all(claims);
    const all = ready.map(({ fetched }) => fetched);
    if (ready.length > 1)
      try {
        await this.handle(ready.flatMap((one) => one.stretches.map((stretch) => ({ ...one, stretch }))));
        return all.forEach(({ done }) => done(0));
      } catch (error) {
        if (isTransient(error)) return this.failed(all, error);
      }
    for (const one of ready)
      try {
        for (const stretch of one.stretches) if (!this.isOver(one.fetched)) await this.handle([{ ...one, stretch }]);
        one.fetched.done(0);
      } catch (error) {
        this.failed([one.fetched], error);
      }
  }

  /** The claim to its partition; undefined where the batch is not to be handled. */
  private async claimed(fetched: Fetched): Promise<Held | undefined> {
    if (this.isOver(fetched)) return undefined;
    const { topic, partition } = fetched.payload.batch;
    const held = await this.claims.of(fetched.payload);
    const compacted = this.handlingOf(topic).contract.cleanup === 'compact';
    const known = await this.claims.recognise(fetched.payload, held, compacted);
    if (this.isOver(fetched)) return undefined;
    if (known === 'same') return held;
    this.consumer.seek({ topic, partition, offset: known.seek.toString() });
    return undefined;
  }

  private async handle(parts: readonly Step[]): Promise<void> {
    const [first] = parts;
    if (!first) return;
    await handleBatch(this.messaging, this.handlingOf(first.held.topic), parts);
    for (const { fetched, held, stretch } of parts) {
      if (fetched.membership !== this.membership) continue;
      const { topic, partition } = held;
      if (stretch.to >= held.nextOffset) this.claims.moved(held, stretch);
      fetched.payload.resolveOffset(stretch.to.toString());
      const high = BigInt(fetched.payload.batch.highWatermark);
      this.behind.set(nameOf(topic, partition), { topic, behind: high - held.nextOffset });
      this.failing.delete(nameOf(topic, partition));
      this.hints.note(held);
    }
    this.progress();
    await first.fetched.payload.heartbeat();
  }

  private handlingOf(topic: string): Handling {
    const handling = this.handlings.get(topic);
    if (!handling) throw new Error(`no handler for ${topic}`);
    return handling;
  }

  /** Other partitions go on; these are tried again after a pause, in which we stay a member of the group. */
  private failed(batches: readonly Fetched[], error: unknown): void {
    const ours = batches.filter(({ membership }) => membership === this.membership);
    const rest = (milliseconds: number): void => batches.forEach(({ done }) => done(milliseconds));
    for (const { payload } of ours) this.claims.drop(payload.batch.topic, payload.batch.partition);
    // What the client itself says (a rebalance, a connection) the client knows how to answer.
    if (error instanceof Error && error.name.startsWith('KafkaJS'))
      return batches.forEach(({ failed }) => failed(error));
    if (error instanceof Fenced || ours.length === 0) return rest(0);
    if (error instanceof OlderGeneration) return rest(OLDER_GENERATION_PAUSE_MS);
    this.report(error);
    for (const { payload } of ours) {
      const { topic, partition } = payload.batch;
      this.failing.add(nameOf(topic, partition));
      if (error instanceof MessagesMissing) this.consumer.seek({ topic, partition, offset: error.expected.toString() });
    }
    const next = this.record.failed(error);
    if (next === 'crashed') this.giveUp(error);
    rest(next === 'crashed' ? 0 : next.pauseMs);
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
