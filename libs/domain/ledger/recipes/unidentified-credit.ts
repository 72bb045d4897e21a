import { daysBetween } from '#domain/calendars';
import type { Money } from '#domain/money';
import type { AccountNumber } from '../books/chart-of-accounts.js';
import { credit, debit, Journal, shown } from '../books/journal.js';
import { linkedJournals, TREASURY } from '../books/unit-bridge.js';
import { postingRules } from '../rules/rule-book.js';
import { headOn } from './fact.js';

/** Money on a nostro that nothing explains. */
export interface UnidentifiedCredit {
  /** Of the statement line. */
  readonly reference: string;
  readonly nostro: string;
  readonly amount: Money;
  readonly valueDate: string;
}

/** R13: it is on the nostro, and waits on 2900. */
export function unidentifiedCredit({ reference, nostro, amount, valueDate }: UnidentifiedCredit): Journal {
  const head = headOn(valueDate, postingRules.unidentifiedCredit, {
    key: `credit/${nostro}/${reference}`,
    tradeId: reference,
    inputs: { reference, nostro, amount: shown(amount) },
  });
  return Journal.of(head, TREASURY, [debit('1010', nostro, amount), credit('2900', reference, amount)]);
}

/** What a credit turned out to be. */
export interface CreditMatch {
  readonly book: string;
  readonly account: AccountNumber;
  readonly detail: string;
  /** In a clerk's words. */
  readonly reason: string;
  readonly on: string;
}

/** R13: the credit leaves 2900 for where it belongs, over the bridge where that is another book's. */
export function creditMatched({ reference, nostro, amount }: UnidentifiedCredit, match: CreditMatch): Journal[] {
  const { book, account, detail, reason, on } = match;
  const head = headOn(on, postingRules.creditMatched, {
    key: `credit/${nostro}/${reference}/matched`,
    tradeId: reference,
    inputs: { reference, nostro, amount: shown(amount), reason },
  });
  return linkedJournals(head, [
    { book: TREASURY, postings: [debit('2900', reference, amount)] },
    { book, postings: [credit(account, detail, amount)] },
  ]);
}

/** After so many days nobody may let it lie. */
const ESCALATED_AFTER_DAYS = 30;

/** How long a credit has waited, and whether it is to be escalated. */
export function suspenseAge(
  { valueDate }: Pick<UnidentifiedCredit, 'valueDate'>,
  on: string,
): { readonly days: number; readonly escalated: boolean } {
  const days = daysBetween(valueDate, on);
  return { days, escalated: days > ESCALATED_AFTER_DAYS };
}
