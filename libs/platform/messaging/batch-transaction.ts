import { createHash } from 'node:crypto';
import { decode, encode, UnreadableMessage, type EventContract, type EventOf, type Fault } from '#contracts';
import type { Database, Transaction } from '#platform/database';
import { RefusedMessage, type Batch, type BatchHandler, type Received } from './batch.js';
import type { MessageBus } from './bus.js';
import { judge } from './inbox.js';
import { LARGEST_BODY_BYTES } from './message-log.js';
import type { IncomingMessage, OutgoingMessage } from './message.js';
import { deadLetter, park, parkedKeys, parkedMessageId, type Parking } from './parking.js';
import { advance, lockPosition, MessagesMissing, type Claim } from './position.js';

/** What the transactions of one service have in common. */
export interface ServiceMessaging {
  readonly service: string;
  readonly database: Database;
  readonly bus: MessageBus;
}

export interface Handling {
  readonly contract: EventContract;
  readonly handle: BatchHandler<unknown>;
}

/** Collects what a handler says and sets aside. */
export class OpenBatch implements Batch<unknown> {
  readonly outgoing: OutgoingMessage[] = [];
  readonly parked = new Map<Received<unknown>, readonly Fault[]>();
  readonly duplicates = new Set<Received<unknown>>();

  constructor(readonly received: readonly Received<unknown>[]) {}

  publish<Contract extends EventContract>(contract: Contract, events: readonly EventOf<Contract>[]): void {
    for (const event of events) {
      const { occurredAt, asOf } = event as { occurredAt?: string; asOf?: string };
      this.outgoing.push({
        topic: contract.topic,
        key: contract.key(event),
        time: occurredAt ?? asOf ?? '',
        body: encode(contract, event),
      });
    }
  }

  park(received: Received<unknown>, faults: readonly Fault[]): void {
    this.parked.set(received, faults);
  }

  duplicate(received: Received<unknown>): void {
    this.duplicates.add(received);
  }
}

interface Judged {
  readonly message: IncomingMessage;
  readonly contentHash: Buffer;
  readonly event?: unknown;
  readonly faults?: readonly Fault[];
}

/**
 * Handles messages of one partition in one transaction: fence, inbox, handler, what is said and the position, all or nothing.
 * Of messages that can never work the batch is cut in half until they stand alone, and those are parked.
 * @throws Fenced, MessagesMissing, and whatever is worth another try
 */
export async function handleBatch(
  messaging: ServiceMessaging,
  handling: Handling,
  held: Claim,
  messages: readonly IncomingMessage[],
): Promise<void> {
  try {
    await inOneTransaction(messaging, handling, held, messages, []);
  } catch (error) {
    if (!(error instanceof RefusedMessage)) throw error;
    if (messages.length === 1) return inOneTransaction(messaging, handling, held, messages, error.faults);
    const half = Math.ceil(messages.length / 2);
    await handleBatch(messaging, handling, held, messages.slice(0, half));
    await handleBatch(messaging, handling, held, messages.slice(half));
  }
}

function inOneTransaction(
  { service, database, bus }: ServiceMessaging,
  { contract, handle }: Handling,
  held: Claim,
  all: readonly IncomingMessage[],
  refusal: readonly Fault[],
): Promise<void> {
  return database.transaction(async (tx) => {
    const nextOffset = await lockPosition(tx, service, held);
    const messages = all.filter(({ offset }) => offset >= nextOffset);
    const [first] = messages;
    const last = messages.at(-1);
    if (!first || !last) return;
    if (first.offset > nextOffset) throw new MessagesMissing(held.topic, held.partition, nextOffset, first.offset);

    const judged = messages.map((message) => read(contract, message, refusal));
    const { fresh, parkings, duplicates } = await sort(tx, service, contract, bus, judged);
    const batch = new OpenBatch(fresh);
    if (fresh.length > 0) await handle(batch, tx);

    const hashOf = new Map(judged.map(({ message, contentHash }) => [message, contentHash]));
    for (const [received, faults] of batch.parked) parkings.push({ message: received.message, faults, behind: null });
    const named = parkings.map((parking) => ({
      ...parking,
      id: parkedMessageId(parking.message, hashOf.get(parking.message) ?? Buffer.alloc(0)),
    }));
    const written = await park(tx, service, named);
    const again = named.length - written.size;

    await advance(tx, service, held, {
      nextOffset: last.offset + 1n,
      applied: fresh.length - batch.parked.size - batch.duplicates.size,
      duplicates: duplicates + batch.duplicates.size + again,
      lastRecordHash: hashOf.get(last)?.toString('hex') ?? '',
    });
    const letters = named.filter(({ id, behind }) => behind === null && written.has(id)).map(deadLetter);
    await bus.append(tx, service, [...batch.outgoing, ...letters]);
  });
}

