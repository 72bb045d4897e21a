import type { Database, Transaction } from '#platform/database';
import type { Batch } from '#platform/messaging';

type Handler<Event> = (batch: Batch<Event>, tx: Transaction) => Promise<unknown>;

export interface Handled {
  readonly published: readonly { readonly topic: string; readonly event: unknown }[];
  readonly parked: readonly string[];
}

/** Feeds events to a handler in one transaction, as the runner would; a handler's failure is thrown. */
export async function handle<Event>(
  db: Database,
  handler: Handler<Event>,
  events: readonly Event[],
): Promise<Handled> {
  const published: { topic: string; event: unknown }[] = [];
  const parked: string[] = [];
  const batch: Batch<Event> = {
    received: events.map((event, index) => ({
      event,
      message: {
        topic: 'test',
        partition: 0,
        offset: BigInt(index),
        key: '',
        time: '2026-06-15T10:00:00Z',
        headers: {},
        body: '',
        bytes: null,
        size: 0,
      },
    })),
    publish: (contract, said) => published.push(...said.map((event) => ({ topic: contract.topic, event }))),
    park: (_, faults) => parked.push(...faults.map(({ rule }) => rule)),
    duplicate: () => undefined,
  };
  await db.transaction(async (tx) => {
    // `HandlesBatch` hands an error back instead of throwing it through Nest.
    const outcome = (await handler(batch, tx)) as { error?: unknown } | undefined;
    if (outcome?.error) throw outcome.error;
  });
  return { published, parked };
}
