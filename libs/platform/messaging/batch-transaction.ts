import type { EventContract, Fault } from '#contracts';
import type { Database, Transaction } from '#platform/database';
import { BegunElsewhere, RefusedMessage, type BatchHandler, type Received } from './batch.js';
import type { MessageBus } from './bus.js';
import type { IncomingMessage, OutgoingMessage } from './message.js';
import { OpenBatch } from './open-batch.js';
import { deadLetter, park, parkedMessageId } from './parking.js';
import { advance, lockPositions, MessagesMissing, type Claim } from './position.js';
import { contentHashOf, readMessage } from './read-message.js';
import { sortMessages, type Refusals } from './sort-messages.js';
import type { TraceBatch, TracedBatch } from './traced-batch.js';

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
  /** Follows every batch; absent where nobody wants to know. */
  readonly trace?: TraceBatch | undefined;
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

/** A stretch of one partition, under the claim to it. */
export interface Part {
  readonly held: Claim;
  readonly stretch: Stretch;
}

/** Handles stretches of partitions of one topic as `handleParts` does, and tells whoever watches. */
export async function handleBatch(
  messaging: ServiceMessaging,
  handling: Handling,
  parts: readonly Part[],
): Promise<void> {
  const began = performance.now();
  const tell = (outcome: BatchOutcome['outcome']): void =>
    messaging.watch?.({
      topic: handling.contract.topic,
      messages: parts.reduce((sum, { stretch }) => sum + stretch.messages.length, 0),
      seconds: (performance.now() - began) / 1_000,
      outcome,
    });
  try {
    await handleParts(messaging, handling, parts);
    tell('handled');
  } catch (error) {
    tell('failed');
    throw error;
  }
}

/**
 * Handles stretches of one topic, each of another partition, in one transaction: fences, inbox, handler, what is said and the
 * positions, all or nothing. Where the handler refuses a message they are cut in half until that one stands alone, and it is parked.
 * @throws Fenced, MessagesMissing, and whatever is worth another try
 */
async function handleParts(messaging: ServiceMessaging, handling: Handling, parts: readonly Part[]): Promise<void> {
  let refusals = NOTHING_REFUSED;
  for (let overtaken = 0; ;) {
    const traced = messaging.trace?.(
      handling.contract,
      parts.flatMap(({ stretch }) => stretch.messages),
    );
    try {
      const committed = await inOneTransaction(messaging, handling, parts, refusals, traced);
      traced?.end();
      return committed();
    } catch (error) {
      if (error instanceof LaterOnesMustWait) {
        refusals = new Map([...refusals, ...error.refusals]);
        continue;
      }
      if (error instanceof BegunElsewhere && ++overtaken < MOST_OVERTAKEN) continue;
      if (!(error instanceof RefusedMessage)) {
        traced?.end(error);
        throw error;
      }
      const [only, ...others] = parts.flatMap(({ stretch }) => stretch.messages);
      if (!only || refusals.has(only)) throw new Error(`${handling.contract.topic}: refused without a message`);
      if (others.length > 0) break;
      refusals = new Map([[only, error.faults]]);
    }
  }
  const [first, second] = halvesOf(parts);
  await handleParts(messaging, handling, first);
  await handleParts(messaging, handling, second);
}

/** The handler parked messages and had been given later ones of the same key: done again, with those behind. */
class LaterOnesMustWait extends Error {
  constructor(readonly refusals: Refusals) {
    super('later messages of a parked key must wait');
  }
}

function halvesOf(parts: readonly Part[]): readonly [readonly Part[], readonly Part[]] {
  const [only, ...others] = parts;
  if (others.length > 0 || !only) {
    const half = Math.ceil(parts.length / 2);
    return [parts.slice(0, half), parts.slice(half)];
  }
  const { held, stretch } = only;
  const [first, second] = halvesOfStretch(stretch);
  return [[{ held, stretch: first }], [{ held, stretch: second }]];
}

