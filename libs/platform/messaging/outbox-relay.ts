import { setTimeout as sleep } from 'node:timers/promises';
import type { Database, Session } from '#platform/database';
import type { OutgoingMessage } from './message.js';
import { claimRelay, holdsRelay, outboxOf, readOutbox, removeFromOutbox, subjectOf, type Waiting } from './outbox.js';
import { Ear } from './wake-up.js';
import { pauseAfter } from './worker-health.js';

const POLL_MS = 100;
/** How often another instance asks whether it is its turn. */
const TAKE_OVER_MS = 1_000;
/** Bytes of one request: one partition may get all of it, and brokers take a million for one unless told otherwise. */
const REQUEST_BYTES = 900_000;
/** After this long a message that the broker refused is tried again. */
const REFUSED_PAUSE_MS = 10_000;

export interface RelayOptions {
  readonly service: string;
  readonly database: Database;
  /** Resolves when all are acknowledged; may have carried a part of them when it throws. */
  readonly send: (messages: readonly OutgoingMessage[]) => Promise<void>;
  /** Whether the broker refuses the message itself, so that trying again as it is cannot help. */
  readonly isRefusal: (error: unknown) => boolean;
  readonly report: (error: unknown) => void;
}

/**
 * Carries a service's outbox to Kafka, one request at a time. Rows leave after Kafka has acknowledged them, so a crash in between
 * sends them again with the same ids. A message that the broker refuses holds up only what follows it in its own topic and key.
 */
export class OutboxRelay {
  private readonly stopping = new AbortController();
  private readonly ear: Ear;
  private readonly refused = new Map<string, number>();
  private running: Promise<void> | undefined;
  private session: Session | undefined;
  private epoch: bigint | undefined;

  constructor(private readonly options: RelayOptions) {
    this.ear = new Ear([outboxOf(options.service)]);
  }

  start(): void {
    this.running = this.run();
  }

  /** Carries what is there before it ends. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    let failures = 0;
    for (let last = false; !last;) {
      last = this.stopping.signal.aborted;
      try {
        this.ear.beginLook();
        if (await this.isMine()) {
          while ((await this.carry()) > 0);
          failures = 0;
          if (!last) await this.ear.untilNews(POLL_MS, this.stopping.signal);
        } else if (!last) await this.pause(TAKE_OVER_MS);
      } catch (error) {
        this.options.report(error);
        await this.letGo();
        failures += 1;
        await this.pause(pauseAfter(failures));
      }
    }
    this.ear.close();
    await this.letGo();
  }

  /** A session lock keeps two relays apart in good times; the epoch tells one that slept that it is over. */
  private async isMine(): Promise<boolean> {
    const { service, database } = this.options;
    if (this.epoch !== undefined) {
      if (await holdsRelay(database, service, this.epoch)) return true;
      await this.letGo();
    }
    this.session ??= await database.session();
    const [lock] = await this.session.rows<{ held: boolean }>(
      `select pg_try_advisory_lock(hashtext('asiento relay'), hashtext($1)) as held`,
      [service],
    );
    if (lock?.held) this.epoch = await claimRelay(database, service);
    return this.epoch !== undefined;
  }

  private async carry(): Promise<number> {
    const { service, database } = this.options;
    const now = Date.now();
    for (const [subject, until] of this.refused) if (until <= now) this.refused.delete(subject);
    const page = await readOutbox(database, service, [...this.refused.keys()]);
    let carried = 0;
    for (const request of requestsOf(page)) {
      const sent = await this.send(request);
      if (this.epoch === undefined || !(await removeFromOutbox(database, service, this.epoch, sent)))
        throw new Error(`the outbox of ${service} is carried by somebody else`);
      carried += sent.length;
    }
    return carried;
  }

  /** Sends what can be sent; where the broker refuses, halves are tried until the refused one stands alone. */
  private async send(waiting: readonly Waiting[]): Promise<Waiting[]> {
    const free = waiting.filter((one) => !this.refused.has(subjectOf(one)));
    const [first] = free;
    if (!first) return [];
    try {
      await this.options.send(free.map(({ message }) => message));
      return free;
    } catch (error) {
      if (!this.options.isRefusal(error)) throw error;
      if (free.length === 1) {
        this.options.report(error);
        this.refused.set(subjectOf(first), Date.now() + REFUSED_PAUSE_MS);
        return [];
      }
      const middle = Math.ceil(free.length / 2);
      return [...(await this.send(free.slice(0, middle))), ...(await this.send(free.slice(middle)))];
    }
  }

  private async letGo(): Promise<void> {
    const { session } = this;
    this.session = undefined;
    this.epoch = undefined;
    await session?.release().catch(this.options.report);
  }

  private async pause(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}

function* requestsOf(page: readonly Waiting[]): Iterable<readonly Waiting[]> {
  let request: Waiting[] = [];
  let bytes = 0;
  for (const waiting of page) {
    const size = Buffer.byteLength(waiting.message.body);
    if (request.length > 0 && bytes + size > REQUEST_BYTES) {
      yield request;
      request = [];
      bytes = 0;
    }
    request.push(waiting);
    bytes += size;
  }
  if (request.length > 0) yield request;
}
