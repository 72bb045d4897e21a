import type { EventContract } from '#contracts';
import type { Transaction } from '#platform/database';
import type { MessageBus } from './bus.js';

/** Who hears what. */
export interface Hearer {
  readonly name: string;
  readonly hears: readonly EventContract[];
}

interface Standing {
  readonly service: string;
  readonly topic: string | null;
  readonly partition: number;
  /** Next offset of a partition; where `topic` is null, messages in the outbox. */
  readonly count: string;
}

/**
 * Messages that somebody hears and has not handled, and messages that wait in an outbox; over all given services. Zero means
 * that all was quiet at that moment: positions and outboxes are read in one snapshot, and the heads, which only grow, after it.
 * @param db may read every service's schema
 */
export async function backlog(db: Transaction, bus: MessageBus, hearers: readonly Hearer[]): Promise<number> {
  const rows = await db.rows<Standing>(
    hearers
      .map(
        ({ name }) =>
          `select '${name}' as service, topic, partition, next_offset as count from ${name}.consumer_position
           union all select '${name}', null, 0, count(*) from ${name}.outbox`,
      )
      .join(' union all '),
  );
  const heads = await bus.heads(hearers.flatMap(({ hears }) => hears));
  let left = 0n;
  const positions = new Map<string, bigint>();
  for (const { service, topic, partition, count } of rows) {
    if (topic === null) left += BigInt(count);
    else positions.set(`${service}|${topic}|${partition}`, BigInt(count));
  }
  for (const { name, hears } of hearers) {
    const heard = new Set(hears.map(({ topic }) => topic));
    for (const { topic, partition, nextOffset } of heads) {
      const behind = nextOffset - (positions.get(`${name}|${topic}|${partition}`) ?? 0n);
      if (heard.has(topic) && behind > 0n) left += behind;
    }
  }
  return Number(left);
}
