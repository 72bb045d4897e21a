import { add, Decimal, subtract, toDecimal, toMoney, zero, type Money } from '#domain/money';
import { credit, debit, shown, type Journal } from '../books/journal.js';
import { postingRules } from '../rules/rule-book.js';
import { bookedUpTo, cashJournals, headOn, type Booked } from './fact.js';
import { penaltyRates, type PenaltyClass, type PenaltyRates } from './penalty-rates.js';

/**
 * How a depository reckons one day of a fail: on the securities (SECU), on the cash (CASH), on the securities at the rate of
 * cash (MIXE), or on both (BOTH).
 */
export type PenaltyMethod = 'SECU' | 'CASH' | 'MIXE' | 'BOTH';

/** One business day on which a matched instruction did not settle. */
export interface FailingDay {
  readonly date: string;
  readonly method: PenaltyMethod;
  readonly penaltyClass: PenaltyClass;
  /** Reference value of what is not delivered: quantity at the price of the day. */
  readonly value: Money;
  /** What is not paid; nothing in a free delivery. */
  readonly cash: Money;
  /** Discount rate of the currency a business day, basis points; counts as nothing below zero. */
  readonly cashBasisPoints: string;
}

/** Penalty of one day, rounded as the depository lists it. */
export function penaltyOf(day: FailingDay, rates: PenaltyRates = penaltyRates): Money {
  const { method, penaltyClass, date, value, cash, cashBasisPoints } = day;
  const at = (amount: Money, basisPoints: Decimal): Money =>
    toMoney(toDecimal(amount).times(basisPoints).div(10_000), amount.currency);
  const onSecurities = new Decimal(rates.on(penaltyClass, date));
  const onCash = Decimal.max(0, cashBasisPoints);
  switch (method) {
    case 'SECU':
      return at(value, onSecurities);
    case 'CASH':
      return at(cash, onCash);
    case 'MIXE':
      return at(value, onCash);
    case 'BOTH':
      return add(at(value, onSecurities), at(cash, onCash));
  }
}

/** A fail that costs or brings a penalty. */
export interface PenalisedFail {
  readonly tradeId: string;
  readonly version: number;
  readonly leg: string;
  readonly book: string;
  readonly isin: string;
  readonly depository: string;
  readonly role: 'causes' | 'suffers';
  readonly currency: string;
}

/**
 * R11 at the end of the day: the penalties of all days so far less what is booked of them. Causer D5300 C2150, sufferer
 * D1250 C4300.
 */
export function penaltyExpected(
  fail: PenalisedFail,
  days: readonly FailingDay[],
  bookedMinorUnits: bigint,
  through: string,
): Booked | undefined {
  const { tradeId, version, leg, book, isin, depository, role, currency } = fail;
  const counted = days.filter(({ date }) => date <= through);
  const cumulative = counted.reduce((sum, day) => add(sum, penaltyOf(day)), zero(currency));
  const head = headOn(through, postingRules.penaltyExpected, {
    key: `${tradeId}/${version}/penalty/${leg}/${role}/${through}`,
    tradeId,
    inputs: { isin, depository, role, through, days: String(counted.length) },
  });
  const places =
    role === 'causes'
      ? ({ debit: { account: '5300', detail: '' }, credit: { account: '2150', detail: depository } } as const)
      : ({ debit: { account: '1250', detail: depository }, credit: { account: '4300', detail: '' } } as const);
  return bookedUpTo(head, cumulative, bookedMinorUnits, { book, ...places });
}

/** What a depository settles for a month, in one currency. */
export interface PenaltyMonth {
  readonly book: string;
  readonly depository: string;
  /** `YYYY-MM`. */
  readonly month: string;
  /** On 2150 and 1250 for that month, positive. */
  readonly expectedToPay: Money;
  readonly expectedToGet: Money;
  /** Net of the depository's list; below zero the house pays. */
  readonly listedNet: Money;
  readonly on: string;
  readonly nostro: string;
}

/**
 * R11 once a month: what was expected is closed against the net cash as listed.
 * @returns the difference on 2900 too, above zero where more came than was expected: it opens a break
 */
export function penaltiesSettled(month: PenaltyMonth): {
  readonly journals: readonly Journal[];
  readonly difference: Money;
} {
  const { book, depository, expectedToPay, expectedToGet, listedNet, on, nostro } = month;
  const difference = subtract(listedNet, subtract(expectedToGet, expectedToPay));
  const head = headOn(on, postingRules.penaltySettled, {
    key: `penalties/${depository}/${month.month}/${listedNet.currency}/${book}`,
    tradeId: depository,
    inputs: {
      depository,
      month: month.month,
      expectedToPay: shown(expectedToPay),
      expectedToGet: shown(expectedToGet),
      listedNet: shown(listedNet),
      difference: shown(difference),
    },
  });
  const postings = [
    debit('2150', depository, expectedToPay),
    credit('1250', depository, expectedToGet),
    credit('2900', `${depository} ${month.month}`, difference),
  ];
  return { journals: cashJournals(head, book, postings, { nostro, cash: listedNet }), difference };
}
