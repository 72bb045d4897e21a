import { insertRows, type Transaction } from '#platform/database';
import { asText, type OutgoingMessage } from './message.js';
import { keepableJson } from './text.js';

/** Announced when a service has written into its outbox. */
export const outboxOf = (service: string): string => `outbox of ${service}`;

/** Keeps messages in the outbox of a service until its relay has carried them to Kafka. */
export async function appendToOutbox(
  tx: Transaction,
  schema: string,
  messages: readonly OutgoingMessage[],
): Promise<void> {
  await insertRows(
    tx,
    `${schema}.outbox`,
    { topic: 'text', key: 'text', sent_at: 'text', headers: 'jsonb', body: 'text', bytes: 'bytea' },
    messages.map(({ topic, key, time, headers, body }) => ({
      topic,
      key,
      sent_at: time,
      headers: headers ? keepableJson(headers) : null,
      ...asText(body),
    })),
  );
}

interface OutboxRow {
  readonly outbox_id: string;
  readonly topic: string;
  readonly key: string;
  readonly sent_at: string;
  readonly headers: Record<string, string> | null;
  readonly body: string;
  readonly bytes: Buffer | null;
}

/** A message in the outbox, and by what it is found there. */
export interface Waiting {
  readonly outboxId: string;
  readonly message: OutgoingMessage;
}

const PAGE = 1_000;

/**
 * The first messages of an outbox, by number. Numbers are drawn under the lock of what is written about, so per subject their
 * order is that of the commits; and since rows leave by being deleted, no cursor can pass over one that is committed late.
 * @param without subjects (see `subjectOf`) that have to wait
 */
export async function readOutbox(db: Transaction, schema: string, without: readonly string[]): Promise<Waiting[]> {
  const rows = await db.rows<OutboxRow>(
    // Qualified, because `order by outbox_id` would order by its text.
    `select outbox_id::text, topic, key, sent_at, headers, body, bytes from ${schema}.outbox
     where topic || ' ' || key <> all($1) order by outbox.outbox_id limit ${PAGE}`,
    [without],
  );
  return rows.map(({ outbox_id, topic, key, sent_at: time, headers, body, bytes }) => ({
    outboxId: outbox_id,
    message: { topic, key, time, body: bytes ?? body, ...(headers ? { headers } : {}) },
  }));
}

/** Messages of one subject leave in their order. */
export const subjectOf = ({ message: { topic, key } }: Waiting): string => `${topic} ${key}`;

/** Takes out what Kafka has acknowledged, for as long as the relay of that epoch is the one. False when it is not. */
export async function removeFromOutbox(
  db: Transaction,
  schema: string,
  epoch: bigint,
  sent: readonly Waiting[],
): Promise<boolean> {
  const [row] = await db.rows<{ valid: boolean }>(
    `with relay as materialized (select 1 from ${schema}.outbox_relay where relay = 0 and epoch = $2 for share),
       gone as (
         delete from ${schema}.outbox where outbox_id = any($1::bigint[]) and exists (select from relay))
     select exists (select from relay) as valid`,
    [sent.map(({ outboxId }) => outboxId), epoch.toString()],
  );
  return row?.valid ?? false;
}

/** Raises the epoch of the relay: whoever carried before can no longer take anything out. */
export async function claimRelay(db: Transaction, schema: string): Promise<bigint> {
  const [row] = await db.rows<{ epoch: string }>(
    `insert into ${schema}.outbox_relay as relay (relay, epoch) values (0, 1)
     on conflict on constraint outbox_relay_pk do update set epoch = relay.epoch + 1 returning epoch`,
  );
  return BigInt(row?.epoch ?? 0);
}

/** Whether the relay of that epoch is still the one. */
export async function holdsRelay(db: Transaction, schema: string, epoch: bigint): Promise<boolean> {
  const rows = await db.rows(`select from ${schema}.outbox_relay where relay = 0 and epoch = $1`, [epoch.toString()]);
  return rows.length > 0;
}
