import type { Journal } from '#domain/ledger';
import type { Received } from '#platform/messaging';

/** A journal to be posted, with what caused it. */
export interface Entry {
  readonly journal: Journal;
  readonly sourceEventId: string;
  /** Where that event stands in its log: `topic/partition/offset`. */
  readonly source: string;
  /** Who decided it; null where a rule did. */
  readonly actor: string | null;
  /** Who agreed; null where one person or a rule is enough. */
  readonly approver: string | null;
  /** When the cause happened, as its message says. */
  readonly occurredAt: string;
  /** Belongs to the end of a day or was decided by two people: a softly closed month takes it still. */
  readonly adjusting: boolean;
}

export type Cause = Omit<Entry, 'journal'>;

/** Place of a message in its log, as journals keep it. */
export function placeOf({ message: { topic, partition, offset } }: Pick<Received<unknown>, 'message'>): string {
  return `${topic}/${partition}/${offset}`;
}

/** A rule posts because of this event, nobody decided anything. */
export function causedBy(received: Received<{ readonly eventId: string; readonly occurredAt: string }>): Cause {
  const { eventId, occurredAt } = received.event;
  return {
    sourceEventId: eventId,
    source: placeOf(received),
    actor: null,
    approver: null,
    occurredAt,
    adjusting: false,
  };
}