/** Decodes one message; what cannot be decoded carries its faults instead of an event. */
function read(contract: EventContract, message: IncomingMessage, refusal: readonly Fault[]): Judged {
  const contentHash = createHash('sha256')
    .update(message.bytes ?? message.body)
    .digest();
  if (refusal.length > 0) return { message, contentHash, faults: refusal };
  if (message.size > LARGEST_BODY_BYTES)
    return {
      message,
      contentHash,
      faults: [
        {
          field: '',
          value: `${message.size} bytes`,
          rule: `is larger than ${LARGEST_BODY_BYTES} bytes`,
          remedy: `Send one trade a message; the original stays in ${message.topic} ${message.partition} at ${message.offset}.`,
        },
      ],
    };
  if (message.bytes)
    return {
      message,
      contentHash,
      faults: [
        {
          field: '',
          value: message.body.slice(0, 100),
          rule: 'is not valid UTF-8 text',
          remedy: 'Send JSON in UTF-8.',
        },
      ],
    };
  try {
    return { message, contentHash, event: decode(contract, message.body) };
  } catch (error) {
    if (error instanceof UnreadableMessage) return { message, contentHash, faults: error.faults };
    throw error;
  }
}

interface Sorted {
  readonly fresh: Received<unknown>[];
  readonly parkings: Parking[];
  readonly duplicates: number;
}

/** Decides for each message: to the handler, aside, or dropped as known. */
async function sort(
  tx: Transaction,
  service: string,
  contract: EventContract,
  bus: MessageBus,
  judged: readonly Judged[],
): Promise<Sorted> {
  const remembers = contract.origin === 'outside' || bus.kind === 'kafka';
  const readable = judged.filter(({ faults }) => faults === undefined);
  const verdicts = remembers
    ? await judge(
        tx,
        service,
        contract.topic,
        readable.map(({ event, contentHash }) => ({ messageId: contract.messageId(event), contentHash })),
      )
    : readable.map(() => 'new' as const);
  const verdictOf = new Map(readable.map((one, index) => [one, verdicts[index]]));

  const parksBehind = contract.afterRefusal === 'parks-behind';
  const blocked = parksBehind
    ? await parkedKeys(tx, service, contract.topic, [...new Set(judged.map(({ message }) => message.key))])
    : new Map<string, string>();

  const sorted: Sorted & { duplicates: number } = { fresh: [], parkings: [], duplicates: 0 };
  for (const one of judged) {
    const { message, contentHash, event, faults } = one;
    const verdict = verdictOf.get(one);
    if (verdict === 'duplicate') {
      sorted.duplicates += 1;
      continue;
    }
    const behind = blocked.get(message.key);
    if (behind !== undefined) {
      sorted.parkings.push({ message, faults: [WAITS_BEHIND], behind });
    } else if (faults !== undefined || verdict === 'conflict') {
      sorted.parkings.push({ message, faults: faults ?? [conflictOf(contract, event)], behind: null });
      if (parksBehind) blocked.set(message.key, parkedMessageId(message, contentHash));
    } else {
      sorted.fresh.push({ message, event });
    }
  }
  return sorted;
}

const WAITS_BEHIND: Fault = {
  field: '',
  value: 'this message',
  rule: 'waits behind an earlier message of the same key that could not be used',
  remedy: 'Repair the earlier message; this one follows by itself.',
};

const conflictOf = (contract: EventContract, event: unknown): Fault => ({
  field: '',
  value: contract.messageId(event),
  rule: 'arrived before with other content; the first stands',
  remedy: 'Send the change as a new version.',
});
