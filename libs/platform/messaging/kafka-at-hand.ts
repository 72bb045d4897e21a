import type { EachBatchPayload } from 'kafkajs';

/** Topics handled at once: while one waits for its commit another works. */
const AT_ONCE = 4;
/** Messages of several partitions that are handled together. */
const MOST_TOGETHER = 2_000;
/** So long the next fetch waits for a batch: most are done by then, and need not be fetched around. */
const PATIENCE_MS = 20;
/** What stands earlier on a trade's way goes before what has come so much sooner, for each step between them. */
const PRECEDENCE_MS = 50;
/** Bytes of messages that may wait in memory while others are fetched. */
const MOST_BYTES = 8 * 1_048_576;

/** A batch of one partition, as the client handed it over. */
export interface Fetched {
  readonly payload: EachBatchPayload;
  /** Counts the joins of the group: after another one the batch is no longer ours. */
  readonly membership: number;
  /** It is done; the partition is to rest for so many milliseconds. */
  readonly done: (restMs: number) => void;
  readonly failed: (error: unknown) => void;
}

interface Waiting extends Fetched {
  readonly due: number;
}

/**
 * Batches that have been fetched and are not done yet. Those of one topic that wait for their turn are handled together: a
 * transaction costs the same for one message as for fifty, and with many partitions nearly every message would have its own.
 *
 * The client fetches anew when it has been given back all batches of the last fetch; a message that arrives meanwhile would wait
 * for the slowest of them. So a batch that takes its time is left aside, its partition paused, while others are fetched.
 */
export class BatchesAtHand {
  private waiting: Waiting[] = [];
  private readonly busy = new Set<string>();
  private readonly works = new Set<Promise<unknown>>();
  private bytes = 0;

  /** @param topics in the order of a trade's way */
  constructor(
    private readonly topics: readonly string[],
    private readonly handle: (together: readonly Fetched[]) => Promise<void>,
  ) {}

  /** @returns when it has been handled: so many milliseconds its partition is to rest */
  take(payload: EachBatchPayload, membership: number): Promise<number> {
    const { topic, messages } = payload.batch;
    const bytes = messages.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
    const due = performance.now() + this.topics.indexOf(topic) * PRECEDENCE_MS;
    const work = new Promise<number>((done, failed) => {
      this.waiting.push({ payload, membership, done, failed, due });
    }).finally(() => {
      this.bytes -= bytes;
      this.works.delete(work);
    });
    this.bytes += bytes;
    this.works.add(work);
    // Not at once: what was fetched together comes one by one, in the same turn of the event loop.
    setImmediate(() => this.begin());
    return work;
  }

  /**
   * Waits for a batch for as long as the next fetch should.
   * @param assigned partitions in all; when none is left to be fetched, waiting is all there is to do
   * @returns false when it goes on aside
   */
  async shortly(work: Promise<number>, assigned: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const impatient = new Promise<false>((tell) => {
      timer = setTimeout(() => tell(false), PATIENCE_MS);
    });
    const done = await Promise.race([work.then(() => true), impatient]).finally(() => clearTimeout(timer));
    if (done || (this.works.size < assigned && this.bytes <= MOST_BYTES)) return done;
    await work;
    return true;
  }

  /** Resolves when nothing is at hand any more. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.works);
  }

  private begin(): void {
    while (this.busy.size < AT_ONCE) {
      const [first] = this.waiting
        .filter(({ payload }) => !this.busy.has(payload.batch.topic))
        .sort((left, right) => left.due - right.due);
      if (!first) return;
      const { topic } = first.payload.batch;
      const together = this.together(topic);
      this.waiting = this.waiting.filter((one) => !together.includes(one));
      this.busy.add(topic);
      void this.handle(together).finally(() => {
        this.busy.delete(topic);
        this.begin();
      });
    }
  }

  /** The first of the topic, and as many more as are not too much with it. */
  private together(topic: string): Waiting[] {
    const chosen: Waiting[] = [];
    let messages = 0;
    for (const one of this.waiting) {
      const { batch } = one.payload;
      if (batch.topic !== topic) continue;
      messages += batch.messages.length;
      if (chosen.length > 0 && messages > MOST_TOGETHER) break;
      chosen.push(one);
    }
    return chosen;
  }
}
