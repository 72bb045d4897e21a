import { decode, encode, type EventContract, type EventOf, type Fault } from '#contracts';
import type { Database } from '#platform/database';
import type { Batch, Received } from '#platform/messaging';

export interface BatchOutcome {
  readonly published: readonly { readonly topic: string; readonly event: unknown }[];
  readonly parked: readonly { readonly event: unknown; readonly faults: readonly Fault[] }[];
  readonly duplicates: readonly unknown[];
}

type Handler<Event> = (
  batch: Batch<Event>,
  tx: Parameters<Parameters<Database['transaction']>[0]>[0],
) => Promise<unknown>;

/**
 * Feeds events to a handler in one transaction, as the bus would, and gives what it said and set aside.
 * @param from offset of the first, where it matters that every event has a place of its own
 */
export async function runBatch<Contract extends EventContract>(
  handler: Handler<EventOf<Contract>>,
  database: Database,
  contract: Contract,
  events: readonly EventOf<Contract>[],
  from = 0n,
): Promise<BatchOutcome> {
  const published: { topic: string; event: unknown }[] = [];
  const parked: { event: unknown; faults: readonly Fault[] }[] = [];
  const duplicates: unknown[] = [];
  const received = events.map((event, index): Received<EventOf<Contract>> => {
    const body = encode(contract, event);
    return {
      event: decode(contract, body),
      message: {
        topic: contract.topic,
        partition: 0,
        offset: from + BigInt(index),
        key: contract.key(event),
        time: '2026-06-15T08:00:00Z',
        headers: {},
        body,
        bytes: null,
        size: body.length,
      },
    };
  });
  const batch: Batch<EventOf<Contract>> = {
    received,
    publish: (said, news) => {
      for (const event of news) published.push({ topic: said.topic, event: decode(said, encode(said, event)) });
    },
    sendOn: () => Promise.resolve(),
    park: ({ event }, faults) => void parked.push({ event, faults }),
    duplicate: ({ event }) => void duplicates.push(event),
  };
  await database.transaction(async (tx) => {
    // The decorator hands an error back as a value, past the filters of Nest.
    const failed = (await handler(batch, tx)) as { error: unknown } | undefined;
    if (failed) throw failed.error;
  });
  return { published, parked, duplicates };
}
