import type { Account } from '#domain/ledger';
import type { Money } from '#domain/money';

export interface ExportedPosting {
  readonly account: string;
  readonly accountName: string;
  readonly detail: string;
  /** Positive debits, negative credits. */
  readonly amount: Money;
}

/** A journal as it leaves the house: everything the books know of it. */
export interface ExportedJournal {
  readonly journalId: string;
  readonly linkId: string;
  readonly book: string;
  readonly sequence: bigint;
  readonly key: string;
  readonly rule: string;
  readonly ruleVersion: number;
  readonly effectiveDate: string;
  /** Instant in UTC with microseconds. */
  readonly recordedAt: string;
  readonly tradeId: string;
  readonly sourceEventId: string;
  readonly actor: string | null;
  readonly reverses: string | null;
  readonly contentHash: string;
  readonly hash: string;
  readonly sentence: string;
  /** JSON as it was hashed. */
  readonly inputs: string;
  readonly postings: readonly ExportedPosting[];
}

/** An account that is used, with its book and sub-account. */
export interface UsedAccount {
  readonly book: string;
  readonly account: string;
  readonly accountName: string;
  readonly kind: Account['kind'] | null;
  readonly detail: string;
}
