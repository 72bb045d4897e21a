import type { Fault } from '#contracts';
import { idOf } from '#domain/identity';
import { insertRows, type Transaction } from '#platform/database';
import type { IncomingMessage, OutgoingMessage } from './message.js';
import { deadLetterTopic } from './tables.js';
import { keepable, keepableJson } from './text.js';

/** A message set aside with its reason. */
export interface Parking {
  readonly message: IncomingMessage;
  readonly contentHash: Buffer;
  readonly faults: readonly Fault[];
  /** The parked message behind which it waits, or null when it is itself at fault. */
  readonly behind: string | null;
}

/** The same message on the same key has the same id, however often and wherever it arrives. */
export function parkedMessageId({ message: { topic, key }, contentHash }: Parking): string {
  return idOf('parked-message', topic, key, contentHash.toString('hex'));
}

/** Writes the parked messages and gives the ids of those that are new; the same bytes again on the same key are not. */
export async function park(tx: Transaction, schema: string, parkings: readonly Parking[]): Promise<Set<string>> {
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
    [...byId(parkings)].map(([id, { message, faults, behind }]) => ({
      parked_message_id: id,
      topic: message.topic,
      partition: message.partition,
      message_offset: message.offset.toString(),
      key: message.key,
      sent_at: message.time,
      headers: keepableJson(message.headers),
      body: keepable(message.body),
      bytes: message.bytes,
      faults: keepableJson(faults),
      behind,
    })),
    'on conflict on constraint parked_message_pk do nothing returning parked_message_id',
  );
  return new Set(written.map(({ parked_message_id }) => parked_message_id));
}

/** The first of each; the same bytes can come twice in one batch. */
function byId(parkings: readonly Parking[]): ReadonlyMap<string, Parking> {
  const first = new Map<string, Parking>();
  for (const parking of parkings) {
    const id = parkedMessageId(parking);
    if (!first.has(id)) first.set(id, parking);
  }
  return first;
}

/**
 * Which keys of a topic have a message parked, and the first of each. Locks them: a repair of the first takes along what waits
 * behind it, so nothing may be put there meanwhile.
 */
export async function parkedKeys(
  tx: Transaction,
  schema: string,
  topic: string,
  keys: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.rows<{ key: string; parked_message_id: string }>(
    `select key, parked_message_id from ${schema}.parked_message
     where topic = $1 and key = any($2) and state = 'parked' and behind is null
     order by key, message_offset desc, parked_message_id for share`,
    [topic, keys],
  );
  // The smallest offset comes last and stays.
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
        .map(({ field, value, rule }) => keepable(`${field || 'message'} = ${value}: ${rule}`))
        .join('; ')
        .slice(0, 2000),
      'x-original-topic': topic,
      'x-original-partition': String(partition),
      'x-original-offset': offset.toString(),
    },
  };
}
