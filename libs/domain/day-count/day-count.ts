import { dateParts, daysBetween, isLeapYear } from '#domain/calendars';
import { Decimal } from '#domain/money';

export type DayCount = 'ACT/360' | 'ACT/365F' | '30/360' | '30E/360' | 'ACT/ACT ISDA' | 'ACT/ACT ICMA';

/** Regular coupon period in which the days lie; needed by ACT/ACT ICMA alone. */
export interface CouponPeriod {
  readonly start: string;
  readonly end: string;
  readonly couponsPerYear: number;
}

/**
 * Exact fraction of a year from `start` to `end`, 80 digits. ISDA 2006 definitions section 4.16; ICMA rule 251.
 * Without a coupon period ACT/ACT ICMA splits by calendar year, as ISDA does.
 */
export function yearFraction(dayCount: DayCount, start: string, end: string, period?: CouponPeriod): Decimal {
  if (end < start) return yearFraction(dayCount, end, start, period).neg();
  switch (dayCount) {
    case 'ACT/360':
      return new Decimal(daysBetween(start, end)).div(360);
    case 'ACT/365F':
      return new Decimal(daysBetween(start, end)).div(365);
    case '30/360':
      return new Decimal(daysOfThirty(start, end, false)).div(360);
    case '30E/360':
      return new Decimal(daysOfThirty(start, end, true)).div(360);
    case 'ACT/ACT ISDA':
      return splitByYear(start, end);
    case 'ACT/ACT ICMA':
      if (!period) return splitByYear(start, end);
      return new Decimal(daysBetween(start, end)).div(daysBetween(period.start, period.end) * period.couponsPerYear);
  }
}

/** Days of 30-day months: the European form cuts every 31st; the American the end's only after a start on the 30th or 31st. */
function daysOfThirty(start: string, end: string, european: boolean): number {
  const [from, to] = [dateParts(start), dateParts(end)];
  const first = Math.min(from.day, 30);
  const last = european || first === 30 ? Math.min(to.day, 30) : to.day;
  return (to.year - from.year) * 360 + (to.month - from.month) * 30 + last - first;
}

/** Days in leap years count over 366, others over 365. */
function splitByYear(start: string, end: string): Decimal {
  let fraction = new Decimal(0);
  for (let from = start; from < end;) {
    const { year } = dateParts(from);
    const newYear = `${String(year + 1).padStart(4, '0')}-01-01`;
    const to = end < newYear ? end : newYear;
    fraction = fraction.plus(new Decimal(daysBetween(from, to)).div(isLeapYear(year) ? 366 : 365));
    from = to;
  }
  return fraction;
}
