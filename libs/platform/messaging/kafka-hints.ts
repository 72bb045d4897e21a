import type { TopicPartitionOffsetAndMetadata } from 'kafkajs';
import { nameOf, type Held } from './kafka-claims.js';

const EVERY_MS = 1_000;

/**
 * Tells Kafka how far we have come, for tools that show lag; we go by the positions in the database. Once a second for all
 * partitions: an answer for every batch would cost as much as the batch.
 */
export class OffsetHints {
  private readonly next = new Map<string, TopicPartitionOffsetAndMetadata>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly commit: (offsets: TopicPartitionOffsetAndMetadata[]) => Promise<void>) {}

  note({ topic, partition, nextOffset }: Held): void {
    this.next.set(nameOf(topic, partition), { topic, partition, offset: nextOffset.toString() });
    this.timer ??= setTimeout(() => void this.tell(), EVERY_MS).unref();
  }

  /** Never fails: what is wrong with the group or the broker shows at the next fetch, and a later hint replaces this one. */
  async tell(): Promise<void> {
    const offsets = [...this.next.values()];
    this.forget();
    if (offsets.length > 0) await this.commit(offsets).catch(() => undefined);
  }

  forget(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.next.clear();
  }
}
