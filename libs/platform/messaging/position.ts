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

  constructor(
    topic: string,
    partition: number,
    readonly expected: bigint,
    found: bigint,
  ) {
    super(`${topic} ${partition}: message ${expected} is next, but ${found} came`);
  }
}

/** Kafka says that we belong to an older generation of the group than the last owner. */
export class OlderGeneration extends Error {
  override readonly name = 'OlderGeneration';
}

/** How far a service has come in a partition. */
export interface Position {
  readonly nextOffset: bigint;
  /** The last record handled, by which a log is known again: a topic made anew counts from zero, too. */
  readonly lastRecord: LastRecord | undefined;
}

export interface LastRecord {
  readonly offset: bigint;
  /** SHA-256 of its original, hexadecimal. */
  readonly hash: string;
}

interface PositionRow {
  readonly next_offset: string;
  readonly last_record_offset: string | null;
  readonly last_record_hash: string | null;
}

function fromRow({ next_offset, last_record_offset, last_record_hash }: PositionRow): Position {
  return {
    nextOffset: BigInt(next_offset),
    lastRecord:
      last_record_offset !== null && last_record_hash !== null
        ? { offset: BigInt(last_record_offset), hash: last_record_hash }
        : undefined,
  };
}

export interface KafkaMembership {
  readonly generation: number;
  /** A group that was deleted counts its generations from the start: then a lower one is right. */
  readonly evenIfLower: boolean;
}

/**
 * Raises the epoch, so that whoever held the partition before can no longer write. A transaction of the previous owner that is
 * still open is waited for.
 * @throws OlderGeneration so that a member that slept cannot put out the one that is awake; safety rests on the epoch
 */
export async function claim(
  db: Transaction,
  schema: string,
  topic: string,
  partition: number,
  { generation, evenIfLower }: KafkaMembership = { generation: 0, evenIfLower: true },
): Promise<Claim & Position> {
  const [row] = await db.rows<PositionRow & { epoch: string }>(
    `insert into ${schema}.consumer_position as position (topic, partition, epoch, kafka_generation) values ($1, $2, 1, $3)
     on conflict on constraint consumer_position_pk do update set epoch = position.epoch + 1, kafka_generation = $3
       where position.kafka_generation <= $3 or $4
     returning epoch, next_offset, last_record_offset, last_record_hash`,
    [topic, partition, generation, evenIfLower],
  );
  if (!row) throw new OlderGeneration(`${topic} ${partition}: generation ${generation} is over`);
  return { topic, partition, epoch: BigInt(row.epoch), ...fromRow(row) };
}

/** Where the service stands in the partitions of a topic; those never claimed are left out. */
export async function positionsOf(db: Transaction, schema: string, topic: string): Promise<Map<number, Position>> {
  const rows = await db.rows<PositionRow & { partition: number }>(
    `select partition, next_offset, last_record_offset, last_record_hash from ${schema}.consumer_position where topic = $1`,
    [topic],
  );
  return new Map(rows.map((row) => [row.partition, fromRow(row)]));
}

/** The log is another one than that of the position: begins it anew. What was handled before is in the inbox. @throws Fenced */
export async function beginAnew(db: Transaction, schema: string, held: Claim): Promise<void> {
  const touched = await db.execute(
    `update ${schema}.consumer_position set next_offset = 0, last_record_offset = null, last_record_hash = null
     where topic = $1 and partition = $2 and epoch = $3`,
    [held.topic, held.partition, held.epoch.toString()],
  );
  if (touched === 0) throw new Fenced(held);
}

/**
 * Locks the positions of partitions of one topic for this transaction, in the order of their numbers.
 * @returns the next offset of each partition
 * @throws Fenced
 */
export async function lockPositions(
  tx: Transaction,
  schema: string,
  topic: string,
  held: readonly Claim[],
): Promise<ReadonlyMap<number, bigint>> {
  const rows = await tx.rows<{ partition: number; epoch: string; next_offset: string }>(
    `select partition, epoch, next_offset from ${schema}.consumer_position
     where topic = $1 and partition = any($2) order by partition for update`,
    [topic, held.map(({ partition }) => partition)],
  );
  const locked = new Map(rows.map((row) => [row.partition, row]));
  for (const claimed of held) {
    const row = locked.get(claimed.partition);
    if (!row || BigInt(row.epoch) !== claimed.epoch) throw new Fenced(claimed);
  }
  return new Map(rows.map(({ partition, next_offset }) => [partition, BigInt(next_offset)]));
}

/** How far a partition has been handled. */
export interface Reached {
  readonly partition: number;
  readonly nextOffset: bigint;
  /** Undefined when the stretch held no record. */
  readonly lastRecord: LastRecord | undefined;
}

/** What came of the messages of a transaction. */
export interface Counts {
  readonly applied: number;
  readonly duplicates: number;
}

/** Moves the positions; the counts are of all partitions together, and are kept with the first of them. */
export async function advance(
  tx: Transaction,
  schema: string,
  topic: string,
  reached: readonly Reached[],
  { applied, duplicates }: Counts,
): Promise<void> {
  await tx.execute(
    `update ${schema}.consumer_position as position set next_offset = reached.next_offset,
       applied = applied + case when reached.place = 1 then $6::bigint else 0 end,
       duplicates = duplicates + case when reached.place = 1 then $7::bigint else 0 end,
       last_record_offset = coalesce(reached.record_offset, last_record_offset),
       last_record_hash = coalesce(reached.record_hash, last_record_hash), moved_at = now()
     from unnest($2::int[], $3::bigint[], $4::bigint[], $5::text[]) with ordinality
       as reached(partition, next_offset, record_offset, record_hash, place)
     where position.topic = $1 and position.partition = reached.partition`,
    [
      topic,
      reached.map(({ partition }) => partition),
      reached.map(({ nextOffset }) => nextOffset.toString()),
      reached.map(({ lastRecord }) => lastRecord?.offset.toString() ?? null),
      reached.map(({ lastRecord }) => lastRecord?.hash ?? null),
      applied,
      duplicates,
    ],
  );
}
