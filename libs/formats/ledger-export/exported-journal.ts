import type { Account } from '#domain/ledger';
import type { Money } from '#domain/money';

/**
 * Parallel books (F2): TDA is trade-date, SDA settlement-date accounting. What both have in common is kept once; only
 * `common` and one other together balance as the books of one accounting.
 */
export type Accounting = 'common' | OneAccounting;
export type OneAccounting = 'TDA' | 'SDA';

/** @throws UnknownAccounting */
export function accountingOf(text: string): Accounting {
  if (text === 'common' || text === 'TDA' || text === 'SDA') return text;
  throw new UnknownAccounting(text);
}

/** The books name an accounting that this house does not keep. */
export class UnknownAccounting extends Error {
  override readonly name = 'UnknownAccounting';

  constructor(accounting: string) {
    super(`${accounting} is not an accounting of this house`);
  }
}

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
  readonly accounting: Accounting;
  readonly key: string;
  readonly rule: string;
  readonly ruleVersion: number;
  readonly effectiveDate: string;
  /** Instant in UTC with microseconds. */
  readonly recordedAt: string;
  readonly tradeId: string;
  readonly sourceEventId: string;
  /** Where that event stands in its log: `topic/partition/offset`. */
  readonly source: string;
  readonly actor: string | null;
  /** Who agreed; null where one person or a rule is enough. */
  readonly approver: string | null;
  readonly reverses: string | null;
  readonly contentHash: string;
  readonly hash: string;
  readonly sentence: string;
  /** JSON as it was hashed. */
  readonly inputs: string;
  readonly postings: readonly ExportedPosting[];
}

/** Whether a journal belongs to the books of an accounting; `all` is every journal once. */
export function belongsTo(accounting: OneAccounting | 'all', journal: Pick<ExportedJournal, 'accounting'>): boolean {
  return accounting === 'all' || journal.accounting === 'common' || journal.accounting === accounting;
}

/** An account that is used, with its book and sub-account. */
export interface UsedAccount {
  readonly book: string;
  readonly account: string;
  readonly accountName: string;
  readonly kind: Account['kind'] | null;
  readonly detail: string;
}
