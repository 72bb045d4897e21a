import { insertRows, type Transaction } from '#platform/database';
import type { IncomingMessage, OutgoingMessage } from './message.js';
import { logTable } from './tables.js';

/** A body above this is never handled, only set aside; the log keeps it whole. */
export const LARGEST_BODY_BYTES = 1_048_576;

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
 * Appends messages to the log. Must be the last act of the transaction: from here to the commit nobody else can append
 * to these partitions, so that offsets are dense and in the order of commits.
 */
export async function appendToLog(
  tx: Transaction,
  messages: readonly OutgoingMessage[],
  partitionsOf: (topic: string) => number,
): Promise<void> {
  if (messages.length === 0) return;
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
  for (const { topic, partition, first } of heads) {
    const group = groups.get(`${topic}|${partition}`);
    if (!group) continue;
    const start = BigInt(first);
    await insertRows(
      tx,
      logTable(topic),
      COLUMNS,
      group.messages.map(({ key, time, headers, body }, index) => {
        const text = textOf(body);
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
}

/** PostgreSQL text holds valid UTF-8 without NUL; the original of anything else is kept as bytes beside a readable form. */
function textOf(body: string | Buffer): { body: string; bytes: Buffer | null } {
  const text = typeof body === 'string' ? body : body.toString('utf8');
  const exact = !text.includes('\0') && (typeof body === 'string' || Buffer.from(text, 'utf8').equals(body));
  if (exact) return { body: text, bytes: null };
  return { body: text.replaceAll('\0', '\uFFFD'), bytes: typeof body === 'string' ? Buffer.from(body, 'utf8') : body };
}

interface LogRow {
  readonly offset: string;
  readonly key: string;
  readonly sent_at: string;
  readonly headers: Record<string, string> | null;
  readonly body: string;
  readonly bytes: Buffer | null;
  readonly size: number;
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
    `select "offset", key, sent_at, headers, bytes, size,
       case when size > ${LARGEST_BODY_BYTES} then left(body, 1000) else body end as body
     from (
       select *, sum(least(size, ${LARGEST_BODY_BYTES})) over (order by "offset") as running from (
         select "offset", key, sent_at, headers, body, bytes, octet_length(body) as size
         from ${logTable(topic)} where partition = $1 and "offset" >= $2 order by "offset" limit $3) as stretch
     ) as sized
     where running <= ${READ_BYTES} or "offset" = $2 order by "offset"`,
    [partition, from.toString(), limit],
  );
  return rows.map(({ offset, key, sent_at: time, headers, body, bytes, size }) => ({
    topic,
    partition,
    offset: BigInt(offset),
    key,
    time,
    headers: headers ?? {},
    body,
    bytes,
    size,
  }));
}
