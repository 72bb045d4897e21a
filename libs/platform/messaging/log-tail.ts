import { LARGEST_BODY_BYTES } from './message-log.js';
import { asText, type IncomingMessage, type OutgoingMessage } from './message.js';
import { knownAlready } from './read-message.js';
import { announce } from './wake-up.js';

/** Messages that a transaction has appended to one partition, from an offset on. */
export interface Appended {
  readonly topic: string;
  readonly partition: number;
  readonly first: bigint;
  readonly messages: readonly OutgoingMessage[];
}

/** From here on the house works off what it has said before it takes in more; at half of it, it takes in again. */
const ENOUGH_BYTES = 8 * 1_048_576;
/** More is never kept: whatever is slower reads from the database. */
const MOST_BYTES = 4 * ENOUGH_BYTES;
/** A house none of whose readers moves is not waited for. */
const PATIENCE_MS = 1_000;

/** Announced when there is room again for what outside senders have sent. */
export const ROOM_IN_TAIL = 'room in the tail of the log';

interface Kept {
  start: bigint;
  messages: IncomingMessage[];
  bytes: number;
  /** Who in this process reads the partition, and where each will go on. */
  readonly readers: Map<object, bigint>;
}

/**
 * The end of the log as this process has written it, after its commit. Readers in the same process take from here what they
 * would else fetch from the database, each on its own, and decode it once, or not at all where a service of this process said
 * it. It holds nothing that is not committed, nothing behind a hole (where another process has written in between, it begins
 * anew), and nothing that all its readers have passed.
 */
export class LogTail {
  private readonly partitions = new Map<string, Kept>();
  private bytes = 0;
  private lastMoveAt = 0;

  /** The reader goes on from an offset: what lies before it is not kept for it. Call again whenever it has moved. */
  follow(reader: object, topic: string, partition: number, next: bigint): void {
    const name = nameOf(topic, partition);
    let kept = this.partitions.get(name);
    if (!kept) {
      kept = { start: 0n, messages: [], bytes: 0, readers: new Map() };
      this.partitions.set(name, kept);
    }
    kept.readers.set(reader, next);
    this.lastMoveAt = performance.now();
    this.forgetPassed(kept);
  }

  /** The reader has stopped, or begins anew. */
  leave(reader: object): void {
    for (const kept of this.partitions.values()) if (kept.readers.delete(reader)) this.forgetPassed(kept);
  }

  /** Whether readers have so much before them that new work from outside should wait. */
  get isFull(): boolean {
    return this.bytes > ENOUGH_BYTES && performance.now() - this.lastMoveAt < PATIENCE_MS;
  }

  /** Call when the transaction has committed. */
  remember({ topic, partition, first, messages }: Appended): void {
    const kept = this.partitions.get(nameOf(topic, partition));
    if (!kept || kept.readers.size === 0) return;
    if (kept.start + BigInt(kept.messages.length) !== first) {
      // An older stretch, whose commit was heard of late, adds nothing for those who are further.
      if (kept.messages.length > 0 && first < kept.start) return;
      this.forget(kept, kept.messages.length);
      kept.start = first;
    }
    for (const [index, { key, time, headers, body, event }] of messages.entries()) {
      const text = asText(body);
      const size = Buffer.byteLength(body);
      if (size > LARGEST_BODY_BYTES) {
        this.forget(kept, kept.messages.length);
        return;
      }
      const message = {
        topic,
        partition,
        offset: first + BigInt(index),
        key,
        time,
        headers: headers ?? {},
        ...text,
        size,
      };
      if (event !== undefined) knownAlready(message, event);
      kept.messages.push(message);
      kept.bytes += size;
      this.bytes += size;
    }
    while (this.bytes > MOST_BYTES) this.shortenLongest();
  }

  /** Messages from an offset on; undefined where they are not, or no longer, here. */
  read(topic: string, partition: number, from: bigint, limit: number): readonly IncomingMessage[] | undefined {
    const kept = this.partitions.get(nameOf(topic, partition));
    if (!kept || from < kept.start) return undefined;
    const place = Number(from - kept.start);
    return place < kept.messages.length ? kept.messages.slice(place, place + limit) : undefined;
  }

  private forgetPassed(kept: Kept): void {
    let slowest = kept.start + BigInt(kept.messages.length);
    for (const next of kept.readers.values()) if (next < slowest) slowest = next;
    if (slowest > kept.start) this.forget(kept, Number(slowest - kept.start));
  }

  /** Forgets the oldest messages of a partition. */
  private forget(kept: Kept, count: number): void {
    const hadEnough = this.bytes > ENOUGH_BYTES / 2;
    for (const { size } of kept.messages.splice(0, count)) {
      kept.bytes -= size;
      this.bytes -= size;
    }
    kept.start += BigInt(count);
    if (hadEnough && this.bytes <= ENOUGH_BYTES / 2) announce([ROOM_IN_TAIL]);
  }

  private shortenLongest(): void {
    let longest: Kept | undefined;
    for (const kept of this.partitions.values()) if (!longest || kept.bytes > longest.bytes) longest = kept;
    if (longest) this.forget(longest, Math.ceil(longest.messages.length / 2));
  }
}

const nameOf = (topic: string, partition: number): string => `${topic}|${partition}`;
