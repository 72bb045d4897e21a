import { Decimal } from '#domain/money';
import type { DayCount } from '#domain/day-count';

const MS_A_DAY = 86_400_000;

const instant = (date: string): number => Date.parse(`${date}T00:00:00Z`);

const daysBetween = (start: string, end: string): number => (instant(end) - instant(start)) / MS_A_DAY;

/** Days of 30-day months; the European form cuts every 31st, the American only the end's after a start on the 30th or 31st. */
function daysOfThirty(start: string, end: string, european: boolean): number {
  const [from, to] = [new Date(instant(start)), new Date(instant(end))];
  const firstDay = Math.min(from.getUTCDate(), 30);
  const lastDay = european || firstDay === 30 ? Math.min(to.getUTCDate(), 30) : to.getUTCDate();
  const months = (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth();
  return months * 30 + lastDay - firstDay;
}

/** Splits the days by calendar year; those of leap years count over 366. */
function splitByYear(start: string, end: string): Decimal {
  let fraction = new Decimal(0);
  for (let from = start; from < end; ) {
    const newYear = `${from.slice(0, 4)}-01-01`;
    const nextNewYear = `${(BigInt(from.slice(0, 4)) + 1n).toString().padStart(4, '0')}-01-01`;
    const to = end < nextNewYear ? end : nextNewYear;
    fraction = fraction.plus(new Decimal(daysBetween(from, to)).div(daysBetween(newYear, nextNewYear)));
    from = to;
  }
  return fraction;
}

/** Year fraction of the days of a money-market term. A deposit has no coupon period, so both ACT/ACT split by year. */
export function termFraction(dayCount: DayCount, start: string, end: string): Decimal {
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
    case 'ACT/ACT ICMA':
      return splitByYear(start, end);
  }
}
