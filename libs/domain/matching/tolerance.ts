import { daysBetween, isDate } from '#domain/calendars';
import { Decimal, minorUnitDigits } from '#domain/money';

/**
 * How far two statements of one field may lie apart and still count as the same.
 *
 * `absolute` is in the unit of the field, or, with `minorUnitsOf`, in minor units of the currency that this other field
 * names: one minor unit is a cent in euro, a yen in Japan, a fils in Kuwait. `basis-points` are of the smaller of both
 * values, so that neither side is the measure of the other. `days` are calendar days.
 */
export type Tolerance =
  | { readonly kind: 'exact' }
  | { readonly kind: 'absolute'; readonly limit: string; readonly minorUnitsOf?: string }
  | { readonly kind: 'basis-points'; readonly limit: string }
  | { readonly kind: 'days'; readonly limit: string };

/** Terms of a trade by field name: decimals, dates and codes as text. */
export type Terms = Readonly<Record<string, string>>;

export const EXACT: Tolerance = { kind: 'exact' };

const PLAIN_DECIMAL = /^-?(0|[1-9]\d{0,39})(\.\d{1,39})?$/;

/** Exact decimal, or null when the text is none. Codes with leading zeros are no numbers: 007 is not 7. */
export function decimalOf(text: string): Decimal | null {
  return PLAIN_DECIMAL.test(text) ? new Decimal(text) : null;
}

/** Calendar days between two dates; null when one of them is none. */
function daysApart(left: string, right: string): Decimal | null {
  return isDate(left) && isDate(right) ? new Decimal(daysBetween(left, right)).abs() : null;
}

/** The largest difference that `tolerance` accepts between two decimals, in the unit of the field. */
function limitBetween(left: Decimal, right: Decimal, tolerance: Tolerance, terms: Terms): Decimal {
  switch (tolerance.kind) {
    case 'absolute': {
      if (tolerance.minorUnitsOf === undefined) return new Decimal(tolerance.limit);
      const currency = terms[tolerance.minorUnitsOf];
      // Without a currency there is no minor unit, and what is not known is not tolerated.
      if (currency === undefined) return new Decimal(0);
      return new Decimal(tolerance.limit).times(new Decimal(10).pow(-minorUnitDigits(currency)));
    }
    case 'basis-points':
      return Decimal.min(left.abs(), right.abs()).times(tolerance.limit).div(10_000);
    default:
      return new Decimal(0);
  }
}

/**
 * Whether two statements of a field agree. Equal text always does, and so do equal numbers however they are written
 * (100 and 100.00). `terms` are those of our side; they name the currency where the tolerance is in minor units.
 * @throws UnknownCurrency when our own terms name a currency that is none
 */
export function withinTolerance(left: string, right: string, tolerance: Tolerance, terms: Terms): boolean {
  if (left === right) return true;
  if (tolerance.kind === 'days') return daysApart(left, right)?.lte(tolerance.limit) ?? false;
  const [one, other] = [decimalOf(left), decimalOf(right)];
  if (one === null || other === null) return false;
  return one
    .minus(other)
    .abs()
    .lte(limitBetween(one, other, tolerance, terms));
}

/** The tolerance as a clerk reads it beside a field: `exact`, `0.01`, `1 minor unit`, `0.5 bp`, `2 days`. */
export function toleranceText(tolerance: Tolerance): string {
  switch (tolerance.kind) {
    case 'exact':
      return 'exact';
    case 'absolute':
      if (tolerance.minorUnitsOf === undefined) return tolerance.limit;
      return tolerance.limit === '1' ? '1 minor unit' : `${tolerance.limit} minor units`;
    case 'basis-points':
      return `${tolerance.limit} bp`;
    case 'days':
      return tolerance.limit === '1' ? '1 day' : `${tolerance.limit} days`;
  }
}
