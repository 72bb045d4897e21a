/**
 * Dates of the business calendar as YYYY-MM-DD text, reckoned in whole days. No clock and no time zone takes part, so a
 * value date is the same in Apia and in Juneau (B5). The reckoning is the proleptic Gregorian calendar, years 0001-9999.
 */

/** The text is not a day of the calendar. */
export class InvalidDate extends Error {
  override readonly name = 'InvalidDate';

  constructor(text: string) {
    super(`${text} is not a date YYYY-MM-DD of the calendar`);
  }
}

export interface DateParts {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
}

/** Monday is 1, Sunday is 7 (ISO 8601). */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DAYS_BEFORE_1970 = 719_468;
const DAYS_IN_400_YEARS = 146_097;

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Whether the text is YYYY-MM-DD and names a day that exists. */
export function isDate(text: string): boolean {
  const match = SHAPE.exec(text);
  if (!match) return false;
  const { year, month, day } = parts(match);
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/**
 * Whether it is a day on which somebody may deal or settle, of a year from 1900 to 2199. What stands nearer to the ends of
 * the reckoning is a sender's way to say never, and counting days from there would leave the calendar.
 */
export const isDealingDate = (text: string): boolean => isDate(text) && text >= '1900' && text < '2200';

/** @throws InvalidDate */
export function dateParts(date: string): DateParts {
  if (!isDate(date)) throw new InvalidDate(date);
  return parts(SHAPE.exec(date) as RegExpExecArray);
}

function parts(match: RegExpExecArray): DateParts {
  return { year: parseInt(match[1]!, 10), month: parseInt(match[2]!, 10), day: parseInt(match[3]!, 10) };
}

export function dateOf({ year, month, day }: DateParts): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** Days since 1970-01-01, negative before. @throws InvalidDate */
export function dayNumber(date: string): number {
  return dayNumberOf(dateParts(date));
}

/** The same for parts that are known to exist. Years begin in March here, so that the leap day is the last of its year. */
export function dayNumberOf({ year, month, day }: DateParts): number {
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_IN_400_YEARS + dayOfEra - DAYS_BEFORE_1970;
}

/** The date that many days after 1970-01-01. */
export function dateOfDayNumber(days: number): string {
  const shifted = days + DAYS_BEFORE_1970;
  const era = Math.floor(shifted / DAYS_IN_400_YEARS);
  const dayOfEra = shifted - era * DAYS_IN_400_YEARS;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return dateOf({ year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day });
}

/** @throws InvalidDate */
export function addDays(date: string, days: number): string {
  return dateOfDayNumber(dayNumber(date) + days);
}

/** Calendar days from the first date to the second, negative when the second is earlier. @throws InvalidDate */
export function daysBetween(start: string, end: string): number {
  return dayNumber(end) - dayNumber(start);
}

/** The same day so many months later; the last day of the month where that day does not exist. @throws InvalidDate */
export function addMonths(date: string, months: number): string {
  const { year, month, day } = dateParts(date);
  const counted = year * 12 + month - 1 + months;
  const target = { year: Math.floor(counted / 12), month: (((counted % 12) + 12) % 12) + 1 };
  return dateOf({ ...target, day: Math.min(day, daysInMonth(target.year, target.month)) });
}

/** 1970-01-01 was a Thursday. */
export function weekdayOf(days: number): Weekday {
  return (((((days + 3) % 7) + 7) % 7) + 1) as Weekday;
}
