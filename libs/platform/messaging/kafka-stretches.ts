import type { EachBatchPayload } from 'kafkajs';
import type { Stretch } from './batch-transaction.js';
import { fromKafka } from './kafka-message.js';

/** Messages of one transaction. */
const STRETCH = 2_000;

/** Cuts a batch; offsets without a message (ends of senders' transactions) belong to the stretch in which they lie. */
export function* stretchesOf(batch: EachBatchPayload['batch']): Iterable<Stretch> {
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
