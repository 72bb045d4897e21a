import { divideHalfEven, minorUnitDigits, money, type Money } from '#domain/money';
import { yearFraction, type DayCount, type Fraction } from './day-count.js';

/** The rate, nominal or coupon is not a plain decimal. */
export class RateRejected extends Error {
  override readonly name = 'RateRejected';

  constructor(text: string) {
    super(`${text} is not a plain decimal`);
  }
}

/**
 * Simple interest of a money-market term (R5: USD 10,000,000 at 5 % ACT/360 for 30 days is 41,666.67). Exact until the one
 * rounding, half to even, to the minor unit.
 * @param ratePercent per cent a year, plain decimal; negative rates are rates
 * @throws RateRejected, UnknownCurrency, InvalidDate
 */
export function interest(principal: Money, ratePercent: string, dayCount: DayCount, start: string, end: string): Money {
  const units: Fraction = { numerator: principal.minorUnits, denominator: 1n };
  return rounded([units, perCent(ratePercent)], yearFraction(dayCount, start, end), principal.currency);
}

/** Interest on a nominal in major units. @throws RateRejected, UnknownCurrency */
export function interestOnNominal(
  nominal: string,
  currency: string,
  ratePercent: string,
  yearParts: readonly Fraction[],
): Money {
  const { numerator, denominator } = exact(nominal);
  const units = { numerator: numerator * 10n ** BigInt(minorUnitDigits(currency)), denominator };
  return rounded([units, perCent(ratePercent)], yearParts, currency);
}

function rounded(factors: readonly Fraction[], parts: readonly Fraction[], currency: string): Money {
  const years = parts.reduce((sum, part) => ({
    numerator: sum.numerator * part.denominator + part.numerator * sum.denominator,
    denominator: sum.denominator * part.denominator,
  }));
  const { numerator, denominator } = factors.reduce(
    (product, factor) => ({
      numerator: product.numerator * factor.numerator,
      denominator: product.denominator * factor.denominator,
    }),
    years,
  );
  return money(divideHalfEven(numerator, denominator), currency);
}

function perCent(text: string): Fraction {
  const { numerator, denominator } = exact(text);
  return { numerator, denominator: denominator * 100n };
}

function exact(text: string): Fraction {
  const match = /^(-?\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) throw new RateRejected(text);
  const [, whole = '', decimals = ''] = match;
  return { numerator: BigInt(whole + decimals), denominator: 10n ** BigInt(decimals.length) };
}
