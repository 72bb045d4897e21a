import type { EventContract, Fault } from '#contracts';
import type { Database } from '#platform/database';
import { BegunElsewhere, RefusedMessage, type BatchHandler, type Received } from './batch.js';
import type { MessageBus } from './bus.js';
import type { IncomingMessage } from './message.js';
import { OpenBatch } from './open-batch.js';
import { deadLetter, park, parkedMessageId } from './parking.js';
import { advance, lockPosition, MessagesMissing, type Claim } from './position.js';
import { contentHashOf, readMessage } from './read-message.js';
import { sortMessages, type Refusals } from './sort-messages.js';

/** What came of one batch. */
export interface BatchOutcome {
  readonly topic: string;
  readonly messages: number;
  readonly seconds: number;
  /** `failed`: nothing of it stayed, and it will be tried again. */
  readonly outcome: 'handled' | 'failed';
}

/** What the transactions of one service have in common. */
export interface ServiceMessaging {
  readonly service: string;
  readonly database: Database;
  readonly bus: MessageBus;
  /** Told of every batch. */
  readonly watch?: ((batch: BatchOutcome) => void) | undefined;
}

export interface Handling {
  readonly contract: EventContract;
  readonly handle: BatchHandler<unknown>;
}

/**
 * Part of a partition: all messages from one offset to another. Offsets without a message belong to the transactions of
 * senders, as Kafka counts them, or have been compacted away.
 */
export interface Stretch {
  readonly from: bigint;
  readonly to: bigint;
  readonly messages: readonly IncomingMessage[];
}

const NOTHING_REFUSED: Refusals = new Map();

/** Each time somebody else has got on; so often in a row it is no coincidence any more. */
const MOST_OVERTAKEN = 20;

/** Handles a stretch as `handleStretch` does, and tells whoever watches. */
export async function handleBatch(
  messaging: ServiceMessaging,
  handling: Handling,
  held: Claim,
  stretch: Stretch,
): Promise<void> {
  const began = performance.now();
  const tell = (outcome: BatchOutcome['outcome']): void =>
    messaging.watch?.({
      topic: held.topic,
      messages: stretch.messages.length,
      seconds: (performance.now() - began) / 1_000,
      outcome,
    });
  try {
    await handleStretch(messaging, handling, held, stretch);
    tell('handled');
  } catch (error) {
    tell('failed');
    throw error;
  }
}

/**
 * Handles a stretch of one partition in one transaction: fence, inbox, handler, what is said and the position, all or nothing.
 * Where the handler refuses a message the stretch is cut in half until that one stands alone, and it is parked.
 * @throws Fenced, MessagesMissing, and whatever is worth another try
 */
async function handleStretch(
  messaging: ServiceMessaging,
  handling: Handling,
  held: Claim,
  stretch: Stretch,
): Promise<void> {
  let refusals = NOTHING_REFUSED;
  for (let overtaken = 0; ;) {
    try {
      const committed = await inOneTransaction(messaging, handling, held, stretch, refusals);
      return committed();
    } catch (error) {
      if (error instanceof LaterOnesMustWait) {
        refusals = new Map([...refusals, ...error.refusals]);
        continue;
      }
      if (error instanceof BegunElsewhere && ++overtaken < MOST_OVERTAKEN) continue;
      if (!(error instanceof RefusedMessage)) throw error;
      const [only, ...others] = stretch.messages;
      if (!only || refusals.has(only.offset)) throw new Error(`${held.topic}: refused without a message`);
      if (others.length > 0) break;
      refusals = new Map([[only.offset, error.faults]]);
    }
  }
  const [first, second] = halvesOf(stretch);
  await handleStretch(messaging, handling, held, first);
  await handleStretch(messaging, handling, held, second);
}

/** The handler parked messages and had been given later ones of the same key: done again, with those behind. */
class LaterOnesMustWait extends Error {
  constructor(readonly refusals: Refusals) {
    super('later messages of a parked key must wait');
  }
}

function halvesOf({ from, to, messages }: Stretch): readonly [Stretch, Stretch] {
  const middle = Math.ceil(messages.length / 2);
  const border = messages[middle - 1]?.offset ?? to;
  return [
    { from, to: border, messages: messages.slice(0, middle) },
    { from: border + 1n, to, messages: messages.slice(middle) },
  ];
}

function inOneTransaction(
  { service, database, bus }: ServiceMessaging,
  { contract, handle }: Handling,
  held: Claim,
  stretch: Stretch,
  refusals: Refusals,
): Promise<() => void> {
  return database.transaction(async (tx) => {
    const nextOffset = await lockPosition(tx, service, held);
    if (stretch.to < nextOffset) return () => undefined;
    if (stretch.from > nextOffset && contract.cleanup !== 'compact')
      throw new MessagesMissing(held.topic, held.partition, nextOffset, stretch.from);
    const messages = stretch.messages.filter(({ offset }) => offset >= nextOffset);
    const all = messages.map((message) => readMessage(contract, message));

    // The log in PostgreSQL brings what our own services say exactly once; outside senders and Kafka repeat themselves.
    const remembers = contract.origin === 'outside' || bus.kind === 'kafka';
    const { fresh, parkings, duplicates } = await sortMessages(tx, service, contract, remembers, all, refusals);
    const batch = new OpenBatch(fresh);
    if (fresh.length > 0) await handle(batch, tx);
    if (contract.afterRefusal === 'parks-behind') refuseOvertaking(batch);

    for (const [{ message }, faults] of batch.parked)
      parkings.push({ message, contentHash: contentHashOf(message), faults, behind: null });
    const written = await park(tx, service, parkings);

    const last = all.at(-1);
    await advance(tx, service, held, {
      nextOffset: stretch.to + 1n,
      applied: fresh.length - batch.parked.size - batch.duplicates.size,
      duplicates: duplicates + batch.duplicates.size + parkings.length - written.size,
      lastRecord: last ? { offset: last.message.offset, hash: last.contentHash.toString('hex') } : undefined,
    });
    const letters = parkings
      .filter((parking) => parking.behind === null && written.has(parkedMessageId(parking)))
      .map(deadLetter);
    return bus.append(tx, service, [...batch.outgoing, ...letters]);
  });
}

/** @throws LaterOnesMustWait when a message of a parked key stands after it in the batch */
function refuseOvertaking({ received, parked }: OpenBatch): void {
  if (parked.size === 0) return;
  const firstParked = new Map<string, readonly [Received<unknown>, readonly Fault[]]>();
  const refusals = new Map<bigint, readonly Fault[]>();
  for (const one of received) {
    const faults = parked.get(one);
    const first = firstParked.get(one.message.key);
    if (first) refusals.set(first[0].message.offset, first[1]);
    else if (faults) firstParked.set(one.message.key, [one, faults]);
  }
  if (refusals.size > 0) throw new LaterOnesMustWait(refusals);
}
