import { setTimeout as sleep } from 'node:timers/promises';
import type { EachBatchPayload } from 'kafkajs';
import { BatchesAtHand, type Fetched } from './kafka-at-hand.js';

const fetched = (topic: string, partition: number, count = 1, bytes = 100): EachBatchPayload => {
  const messages = Array.from({ length: count }, () => ({ value: Buffer.alloc(bytes) }));
  return { batch: { topic, partition, messages } } as unknown as EachBatchPayload;
};

const nameOf = ({ payload: { batch } }: Fetched): string => `${batch.topic} ${batch.partition}`;

/** Handles nothing until it is let. */
function desk(topics: readonly string[]) {
  const handled: string[][] = [];
  const ends: (() => void)[] = [];
  const atHand = new BatchesAtHand(topics, async (together) => {
    handled.push(together.map(nameOf));
    await new Promise<void>((end) => ends.push(end));
    for (const { done } of together) done(0);
  });
  return { atHand, handled, endNext: () => ends.shift()?.() };
}

describe('batches from Kafka', () => {
  it('of one topic that came together are handled in one go, whatever their partitions', async () => {
    const { atHand, handled } = desk(['trades', 'ticks']);
    for (const partition of [0, 1, 2]) void atHand.take(fetched('trades', partition), 1);
    void atHand.take(fetched('ticks', 0), 1);
    await sleep(5);
    expect(handled).toEqual([['trades 0', 'trades 1', 'trades 2'], ['ticks 0']]);
  });

  it('that come while their topic is in work wait for it, and go together after it', async () => {
    const { atHand, handled, endNext } = desk(['trades']);
    void atHand.take(fetched('trades', 0), 1);
    await sleep(5);
    for (const partition of [1, 2]) void atHand.take(fetched('trades', partition), 1);
    await sleep(5);
    expect(handled).toEqual([['trades 0']]);
    endNext();
    await sleep(5);
    expect(handled).toEqual([['trades 0'], ['trades 1', 'trades 2']]);
  });

  it('are not more together than one transaction should hold', async () => {
    const { atHand, handled } = desk(['trades']);
    for (const partition of [0, 1, 2]) void atHand.take(fetched('trades', partition, 900), 1);
    await sleep(5);
    expect(handled).toEqual([['trades 0', 'trades 1']]);
  });

  it('that take their time do not keep the next fetch waiting, as long as there is something else to fetch', async () => {
    const { atHand, endNext } = desk(['trades']);
    const slow = atHand.take(fetched('trades', 0), 1);
    expect(await atHand.shortly(slow, 2)).toBe(false);
    let returned = false;
    const only = atHand.shortly(slow, 1).then((done) => (returned = done));
    await sleep(60);
    expect(returned).toBe(false);
    endNext();
    await only;
    expect(returned).toBe(true);
  });

  it('stop further fetches when they hold too much memory', async () => {
    const { atHand, endNext } = desk(['trades']);
    const large = atHand.take(fetched('trades', 0, 9, 1_048_576), 1);
    let returned = false;
    const waited = atHand.shortly(large, 9).then(() => (returned = true));
    await sleep(60);
    expect(returned).toBe(false);
    endNext();
    await waited;
  });

  it('go first that stand earlier on the way of a trade', async () => {
    const topics = ['a', 'b', 'c', 'd', 'early', 'late'];
    const { atHand, handled, endNext } = desk(topics);
    for (const topic of topics.slice(0, 4)) void atHand.take(fetched(topic, 0), 1);
    await sleep(5);
    void atHand.take(fetched('late', 0), 1);
    void atHand.take(fetched('early', 0), 1);
    endNext();
    await sleep(5);
    expect(handled.at(-1)).toEqual(['early 0']);
  });
});
