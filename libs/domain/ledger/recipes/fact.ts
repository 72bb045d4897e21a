import { money, type Money } from '#domain/money';
import type { AccountNumber } from '../books/chart-of-accounts.js';
import { Journal, shown, withoutEmpty, type Accounting, type JournalHead, type Posting } from '../books/journal.js';
import { linkedJournals, TREASURY } from '../books/unit-bridge.js';
import type { PostingRule } from '../rules/posting-rule.js';
import { ruleOn } from '../rules/rule-book.js';

type Fact = Pick<JournalHead, 'key' | 'tradeId' | 'inputs'>;

/** Head of a fact of a day, under the version of the rule that is in force then. */
export function headOn(effectiveDate: string, rule: PostingRule, fact: Fact): JournalHead {
  return { ...fact, rule: ruleOn(rule.id, effectiveDate), effectiveDate, reverses: null };
}

/** Cash of a fact as it moves on a nostro of treasury; below zero it is paid. */
export interface CashMoved {
  readonly nostro: string;
  readonly cash: Money;
}

/** What a book posts, against cash if any moved, over the bridge where the book is not treasury's (R18). */
export function cashJournals(
  head: JournalHead,
  book: string,
  postings: readonly Posting[],
  { nostro, cash }: CashMoved,
): Journal[] {
  const ofBook = { book, postings: withoutEmpty(postings) };
  if (cash.minorUnits === 0n) return ofBook.postings.length === 0 ? [] : linkedJournals(head, [ofBook]);
  return linkedJournals(head, [
    ofBook,
    { book: TREASURY, postings: [{ account: '1010', detail: nostro, amount: cash }] },
  ]);
}

/** A journal of what has come about since the last one, and what is booked with it. */
export interface Booked {
  readonly journal: Journal;
  readonly bookedMinorUnits: bigint;
}

export interface Place {
  readonly account: AccountNumber;
  readonly detail: string;
}

/**
 * Books a cumulative amount less what of it is booked: days add up to the whole, and a second run posts nothing.
 * @returns undefined where nothing has come about
 */
export function bookedUpTo(
  head: JournalHead,
  cumulative: Money,
  bookedMinorUnits: bigint,
  places: {
    readonly book: string;
    readonly debit: Place;
    readonly credit: Place;
    readonly accounting?: Accounting;
  },
): Booked | undefined {
  const { minorUnits, currency } = cumulative;
  const change = minorUnits - bookedMinorUnits;
  if (change === 0n) return undefined;
  const inputs = {
    ...head.inputs,
    cumulative: shown(cumulative),
    bookedBefore: shown(money(bookedMinorUnits, currency)),
  };
  const journal = Journal.of(
    { ...head, inputs },
    places.book,
    [
      { ...places.debit, amount: money(change, currency) },
      { ...places.credit, amount: money(-change, currency) },
    ],
    places.accounting,
  );
  return { journal, bookedMinorUnits: minorUnits };
}
