import type { EventContract, EventOf, Fault } from '#contracts';
import type { Transaction } from '#platform/database';
import type { IncomingMessage, ResumedMessage } from './message.js';

export interface Received<Event> {
  readonly message: IncomingMessage;
  readonly event: Event;
}

/** What a handler gets: events that are readable, new to this service and not waiting behind a parked one. */
export interface Batch<Event> {
  readonly received: readonly Received<Event>[];
  /**
   * Says events in the same transaction; they leave in the order given, per key.
   * @param resumed what they follow from, where that is not a message of the batch
   */
  publish<Contract extends EventContract>(
    contract: Contract,
    events: readonly EventOf<Contract>[],
    resumed?: ResumedMessage,
  ): void;
  /**
   * Sends on what has been said so far, so that memory stays bounded where one message makes thousands. It still counts at the
   * commit only; until then nobody else says anything on these topics.
   */
  sendOn(): Promise<void>;
  /** Sets one message aside with its faults; the rest of the batch goes on. The handler must not have acted on it. */
  park(received: Received<Event>, faults: readonly Fault[]): void;
  /** Counts a message that this service knows already under another id. The handler must not have acted on it. */
  duplicate(received: Received<Event>): void;
}

/**
 * One database transaction: everything done through `tx` and `publish` happens together with the advance of the position,
 * or not at all. Throw `RefusedMessage` for what can never work; any other error is tried again.
 */
export type BatchHandler<Event> = (batch: Batch<Event>, tx: Transaction) => Promise<void>;

/**
 * Another transaction has made the same row at this moment. What the handler had found is out of date, nothing is wrong: the batch
 * is handled again at once, and finds the row.
 */
export class BegunElsewhere extends Error {
  override readonly name = 'BegunElsewhere';
}

/** A rule says that the message can never be used as it is. The runner bisects the batch until it stands alone, then parks it. */
export class RefusedMessage extends Error {
  override readonly name = 'RefusedMessage';

  constructor(readonly faults: readonly Fault[]) {
    super(faults.map(({ field, rule }) => `${field}: ${rule}`).join('; '));
  }
}
