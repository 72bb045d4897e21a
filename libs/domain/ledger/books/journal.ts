import { idOf } from '#domain/identity';
import { formatAmount, totals, type Money } from '#domain/money';
import { findAccount, type AccountNumber } from './chart-of-accounts.js';
import type { PostingRule } from '../rules/posting-rule.js';

/**
 * Regular-way purchases and sales are booked twice, by trade date and by settlement date (IFRS 9 3.1.2, B3.1.5, B3.1.6). A
 * `common` journal counts in both: the books by trade date are common and TDA, those by settlement date common and SDA.
 */
export type Accounting = 'common' | 'TDA' | 'SDA';

export interface Posting {
  readonly account: AccountNumber;
  /** Sub-account: nostro, ISIN, counterparty or book; empty where the account has none. */
  readonly detail: string;
  /** Positive debits the account, negative credits it. */
  readonly amount: Money;
}

/** What is booked, apart from the amounts. */
export interface JournalHead {
  /**
   * Names what is booked (trade, version, step, part), never what triggered it, so that the same books come out however
   * events interleave. Journals of one fact share their key and are told apart by book and accounting.
   */
  readonly key: string;
  readonly rule: PostingRule;
  /** Day on which it counts, in the books and for the period. */
  readonly effectiveDate: string;
  /** Trade, or for a fact about a holding its ISIN. */
  readonly tradeId: string;
  /** Journal that this one undoes (R15). */
  readonly reverses: string | null;
  /** What the rule used, by name. */
  readonly inputs: Readonly<Record<string, string>>;
}

/** One business fact in one book, in double entry: at least two postings, each currency summing to zero. */
export class Journal {
  readonly id: string;

  private constructor(
    readonly head: JournalHead,
    readonly book: string,
    readonly postings: readonly Posting[],
    readonly accounting: Accounting,
  ) {
    this.id = journalId(head.key, head.rule, book, accounting);
  }

  /** @throws JournalRejected */
  static of(head: JournalHead, book: string, postings: readonly Posting[], accounting: Accounting = 'common'): Journal {
    const refuse = (reason: string): never => {
      throw new JournalRejected(head.key, book, reason);
    };
    if (postings.length < 2) refuse('needs at least two postings');
    for (const { account, amount } of postings) {
      if (amount.minorUnits === 0n) refuse(`has an empty posting on ${account}`);
      if (!findAccount(account)) refuse(`posts to ${account}, which the chart does not know`);
    }
    for (const [currency, sum] of totals(postings.map(({ amount }) => amount)))
      if (sum !== 0n) refuse(`is off by ${sum} minor units of ${currency}`);
    return new Journal(head, book, postings, accounting);
  }
}

/** Follows from key, rule, book and accounting, so that a replay gives the same one. */
export function journalId(key: string, rule: Pick<PostingRule, 'id'>, book: string, accounting: Accounting): string {
  return accounting === 'SDA' ? idOf('journal', key, rule.id, book, accounting) : idOf('journal', key, rule.id, book);
}

/** Common link of the journals of one fact (R18). */
export function linkIdOf(key: string): string {
  return idOf('link', key);
}

export class JournalRejected extends Error {
  override readonly name = 'JournalRejected';

  constructor(key: string, book: string, reason: string) {
    super(`journal ${key} in ${book} ${reason}`);
  }
}

export function debit(account: AccountNumber, detail: string, amount: Money): Posting {
  return { account, detail, amount };
}

export function credit(account: AccountNumber, detail: string, { minorUnits, currency }: Money): Posting {
  return { account, detail, amount: { minorUnits: -minorUnits, currency } };
}

/** Drops the postings that came out as nothing: no commission, no accrued interest. */
export function withoutEmpty(postings: readonly Posting[]): Posting[] {
  return postings.filter(({ amount }) => amount.minorUnits !== 0n);
}

/** As inputs are written: `992500.00 EUR`. */
export function shown(amount: Money): string {
  return `${formatAmount(amount)} ${amount.currency}`;
}
