import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from '#platform/database';
import { handleBatch, type Handling, type ServiceMessaging } from './batch-transaction.js';
import type { Worker } from './bus.js';
import { ROOM_IN_TAIL, type LogTail } from './log-tail.js';
import { headsOfLog, readLog } from './message-log.js';
import type { IncomingMessage } from './message.js';
import { claim, Fenced, MessagesMissing, type Claim } from './position.js';
import { Ear } from './wake-up.js';
import { HealthRecord, type WorkerHealth } from './worker-health.js';

const BATCH = 2_000;
const POLL_MS = 150;
/** How often an instance looks for partitions that another one has let go. */
const TAKE_OVER_MS = 1_000;

interface Owned extends Claim {
  next: bigint;
  head: bigint;
  ahead?: Promise<readonly IncomingMessage[]> | undefined;
}

/** Walks a service through its topics in the log: one batch at a time, over all partitions in turn. */
export class LogWorker implements Worker {
  private readonly stopping = new AbortController();
  private readonly record = new HealthRecord();
  private readonly ear: Ear;
  private readonly topics: readonly string[];
  private owned: Owned[] = [];
  private takeOverAt = 0;
  private session: Session | undefined;
  private running: Promise<void> | undefined;

  constructor(
    private readonly messaging: ServiceMessaging,
    private readonly handlings: ReadonlyMap<string, Handling>,
    private readonly tail: LogTail,
    private readonly report: (error: unknown) => void,
  ) {
    this.topics = [...handlings.keys()];
    this.ear = new Ear([...this.topics, ROOM_IN_TAIL]);
  }

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    this.record.stopped();
  }

  health(): WorkerHealth {
    return this.record.current;
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        this.ear.beginLook();
        await this.lookAtHeads();
        const worked = await this.round();
        this.record.progress(this.owned.map(({ topic, next, head }) => ({ topic, behind: head - next })));
        if (!worked) await this.ear.untilNews(POLL_MS, this.stopping.signal);
      } catch (error) {
        await this.letGo();
        // Somebody else works there now; that is no fault.
        if (error instanceof Fenced) continue;
        this.report(error);
        const next = this.record.failed(error);
        if (next === 'crashed') break;
        await sleep(next.pauseMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
        this.takeOverAt = 0;
      }
    }
    this.ear.close();
    await this.letGo();
  }

  /** One batch of each partition that has news and need not wait; false when there was none. */
  private async round(): Promise<boolean> {
    let worked = false;
    for (const partition of this.owned) {
      if (this.stopping.signal.aborted || partition.next >= partition.head) continue;
      // What is under way goes first: memory stays bounded however much comes in at once, and no trade waits half way for those
      // behind it. What our own services say never waits, so that they cannot wait for each other.
      if (this.tail.isFull && this.handlings.get(partition.topic)?.contract.origin === 'outside') continue;
      worked = true;
      await this.nextBatch(partition);
    }
    return worked;
  }

  private async nextBatch(partition: Owned): Promise<void> {
    const { topic } = partition;
    const handling = this.handlings.get(topic);
    if (!handling) throw new Error(`no handler for ${topic}`);
    const from = partition.next;
    const messages = await (partition.ahead ?? this.read(partition));
    partition.ahead = undefined;
    const to = from + BigInt(messages.length) - 1n;
    // Offsets are dense: a hole means that the log has been tampered with or restored without its end.
    const misplaced = messages.find(({ offset }, index) => offset !== from + BigInt(index));
    if (misplaced || messages.length === 0)
      throw new MessagesMissing(topic, partition.partition, from, misplaced?.offset ?? partition.head);
    const after = to + 1n;
    // The next stretch is fetched while this one is handled; a failure shows when it is asked for.
    if (after < partition.head) {
      partition.ahead = this.read({ ...partition, next: after });
      partition.ahead.catch(() => undefined);
    }
    await handleBatch(this.messaging, handling, [{ held: partition, stretch: { from, to, messages } }]);
    partition.next = after;
    this.tail.follow(this, topic, partition.partition, after);
  }

  private async read({ topic, partition, next }: Owned): Promise<readonly IncomingMessage[]> {
    const kept = this.tail.read(topic, partition, next, BATCH);
    return kept ?? readLog(this.messaging.database, topic, partition, next, BATCH);
  }

  private async lookAtHeads(): Promise<void> {
    const heads = await headsOfLog(this.messaging.database, this.topics);
    const free: { topic: string; partition: number }[] = [];
    for (const { topic, partition, nextOffset } of heads) {
      const mine = this.owned.find((one) => one.topic === topic && one.partition === partition);
      if (mine) mine.head = nextOffset;
      else free.push({ topic, partition });
    }
    if (free.length === 0 || Date.now() < this.takeOverAt) return;
    this.takeOverAt = Date.now() + TAKE_OVER_MS;
    if (await this.takeOver(free)) await this.lookAtHeads();
  }

  /** A session lock keeps instances apart in good times; the epoch keeps them apart always. */
  private async takeOver(free: readonly { topic: string; partition: number }[]): Promise<boolean> {
    const { database, service } = this.messaging;
    this.session ??= await database.session();
    const locked = await this.session.rows<{ topic: string; partition: number }>(
      `select topic, partition from unnest($2::text[], $3::int[]) as free(topic, partition)
       where pg_try_advisory_lock(hashtext($1), hashtext(topic || ' ' || partition))`,
      [`asiento ${service}`, free.map(({ topic }) => topic), free.map(({ partition }) => partition)],
    );
    for (const { topic, partition } of locked) {
      const held = await claim(database, service, topic, partition);
      this.owned.push({ topic, partition, epoch: held.epoch, next: held.nextOffset, head: held.nextOffset });
      this.tail.follow(this, topic, partition, held.nextOffset);
    }
    // In the order the service names its topics: what comes first on a trade's way is handled first.
    this.owned.sort((left, right) => this.topics.indexOf(left.topic) - this.topics.indexOf(right.topic));
    return locked.length > 0;
  }

  private async letGo(): Promise<void> {
    const { session } = this;
    this.owned = [];
    this.tail.leave(this);
    this.session = undefined;
    await session?.release().catch(this.report);
  }
}
