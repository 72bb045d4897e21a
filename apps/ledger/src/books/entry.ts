import type { Journal } from '#domain/ledger';

/** A journal to be posted, with what caused it. */
export interface Entry {
  readonly journal: Journal;
  readonly sourceEventId: string;
  /** Who decided it; null where a rule did. */
  readonly actor: string | null;
  /** When the cause happened, as its message says. */
  readonly occurredAt: string;
}

export type Cause = Omit<Entry, 'journal'>;
