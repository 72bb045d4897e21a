import { Decimal, money, toDecimal, toMoney, type Money } from '#domain/money';
import { credit, debit, Journal, shown } from '../books/journal.js';
import { postingRules, ruleOn } from '../rules/rule-book.js';

export interface FxPosition {
  readonly book: string;
  /** Balance of 1901 turned round: what is held of the currency. */
  readonly position: Money;
  /** Countervalue on 1902, in the base currency. */
  readonly countervalue: Money;
  /** Units of the base currency for one of the position's. */
  readonly rate: Decimal;
  readonly on: string;
}

/** Value of an FX position in the base currency. */
export function countervalueOf(position: Money, rate: Decimal, baseCurrency: string): Money {
  return toMoney(toDecimal(position).times(rate), baseCurrency);
}

/**
 * R12: posts the position at the rate less its countervalue, so that a second run posts nothing.
 * Needs a base-currency rate for every currency, which the business clock does not promise.
 */
export function fxRevaluation({ book, position, countervalue, rate, on }: FxPosition): Journal | undefined {
  const value = countervalueOf(position, rate, countervalue.currency);
  const gain = money(value.minorUnits - countervalue.minorUnits, countervalue.currency);
  if (gain.minorUnits === 0n) return undefined;
  const { currency } = position;
  return Journal.of(
    {
      key: `${book}/${currency}/revaluation/${on}`,
      rule: ruleOn(postingRules.fxRevaluation.id, on),
      effectiveDate: on,
      tradeId: currency,
      reverses: null,
      inputs: { currency, rate: rate.toFixed(), position: shown(position), countervalue: shown(countervalue) },
    },
    book,
    [debit('1902', currency, gain), credit('4500', '', gain)],
  );
}
