import type { EventContract, Fault } from '#contracts';
import type { Transaction } from '#platform/database';
import type { Received } from './batch.js';
import { judge } from './inbox.js';
import type { IncomingMessage } from './message.js';
import { parkedKeys, parkedMessageId, type Parking } from './parking.js';
import type { ReadMessage } from './read-message.js';

/** Faults that the handler found in an earlier try of the same messages. */
export type Refusals = ReadonlyMap<IncomingMessage, readonly Fault[]>;

export interface Sorted {
  readonly fresh: Received<unknown>[];
  readonly parkings: Parking[];
  readonly duplicates: number;
}

/**
 * Decides for each message: to the handler, aside, or dropped as known. Where `remembers`, a readable message is remembered
 * by its id, whether or not it can be used.
 */
export async function sortMessages(
  tx: Transaction,
  schema: string,
  contract: EventContract,
  remembers: boolean,
  all: readonly ReadMessage[],
  refusals: Refusals,
): Promise<Sorted> {
  const verdictOf = remembers ? await verdicts(tx, schema, contract, all) : undefined;
  const parksBehind = contract.afterRefusal === 'parks-behind';
  const blocked = parksBehind
    ? await parkedKeys(tx, schema, contract.topic, [...new Set(all.map(({ message }) => message.key))])
    : new Map<string, string>();

  const sorted: Sorted & { duplicates: number } = { fresh: [], parkings: [], duplicates: 0 };
  for (const one of all) {
    const { message, event } = one;
    const verdict = verdictOf?.get(one) ?? 'new';
    if (verdict === 'duplicate') {
      sorted.duplicates += 1;
      continue;
    }
    const behind = blocked.get(message.key);
    const faults = one.faults ?? (verdict === 'conflict' ? [conflictOf(contract, event)] : refusals.get(message));
    if (behind !== undefined) {
      sorted.parkings.push({ message, contentHash: one.contentHash, faults: [WAITS_BEHIND], behind });
    } else if (faults) {
      const parking = { message, contentHash: one.contentHash, faults, behind: null };
      sorted.parkings.push(parking);
      if (parksBehind) blocked.set(message.key, parkedMessageId(parking));
    } else {
      sorted.fresh.push({ message, event });
    }
  }
  return sorted;
}

async function verdicts(tx: Transaction, schema: string, contract: EventContract, all: readonly ReadMessage[]) {
  const readable = all.filter(({ faults }) => faults === undefined);
  const given = await judge(
    tx,
    schema,
    contract.topic,
    readable.map(({ event, contentHash }) => ({ messageId: contract.messageId(event), contentHash })),
  );
  return new Map(readable.map((one, index) => [one, given[index]]));
}

export const WAITS_BEHIND: Fault = {
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
