import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from '#platform/database';
import { handleBatch, type Handling, type ServiceMessaging } from './batch-transaction.js';
import { readLog } from './message-log.js';
import type { IncomingMessage } from './message.js';
import { claim, type Claim } from './position.js';
import { announce, untilNews } from './wake-up.js';
import { isTransient, pauseAfter, type WorkerHealth } from './worker-health.js';

const BATCH = 2_000;
const POLL_MS = 150;
/** A fault that does not pass by itself is tried this often, then the service says so and stops. */
const MOST_FAILURES = 12;

interface Owned extends Claim {
  next: bigint;
  head: bigint;
  ahead?: Promise<IncomingMessage[]> | undefined;
}

/** Walks a service through its topics in the log: one batch at a time, over all partitions in turn. */
export class LogWorker {
  private readonly stopping = new AbortController();
  private owned: Owned[] = [];
  private session: Session | undefined;
  private running: Promise<void> | undefined;
  private status: WorkerHealth = { state: 'starting', lastProgressAt: Date.now(), failures: 0, lastError: null };

  constructor(
    private readonly messaging: ServiceMessaging,
    private readonly handlings: ReadonlyMap<string, Handling>,
    private readonly report: (error: unknown) => void,
  ) {}

  start(): void {
    this.running = this.run();
  }

  /** Ends after the batch at hand. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await this.session?.release().catch(this.report);
    if (this.status.state !== 'crashed') this.status = { ...this.status, state: 'stopped' };
  }

  health(): WorkerHealth {
    return this.status;
  }

  private async run(): Promise<void> {
    let failures = 0;
    while (!this.stopping.signal.aborted) {
      try {
        if (this.owned.length === 0) await this.claimPartitions();
        const worked = await this.round();
        failures = 0;
        this.status = { state: 'running', lastProgressAt: Date.now(), failures, lastError: null };
        if (!worked) await untilNews(POLL_MS, this.stopping.signal);
      } catch (error) {
        failures += 1;
        this.owned = [];
        const crashed = failures >= MOST_FAILURES && !isTransient(error);
        this.status = {
          ...this.status,
          state: crashed ? 'crashed' : 'retrying',
          failures,
          lastError: error instanceof Error ? error.message : String(error),
        };
        this.report(error);
        if (crashed) return;
        await sleep(pauseAfter(failures), undefined, { signal: this.stopping.signal }).catch(() => undefined);
      }
    }
  }

  /** One batch of each partition that has news; false when none had. */
  private async round(): Promise<boolean> {
    if (this.owned.every(({ next, head }) => next >= head)) await this.lookAtHeads();
    let worked = false;
    for (const partition of this.owned) {
      if (this.stopping.signal.aborted || partition.next >= partition.head) continue;
      worked = true;
      await this.nextBatch(partition);
    }
    return worked;
  }

  private async nextBatch(partition: Owned): Promise<void> {
    const { topic } = partition;
    const handling = this.handlings.get(topic);
    if (!handling) throw new Error(`no handler for ${topic}`);
    const messages = await (partition.ahead ?? this.read(partition));
    partition.ahead = undefined;
    const last = messages.at(-1);
    if (!last) {
      // The head counts what is being committed just now.
      partition.head = partition.next;
      return;
    }
    const after = last.offset + 1n;
    // The next stretch is fetched while this one is handled; a failure shows when it is asked for.
    if (after < partition.head) {
      partition.ahead = this.read({ ...partition, next: after });
      partition.ahead.catch(() => undefined);
    }
    await handleBatch(this.messaging, handling, partition, messages);
    announce();
    partition.next = after;
  }

  private read({ topic, partition, next }: Owned): Promise<IncomingMessage[]> {
    return readLog(this.messaging.database, topic, partition, next, BATCH);
  }

  private async lookAtHeads(): Promise<void> {
    const rows = await this.messaging.database.rows<{ topic: string; partition: number; next_offset: string }>(
      'select topic, partition, next_offset from messaging.log_head where topic = any($1)',
      [[...this.handlings.keys()]],
    );
    const heads = new Map(
      rows.map(({ topic, partition, next_offset }) => [`${topic}|${partition}`, BigInt(next_offset)]),
    );
    for (const partition of this.owned)
      partition.head = heads.get(`${partition.topic}|${partition.partition}`) ?? partition.next;
    if (rows.length > this.owned.length) await this.claimPartitions();
  }

  /** A session lock keeps instances apart in good times; the epoch keeps them apart always. */
  private async claimPartitions(): Promise<void> {
    const { database, service } = this.messaging;
    await this.session?.release().catch(() => undefined);
    this.session = await database.session();
    const heads = await database.rows<{ topic: string; partition: number }>(
      'select topic, partition from messaging.log_head where topic = any($1) order by topic, partition',
      [[...this.handlings.keys()]],
    );
    this.owned = [];
    for (const { topic, partition } of heads) {
      const [lock] = await this.session.rows<{ held: boolean }>(
        'select pg_try_advisory_lock(hashtext($1), hashtext($2)) as held',
        [`asiento ${service}`, `${topic} ${partition}`],
      );
      if (!lock?.held) continue;
      const held = await claim(database, service, topic, partition);
      this.owned.push({ ...held, next: held.nextOffset, head: held.nextOffset });
    }
    this.order();
  }

  /** In the order the service names its topics: what comes first on a trade's way is handled first. */
  private order(): void {
    const rank = new Map([...this.handlings.keys()].map((topic, index) => [topic, index]));
    this.owned.sort((left, right) => (rank.get(left.topic) ?? 0) - (rank.get(right.topic) ?? 0));
  }
}
