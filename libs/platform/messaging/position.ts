import type { Transaction } from '#platform/database';

/** The right to write for one partition: holds until somebody claims it again. */
export interface Claim {
  readonly topic: string;
  readonly partition: number;
  readonly epoch: bigint;
}

/** Another owner has claimed the partition: nothing of this transaction may stay. */
export class Fenced extends Error {
  override readonly name = 'Fenced';

  constructor({ topic, partition, epoch }: Claim) {
    super(`${topic} ${partition} was claimed by another owner after epoch ${epoch}`);
  }
}

/** Messages between the position and what arrived are missing: going on would lose them. */
export class MessagesMissing extends Error {
  override readonly name = 'MessagesMissing';

  constructor(topic: string, partition: number, expected: bigint, found: bigint) {
    super(`${topic} ${partition}: message ${expected} is next, but ${found} came`);
  }
}

/** Raises the epoch, so that whoever held the partition before can no longer write. */
export async function claim(
  db: Transaction,
  schema: string,
  topic: string,
  partition: number,
  kafkaGeneration = 0,
): Promise<Claim & { nextOffset: bigint; lastRecordHash: string | null }> {
  const [row] = await db.rows<{ epoch: string; next_offset: string; last_record_hash: string | null }>(
    `insert into ${schema}.consumer_position as position (topic, partition, epoch, kafka_generation) values ($1, $2, 1, $3)
     on conflict on constraint consumer_position_pk do update
       set epoch = position.epoch + 1, kafka_generation = greatest(position.kafka_generation, $3)
     returning epoch, next_offset, last_record_hash`,
    [topic, partition, kafkaGeneration],
  );
  if (!row) throw new Error(`${topic} ${partition} could not be claimed`);
  return {
    topic,
    partition,
    epoch: BigInt(row.epoch),
    nextOffset: BigInt(row.next_offset),
    lastRecordHash: row.last_record_hash,
  };
}

/** Locks the position for this transaction. @throws Fenced */
export async function lockPosition(tx: Transaction, schema: string, held: Claim): Promise<bigint> {
  const [row] = await tx.rows<{ epoch: string; next_offset: string }>(
    `select epoch, next_offset from ${schema}.consumer_position where topic = $1 and partition = $2 for update`,
    [held.topic, held.partition],
  );
  if (!row || BigInt(row.epoch) !== held.epoch) throw new Fenced(held);
  return BigInt(row.next_offset);
}

export interface Advance {
  readonly nextOffset: bigint;
  readonly applied: number;
  readonly duplicates: number;
  readonly lastRecordHash: string;
}

export async function advance(tx: Transaction, schema: string, held: Claim, by: Advance): Promise<void> {
  await tx.execute(
    `update ${schema}.consumer_position set next_offset = $3, applied = applied + $4, duplicates = duplicates + $5,
       last_record_hash = $6, moved_at = now()
     where topic = $1 and partition = $2`,
    [held.topic, held.partition, by.nextOffset.toString(), by.applied, by.duplicates, by.lastRecordHash],
  );
}
