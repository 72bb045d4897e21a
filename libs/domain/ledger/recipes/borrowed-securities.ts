import { Decimal, toDecimal, toMoney, type Money } from '#domain/money';
import { daysBetween } from '#domain/calendars';
import { Journal, shown } from '../books/journal.js';
import { postingRules } from '../rules/rule-book.js';
import { bookedUpTo, headOn, type Booked } from './fact.js';
import { commitment } from './foreign-exchange.js';

/** Securities borrowed to deliver what is sold short (R17). */
export interface Borrowing {
  readonly borrowId: string;
  readonly book: string;
  readonly isin: string;
  readonly counterparty: string;
  /** Value borrowed, on which the fee is reckoned. */
  readonly value: Money;
  /** Exact decimal, per cent a year of 360 days. */
  readonly feeRatePercent: string;
  readonly from: string;
  /** Day of return; null while it lasts. */
  readonly to: string | null;
}

/** The borrow is not on the balance sheet: a memo on the first day, ended on the day of return. */
export function borrowMemo(borrowing: Borrowing, step: 'borrowed' | 'returned', on: string): Journal {
  const { borrowId, book, isin, counterparty, value } = borrowing;
  const head = headOn(on, postingRules.borrowed, {
    key: `borrow/${borrowId}/${step}`,
    tradeId: borrowId,
    inputs: { isin, counterparty, value: shown(value), step },
  });
  const postings = step === 'borrowed' ? commitment(value, null, counterparty) : commitment(null, value, counterparty);
  return Journal.of(head, book, postings);
}

/** R17 at the end of the day: the fee earned by the lender so far, less what is booked of it. */
export function borrowFee(borrowing: Borrowing, bookedMinorUnits: bigint, through: string): Booked | undefined {
  const { borrowId, book, isin, counterparty, value, feeRatePercent, from, to } = borrowing;
  const until = to !== null && to < through ? to : through;
  const days = until > from ? daysBetween(from, until) : 0;
  const fee = toMoney(toDecimal(value).times(new Decimal(feeRatePercent)).times(days).div(36_000), value.currency);
  const head = headOn(through, postingRules.borrowFee, {
    key: `borrow/${borrowId}/fee/${through}`,
    tradeId: borrowId,
    inputs: { isin, counterparty, value: shown(value), ratePercent: feeRatePercent, from, through },
  });
  return bookedUpTo(head, fee, bookedMinorUnits, {
    book,
    debit: { account: '5200', detail: '' },
    credit: { account: '2120', detail: counterparty },
  });
}