function halvesOfStretch({ from, to, messages }: Stretch): readonly [Stretch, Stretch] {
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
  parts: readonly Part[],
  refusals: Refusals,
  traced: TracedBatch | undefined,
): Promise<() => void> {
  return database.transaction(async (tx) => {
    const ahead = await notYetHandled(tx, service, contract, parts);
    if (ahead.length === 0) return () => undefined;
    const all = ahead.flatMap(({ stretch }) => stretch.messages).map((message) => readMessage(contract, message));

    // The log in PostgreSQL brings what our own services say exactly once; outside senders and Kafka repeat themselves.
    const remembers = contract.origin === 'outside' || bus.kind === 'kafka';
    const { fresh, parkings, duplicates } = await sortMessages(tx, service, contract, remembers, all, refusals);
    const committed: (() => void)[] = [];
    const append = async (messages: readonly OutgoingMessage[], remembered: boolean): Promise<void> => {
      committed.push(await bus.append(tx, service, traced ? traced.mark(messages) : messages, remembered));
    };
    // What is sent on early is there to be forgotten; readers fetch it.
    const batch = new OpenBatch(fresh, (messages) => append(messages, false));
    if (fresh.length > 0) await handle(batch, tx);
    if (contract.afterRefusal === 'parks-behind') refuseOvertaking(batch);

    for (const [{ message }, faults] of batch.parked)
      parkings.push({ message, contentHash: contentHashOf(message), faults, behind: null });
    const aside = traced
      ? parkings.map((parking) => ({ ...parking, message: traced.setAside(parking.message) }))
      : parkings;
    const written = await park(tx, service, aside);

    const reached = ahead.map(({ held: { partition }, stretch: { to, messages } }) => {
      const last = messages.at(-1);
      const lastRecord = last && {
        offset: last.offset,
        hash: readMessage(contract, last).contentHash.toString('hex'),
      };
      return { partition, nextOffset: to + 1n, lastRecord };
    });
    await advance(tx, service, contract.topic, reached, {
      applied: fresh.length - batch.parked.size - batch.duplicates.size,
      duplicates: duplicates + batch.duplicates.size + parkings.length - written.size,
    });
    const letters = parkings
      .filter((parking) => parking.behind === null && written.has(parkedMessageId(parking)))
      .map(deadLetter);
    await append([...batch.outgoing, ...letters], true);
    return () => committed.forEach((tell) => tell());
  });
}

/** Locks the positions, and gives of each part what is not handled yet. @throws Fenced, MessagesMissing */
async function notYetHandled(
  tx: Transaction,
  service: string,
  { topic, cleanup }: EventContract,
  parts: readonly Part[],
): Promise<readonly Part[]> {
  const claims = parts.map(({ held }) => held);
  const positions = await lockPositions(tx, service, topic, claims);
  const ahead: Part[] = [];
  for (const { held, stretch } of parts) {
    const nextOffset = positions.get(held.partition) ?? 0n;
    if (stretch.to < nextOffset) continue;
    if (stretch.from > nextOffset && cleanup !== 'compact')
      throw new MessagesMissing(topic, held.partition, nextOffset, stretch.from);
    const messages = stretch.messages.filter(({ offset }) => offset >= nextOffset);
    ahead.push({ held, stretch: { ...stretch, messages } });
  }
  return ahead;
}

/** @throws LaterOnesMustWait when a message of a parked key stands after it in the batch */
function refuseOvertaking({ received, parked }: OpenBatch): void {
  if (parked.size === 0) return;
  const firstParked = new Map<string, readonly [Received<unknown>, readonly Fault[]]>();
  const refusals = new Map<IncomingMessage, readonly Fault[]>();
  for (const one of received) {
    const faults = parked.get(one);
    const first = firstParked.get(one.message.key);
    if (first) refusals.set(first[0].message, first[1]);
    else if (faults) firstParked.set(one.message.key, [one, faults]);
  }
  if (refusals.size > 0) throw new LaterOnesMustWait(refusals);
}
