import type { Admin } from 'kafkajs';
import type { EventContract } from '#contracts';
import type { ServiceMessaging } from './batch-transaction.js';
import { positionsOf } from './position.js';

/** The log begins behind our position: what lay between is lost to us, and somebody has to decide what that means. */
export class InputExpired extends Error {
  override readonly name = 'InputExpired';
}

/** Where to read a partition from. */
export interface Start {
  readonly partition: number;
  readonly offset: bigint;
  /** Messages not handled yet. */
  readonly behind: bigint;
}

/** Where to begin: at the last record handled, to know the log again, else at the position. @throws InputExpired */
export async function startsOf(
  { database, service }: ServiceMessaging,
  admin: Admin,
  { topic, cleanup }: EventContract,
  partitions: readonly number[],
): Promise<readonly Start[]> {
  const positions = await positionsOf(database, service, topic);
  const bounds = new Map((await admin.fetchTopicOffsets(topic)).map((one) => [one.partition, one]));
  return partitions.map((partition) => {
    const { nextOffset, lastRecord } = positions.get(partition) ?? { nextOffset: 0n, lastRecord: undefined };
    const low = BigInt(bounds.get(partition)?.low ?? '0');
    const high = BigInt(bounds.get(partition)?.high ?? '0');
    // Shorter than we have come: another log. The claim will see that, too, and set the position back.
    if (high < nextOffset) return { partition, offset: low, behind: high - low };
    if (low > nextOffset && cleanup !== 'compact')
      throw new InputExpired(
        `${topic} ${partition}: messages ${nextOffset} to ${low - 1n} have expired before ${service} could handle them`,
      );
    const offset = lastRecord && lastRecord.offset >= low ? lastRecord.offset : nextOffset;
    return { partition, offset, behind: high - nextOffset };
  });
}
