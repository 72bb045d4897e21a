import { LARGEST_BODY_BYTES } from './message-log.js';
import { asText, type IncomingMessage, type OutgoingMessage } from './message.js';

/** Messages that a transaction has appended to one partition, from an offset on. */
export interface Appended {
  readonly topic: string;
  readonly partition: number;
  readonly first: bigint;
  readonly messages: readonly OutgoingMessage[];
}

/** What one partition keeps: enough for readers that keep up, whatever is slower reads from the database. */
const MOST_MESSAGES = 2_500;
const MOST_BYTES = 1_048_576;

interface Kept {
  start: bigint;
  messages: IncomingMessage[];
  bytes: number;
}

/**
 * The end of the log as this process has written it, after its commit. Readers in the same process take from here what they
 * would else fetch from the database, each on its own, and decode it once. It holds nothing that is not committed, and nothing
 * behind a hole: where another process has written in between, it begins anew.
 */
export class LogTail {
  private readonly partitions = new Map<string, Kept>();

  /** Call when the transaction has committed. */
  remember({ topic, partition, first, messages }: Appended): void {
    const name = `${topic}|${partition}`;
    let kept = this.partitions.get(name);
    if (!kept || kept.start + BigInt(kept.messages.length) !== first) {
      // An older stretch, whose commit was heard of late, adds nothing for those who are further.
      if (kept && first < kept.start) return;
      kept = { start: first, messages: [], bytes: 0 };
      this.partitions.set(name, kept);
    }
    for (const [index, { key, time, headers, body }] of messages.entries()) {
      const text = asText(body);
      const size = Buffer.byteLength(body);
      if (size > LARGEST_BODY_BYTES) {
        this.partitions.delete(name);
        return;
      }
      kept.messages.push({
        topic,
        partition,
        offset: first + BigInt(index),
        key,
        time,
        headers: headers ?? {},
        ...text,
        size,
      });
      kept.bytes += size;
    }
    if (kept.messages.length > MOST_MESSAGES || kept.bytes > MOST_BYTES) this.shorten(kept);
  }

  /** Messages from an offset on; undefined where they are not, or no longer, here. */
  read(topic: string, partition: number, from: bigint, limit: number): readonly IncomingMessage[] | undefined {
    const kept = this.partitions.get(`${topic}|${partition}`);
    if (!kept || from < kept.start) return undefined;
    const place = Number(from - kept.start);
    return place < kept.messages.length ? kept.messages.slice(place, place + limit) : undefined;
  }

  /** Forgets the older half. */
  private shorten(kept: Kept): void {
    const gone = kept.messages.splice(0, Math.ceil(kept.messages.length / 2));
    kept.start += BigInt(gone.length);
    kept.bytes = kept.messages.reduce((sum, { size }) => sum + size, 0);
  }
}
