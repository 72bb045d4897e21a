import type { EachBatchPayload } from 'kafkajs';
import type { ServiceMessaging, Stretch } from './batch-transaction.js';
import { fromKafka } from './kafka-message.js';
import { beginAnew, claim, OlderGeneration, type Claim, type Position } from './position.js';
import { contentHashOf } from './read-message.js';

/** A partition that is ours, and how far we have come in it. */
export interface Held extends Claim {
  nextOffset: bigint;
  lastRecord: Position['lastRecord'];
  /** Whether the log is known to be the one of the position. */
  sameLog: boolean;
  lookedBack: boolean;
}

export const nameOf = (topic: string, partition: number): string => `${topic}|${partition}`;

/** The partitions that this member of the group has claimed in the database. */
export class KafkaClaims {
  private readonly held = new Map<string, Held>();
  private readonly olderOnce = new Set<string>();
  private generation = 0;

  constructor(
    private readonly messaging: ServiceMessaging,
    private readonly report: (error: unknown) => void,
  ) {}

  /** The coordinator has just taken an offset from us under this generation. */
  vouchedFor(generation: number): void {
    this.generation = generation;
  }

  all(): Iterable<Held> {
    return this.held.values();
  }

  /** What has been handled up to the end of the stretch, and by which record the log is known again. */
  moved(held: Held, { to, messages }: Stretch): void {
    held.nextOffset = to + 1n;
    const last = messages.at(-1);
    if (last) held.lastRecord = { offset: last.offset, hash: contentHashOf(last).toString('hex') };
  }

  drop(topic: string, partition: number): void {
    this.held.delete(nameOf(topic, partition));
  }

  dropAll(): void {
    this.held.clear();
  }

  /**
   * Claims the partition once for each membership. Before it writes, it lets the coordinator vouch that we are a member: a commit
   * of an offset is refused under an old generation, and tells the generation in hand. That offset is only a hint to lag tools.
   * @throws OlderGeneration the first time; when the coordinator vouches for us again, the group counts anew
   */
  async of({ batch, commitOffsetsIfNecessary }: EachBatchPayload): Promise<Held> {
    const { topic, partition } = batch;
    const name = nameOf(topic, partition);
    const known = this.held.get(name);
    if (known) return known;
    const { database, service } = this.messaging;
    await commitOffsetsIfNecessary({
      topics: [{ topic, partitions: [{ partition, offset: batch.firstOffset() ?? '0' }] }],
    });
    try {
      const claimed = await claim(database, service, topic, partition, {
        generation: this.generation,
        evenIfLower: this.olderOnce.delete(name),
      });
      const held = { ...claimed, sameLog: claimed.lastRecord === undefined, lookedBack: false };
      this.held.set(name, held);
      return held;
    } catch (error) {
      if (error instanceof OlderGeneration) this.olderOnce.add(name);
      throw error;
    }
  }

  /**
   * Whether the log still is the one in which we came this far: a topic that was made anew counts from zero, and going by the
   * offset alone would pass over all that is new. Gives the offset at which to go on reading when the batch cannot tell.
   */
  async recognise(
    { batch }: EachBatchPayload,
    held: Held,
    compacted: boolean,
  ): Promise<{ readonly seek: bigint } | 'same'> {
    const { lastRecord } = held;
    // The client has gone back by itself: after a hand-over, or because a topic made anew is shorter than our position.
    if (held.sameLog && BigInt(batch.firstOffset() ?? held.nextOffset) < held.nextOffset) {
      held.sameLog = false;
      held.lookedBack = false;
    }
    if (held.sameLog || !lastRecord) return 'same';
    const verdict = this.compare(batch, held, lastRecord, compacted);
    if (verdict === 'look') {
      held.lookedBack = true;
      return { seek: lastRecord.offset };
    }
    held.sameLog = true;
    if (verdict === 'same') return 'same';
    this.report(
      new Error(`${batch.topic} ${batch.partition} is another log than before; it is read from its beginning`),
    );
    await beginAnew(this.messaging.database, this.messaging.service, held);
    held.nextOffset = 0n;
    held.lastRecord = undefined;
    return { seek: 0n };
  }

  private compare(
    batch: EachBatchPayload['batch'],
    held: Held,
    { offset, hash }: { readonly offset: bigint; readonly hash: string },
    compacted: boolean,
  ): 'same' | 'other' | 'look' {
    if (BigInt(batch.highWatermark) < held.nextOffset) return 'other';
    const first = BigInt(batch.firstOffset() ?? batch.highWatermark);
    if (first <= offset && offset <= BigInt(batch.lastOffset())) {
      const record = batch.messages.find((message) => BigInt(message.offset) === offset);
      if (!record) return compacted ? 'same' : 'other';
      return contentHashOf(fromKafka(batch.topic, batch.partition, record)).toString('hex') === hash ? 'same' : 'other';
    }
    if (!held.lookedBack) return 'look';
    // We asked for it and got something later: it has expired or been compacted away, and what follows is all there is to go by.
    this.report(new Error(`${batch.topic} ${batch.partition}: record ${offset}, the last one handled, is gone`));
    return 'same';
  }
}
