import { minorUnitDigits } from './currencies.js';
import { Decimal } from './decimal.js';

/** An exact amount of one currency. Sums are taken per currency; there is no operation that mixes two. */
export interface Money {
  /** Whole minor units (cents, yen, fils). */
  readonly minorUnits: bigint;
  /** ISO 4217 code. */
  readonly currency: string;
}

export function money(minorUnits: bigint, currency: string): Money {
  return { minorUnits, currency };
}

export function zero(currency: string): Money {
  return { minorUnits: 0n, currency };
}

/** The amount is not a plain decimal, or has more decimals than the currency knows. */
export class AmountRejected extends Error {
  override readonly name = 'AmountRejected';
}

const PLAIN_DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/**
 * Reads an amount in major units, exactly: `parseMoney('1085000.00', 'USD')`.
 * @throws AmountRejected with the rule that is broken; trailing zeros beyond the minor unit are accepted.
 */
export function parseMoney(text: string, currency: string): Money {
  const match = PLAIN_DECIMAL.exec(text);
  if (!match) throw new AmountRejected(`${text} is not a plain decimal`);
  const digits = minorUnitDigits(currency);
  const [, sign, whole, fraction = ''] = match;
  if (/[^0]/.test(fraction.slice(digits)))
    throw new AmountRejected(`${text} ${currency} has more than the ${digits} decimals of ${currency}`);
  const units = BigInt(whole + fraction.slice(0, digits).padEnd(digits, '0'));
  return { minorUnits: sign ? -units : units, currency };
}

/** Plain decimal text in major units with all decimals of the currency: `-1234.50`, `5000` for yen. */
export function formatAmount({ minorUnits, currency }: Money): string {
  const digits = minorUnitDigits(currency);
  const sign = minorUnits < 0n ? '-' : '';
  const text = (minorUnits < 0n ? -minorUnits : minorUnits).toString().padStart(digits + 1, '0');
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

export function negate({ minorUnits, currency }: Money): Money {
  return { minorUnits: -minorUnits, currency };
}

export class CurrencyMismatch extends Error {
  override readonly name = 'CurrencyMismatch';

  constructor(left: string, right: string) {
    super(`${left} and ${right} cannot be added`);
  }
}

/** @throws CurrencyMismatch */
export function add(left: Money, right: Money): Money {
  if (left.currency !== right.currency) throw new CurrencyMismatch(left.currency, right.currency);
  return { minorUnits: left.minorUnits + right.minorUnits, currency: left.currency };
}

/** @throws CurrencyMismatch */
export function subtract(left: Money, right: Money): Money {
  return add(left, negate(right));
}

/** Sum per currency. */
export function totals(amounts: Iterable<Money>): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { minorUnits, currency } of amounts) sums.set(currency, (sums.get(currency) ?? 0n) + minorUnits);
  return sums;
}

/** Rounds an exact decimal in major units half to even to the currency's minor unit: the one place where money is rounded. */
export function toMoney(amount: Decimal, currency: string): Money {
  const units = amount.times(minorUnitsInOne(currency)).toDecimalPlaces(0, Decimal.ROUND_HALF_EVEN);
  return { minorUnits: BigInt(units.toFixed(0)), currency };
}

/** The amount in major units, for pricing. */
export function toDecimal({ minorUnits, currency }: Money): Decimal {
  return new Decimal(minorUnits.toString()).div(minorUnitsInOne(currency));
}

/** 100 for euros, 1 for yen, 1000 for dinars; kept, because every price that becomes money asks for it. */
function minorUnitsInOne(currency: string): Decimal {
  const digits = minorUnitDigits(currency);
  return (powersOfTen[digits] ??= new Decimal(10).pow(digits));
}

const powersOfTen: Decimal[] = [];
