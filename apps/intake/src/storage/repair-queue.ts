import type { Fault } from '#contracts';
import type { Transaction } from '#platform/database';

/** A message in the repair queue: one that cannot be used, or one that waits for an earlier version. */
export interface QueuedMessage {
  readonly id: string;
  readonly key: string;
  readonly topic: string;
  readonly offset: string;
  readonly at: string;
  readonly kind: 'parked' | 'waiting';
  readonly faults: readonly Fault[];
  readonly body: string;
  readonly state: 'parked' | 'waiting' | 'resubmitted' | 'discarded';
}

/** Parked messages of the platform and versions that wait for an earlier one, as one queue. */
const QUEUE = `
  select parked_message_id::text as id, key, topic, message_offset as "offset", sent_at as at, 'parked' as kind, faults, body,
    state
  from intake.parked_message
  union all
  select trade_id || ':' || side || ':' || version, trade_id, topic, message_offset, sent_at, 'waiting',
    jsonb_build_array(jsonb_build_object('field', '/version', 'value', version::text,
      'rule', 'waits for version ' || version - 1, 'remedy', 'It follows by itself once the earlier version is there.')),
    raw_message, 'waiting'
  from intake.trade_version where status = 'waiting'`;

const OPEN = `from (${QUEUE}) as queue where state in ('parked', 'waiting') and ($1::text is null or kind = $1)`;

/** What waits for somebody or something, in the order of its ids; `after` is the id of the last one seen. */
export function openMessages(
  tx: Transaction,
  kind: QueuedMessage['kind'] | undefined,
  after: string | undefined,
  limit: number,
): Promise<QueuedMessage[]> {
  return tx.rows<QueuedMessage>(`select * ${OPEN} and ($2::text is null or id > $2) order by id limit $3`, [
    kind ?? null,
    after ?? null,
    limit,
  ]);
}

export async function countOpenMessages(tx: Transaction, kind: QueuedMessage['kind'] | undefined): Promise<number> {
  const [row] = await tx.rows<{ count: number }>(`select count(*)::int as count ${OPEN}`, [kind ?? null]);
  return row?.count ?? 0;
}

/** One message, whether it still waits or not. */
export async function findMessage(tx: Transaction, id: string): Promise<QueuedMessage | undefined> {
  const [row] = await tx.rows<QueuedMessage>(`select * from (${QUEUE}) as queue where id = $1`, [id]);
  return row;
}
