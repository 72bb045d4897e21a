import type { Fault } from '#contracts';
import { idOf } from '#domain/identity';
import { insertRows, type Transaction } from '#platform/database';
import type { IncomingMessage, OutgoingMessage } from './message.js';
import { deadLetterTopic } from './tables.js';

/** A message set aside with its reason. */
export interface Parking {
  readonly message: IncomingMessage;
  readonly faults: readonly Fault[];
  /** The parked message behind which it waits, or null when it is itself at fault. */
  readonly behind: string | null;
}

/** The same message on the same key has the same id, however often and wherever it arrives. */
export function parkedMessageId({ topic, key }: IncomingMessage, contentHash: Buffer): string {
  return idOf('parked-message', topic, key, contentHash.toString('hex'));
}

/** Writes the parked messages; those that are parked already (the same bytes again) are left out and given back. */
export async function park(
  tx: Transaction,
  schema: string,
  parkings: readonly (Parking & { id: string })[],
): Promise<Set<string>> {
  const written = await insertRows<string, { parked_message_id: string }>(
    tx,
    `${schema}.parked_message`,
    {
      parked_message_id: 'uuid',
      topic: 'text',
      partition: 'int',
      message_offset: 'bigint',
      key: 'text',
      sent_at: 'text',
      headers: 'jsonb',
      body: 'text',
      bytes: 'bytea',
      faults: 'jsonb',
      behind: 'uuid',
    },
    parkings.map(({ id, message, faults, behind }) => ({
      parked_message_id: id,
      topic: message.topic,
      partition: message.partition,
      message_offset: message.offset.toString(),
      key: message.key,
      sent_at: message.time,
      headers: JSON.stringify(message.headers),
      body: message.body.replaceAll('\0', '\uFFFD'),
      bytes: message.bytes,
      faults: JSON.stringify(faults),
      behind,
    })),
    'on conflict on constraint parked_message_pk do nothing returning parked_message_id',
  );
  return new Set(written.map(({ parked_message_id }) => parked_message_id));
}

/** Which keys of a topic have a message parked, and the first of each. */
export async function parkedKeys(
  tx: Transaction,
  schema: string,
  topic: string,
  keys: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.rows<{ key: string; parked_message_id: string }>(
    `select distinct on (key) key, parked_message_id from ${schema}.parked_message
     where topic = $1 and key = any($2) and state = 'parked' and behind is null order by key, message_offset`,
    [topic, keys],
  );
  return new Map(rows.map(({ key, parked_message_id }) => [key, parked_message_id]));
}

/** What operators' tools read of a parked message. */
export function deadLetter({ message, faults }: Parking): OutgoingMessage {
  const { topic, partition, offset, key, time, body, bytes, headers } = message;
  return {
    topic: deadLetterTopic(topic),
    key,
    time,
    body: bytes ?? body,
    headers: {
      ...headers,
      'x-error': faults
        .map(({ field, value, rule }) => `${field || 'message'} = ${value}: ${rule}`)
        .join('; ')
        .slice(0, 2000),
      'x-original-topic': topic,
      'x-original-partition': String(partition),
      'x-original-offset': offset.toString(),
    },
  };
}
