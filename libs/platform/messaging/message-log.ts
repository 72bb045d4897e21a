import { insertRows, type Transaction } from '#platform/database';
import type { PartitionHead } from './bus.js';
import type { Appended } from './log-tail.js';
import { asText, type IncomingMessage, type OutgoingMessage } from './message.js';
import { logTable } from './tables.js';

/** A body above this is never handled, only set aside; the log keeps it whole. */
export const LARGEST_BODY_BYTES = 1_048_576;

/** Of an oversized body this many characters are read. */
export const EXCERPT = 1_000;

/** What one read may bring into memory. */
const READ_BYTES = 16 * 1_048_576;

const COLUMNS = {
  partition: 'int',
  '"offset"': 'bigint',
  key: 'text',
  sent_at: 'text',
  headers: 'jsonb',
  body: 'text',
  bytes: 'bytea',
} as const;

/** Same key, same partition, for as long as the number of partitions stays. FNV-1a. */
export function partitionOf(key: string, partitions: number): number {
  if (partitions === 1) return 0;
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index++) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  return (hash >>> 0) % partitions;
}

/**
 * Appends messages to the log. Should be the last act of the transaction: from here to the commit nobody else can append
 * to these partitions, so that offsets are dense and in the order of commits.
 * @returns where the messages stand, once the transaction has committed
 */
export async function appendToLog(
  tx: Transaction,
  messages: readonly OutgoingMessage[],
  partitionsOf: (topic: string) => number,
): Promise<Appended[]> {
  if (messages.length === 0) return [];
  const groups = new Map<string, { topic: string; partition: number; messages: OutgoingMessage[] }>();
  for (const message of messages) {
    const partition = partitionOf(message.key, partitionsOf(message.topic));
    const name = `${message.topic}|${partition}`;
    const group = groups.get(name);
    if (group) group.messages.push(message);
    else groups.set(name, { topic: message.topic, partition, messages: [message] });
  }
  const targets = [...groups.values()];
  const heads = await tx.rows<{ topic: string; partition: number; first: string }>(
    `with wanted as (select * from unnest($1::text[], $2::int[], $3::bigint[]) as wanted(topic, partition, count)),
       locked as (
         select head.topic, head.partition from messaging.log_head head join wanted using (topic, partition)
         order by head.topic, head.partition for update of head)
     update messaging.log_head head set next_offset = head.next_offset + wanted.count
     from wanted join locked using (topic, partition)
     where head.topic = wanted.topic and head.partition = wanted.partition
     returning head.topic, head.partition, head.next_offset - wanted.count as first`,
    [
      targets.map(({ topic }) => topic),
      targets.map(({ partition }) => partition),
      targets.map(({ messages: of }) => of.length),
    ],
  );
  const appended: Appended[] = [];
  for (const { topic, partition, first } of heads) {
    const group = groups.get(`${topic}|${partition}`);
    if (!group) continue;
    const start = BigInt(first);
    appended.push({ topic, partition, first: start, messages: group.messages });
    await insertRows(
      tx,
      logTable(topic),
      COLUMNS,
      group.messages.map(({ key, time, headers, body }, index) => {
        const text = asText(body);
        return {
          partition,
          '"offset"': (start + BigInt(index)).toString(),
          key,
          sent_at: time,
          headers: headers ? JSON.stringify(headers) : null,
          body: text.body,
          bytes: text.bytes,
        };
      }),
    );
  }
  if (heads.length < targets.length) {
    const known = new Set(heads.map(({ topic, partition }) => `${topic}|${partition}`));
    throw new Error(
      `the log has no ${[...groups.keys()].filter((name) => !known.has(name)).join(', ')}; has the database been migrated?`,
    );
  }
  return appended;
}

interface LogRow {
  readonly offset: string;
  readonly key: string;
  readonly sent_at: string;
  readonly headers: Record<string, string> | null;
  readonly body: string;
  readonly bytes: Buffer | null;
  readonly size: number;
  readonly original_hash: Buffer | null;
}

/** A stretch of one partition, from an offset on, bounded in number and bytes; of an oversized body only the beginning. */
export async function readLog(
  db: Transaction,
  topic: string,
  partition: number,
  from: bigint,
  limit: number,
): Promise<IncomingMessage[]> {
  const rows = await db.rows<LogRow>(
    `select "offset", key, sent_at, headers, size,
       case when oversized then left(body, ${EXCERPT}) else body end as body,
       case when oversized then null else bytes end as bytes,
       case when oversized then sha256(coalesce(bytes, convert_to(body, 'UTF8'))) end as original_hash
     from (
       select *, sum(case when oversized then ${EXCERPT} else size end) over (order by "offset") as running from (
         select *, size > ${LARGEST_BODY_BYTES} as oversized from (
           select "offset", key, sent_at, headers, body, bytes, coalesce(octet_length(bytes), octet_length(body)) as size
           from ${logTable(topic)} where partition = $1 and "offset" >= $2 order by "offset" limit $3) as stretch
       ) as sized
     ) as summed
     where running <= ${READ_BYTES} or "offset" = $2 order by "offset"`,
    [partition, from.toString(), limit],
  );
  return rows.map(({ offset, key, sent_at: time, headers, body, bytes, size, original_hash }) => ({
    topic,
    partition,
    offset: BigInt(offset),
    key,
    time,
    headers: headers ?? {},
    body,
    bytes,
    size,
    ...(original_hash ? { originalHash: original_hash } : {}),
  }));
}

/** Where the next message of each partition will stand. */
export async function headsOfLog(db: Transaction, topics: readonly string[]): Promise<PartitionHead[]> {
  const rows = await db.rows<{ topic: string; partition: number; next_offset: string }>(
    'select topic, partition, next_offset from messaging.log_head where topic = any($1)',
    [topics],
  );
  return rows.map(({ topic, partition, next_offset }) => ({ topic, partition, nextOffset: BigInt(next_offset) }));
}

/** Counts the rows, so that the heads need not be believed. */
export async function countLog(db: Transaction, topics: readonly string[]): Promise<number> {
  const [row] = await db.rows<{ count: number }>(
    `select sum(count)::int as count from (${topics.map((topic) => `select count(*) as count from ${logTable(topic)}`).join(' union all ')}) as topics`,
  );
  return row?.count ?? 0;
}

/** Bodies of messages of one partition of the log in PostgreSQL, as they came; those that are gone are left out. */
export async function readLogged(
  tx: Transaction,
  topic: string,
  partition: number,
  offsets: readonly bigint[],
): Promise<{ readonly offset: bigint; readonly bytes: Buffer }[]> {
  const rows = await tx.rows<{ offset: string; body: string; bytes: Buffer | null }>(
    `select "offset"::text, body, bytes from ${logTable(topic)} where partition = $1 and "offset" = any($2::bigint[])`,
    [partition, offsets.map(String)],
  );
  return rows.map(({ offset, body, bytes }) => ({ offset: BigInt(offset), bytes: bytes ?? Buffer.from(body) }));
}
