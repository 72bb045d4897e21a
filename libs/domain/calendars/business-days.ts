import { closuresOf, type Closure, type Purpose } from './closure-rule.js';
import { dateOfDayNumber, dayNumber, weekdayOf } from './plain-date.js';
import { calendarOfCurrency, settlementCalendars } from './settlement-calendars.js';

/** A date and each step by which it was found, in words. */
export interface FoundDate {
  readonly date: string;
  readonly why: readonly string[];
}

const byId = new Map(settlementCalendars.map((calendar) => [calendar.id, calendar]));
const years = new Map<string, Map<number, Closure[]>>();

function closureOn(calendarId: string, day: number, purpose: Purpose): string | undefined {
  const calendar = byId.get(calendarId);
  if (!calendar) return undefined;
  const year = Number.parseInt(dateOfDayNumber(day).slice(0, 4), 10);
  const key = `${calendarId} ${year}`;
  let closures = years.get(key);
  if (!closures) years.set(key, (closures = closuresOf(calendar.rules, year)));
  return closures.get(day)?.find(({ closes }) => closes.includes(purpose))?.name;
}

/** Why the day is none for this purpose in these calendars, or undefined on a business day. */
export function closedBecause(date: string, calendars: readonly string[], purpose: Purpose): string | undefined {
  const day = dayNumber(date);
  if (weekdayOf(day) >= 6) return weekdayOf(day) === 6 ? 'Saturday' : 'Sunday';
  for (const id of calendars) {
    const name = closureOn(id, day, purpose);
    if (name !== undefined) return `${name} in ${id}`;
  }
  return undefined;
}

export const isBusinessDay = (date: string, calendars: readonly string[], purpose: Purpose): boolean =>
  closedBecause(date, calendars, purpose) === undefined;

/** Counts business days forward from a date; the date itself counts for nothing. Zero days: the date, or the next good day. */
export function addBusinessDays(date: string, days: number, calendars: readonly string[], purpose: Purpose): FoundDate {
  const why: string[] = [];
  let day = dayNumber(date);
  let left = days;
  const good = (): boolean => {
    const reason = closedBecause(dateOfDayNumber(day), calendars, purpose);
    if (reason !== undefined) why.push(`${dateOfDayNumber(day)} is closed: ${reason}`);
    return reason === undefined;
  };
  if (days === 0) while (!good()) day += 1;
  while (left > 0) {
    day += 1;
    if (good()) {
      left -= 1;
      why.push(`${dateOfDayNumber(day)} is business day ${days - left} of ${days}`);
    }
  }
  return { date: dateOfDayNumber(day), why };
}

/** The date itself, or the next business day after it. */
export function following(date: string, calendars: readonly string[], purpose: Purpose): FoundDate {
  return addBusinessDays(date, 0, calendars, purpose);
}

/** Calendars of the cash of the currencies, each once. */
export function calendarsOf(currencies: readonly string[]): string[] {
  return [...new Set(currencies.flatMap((currency) => calendarOfCurrency[currency] ?? []))];
}

const ONE_DAY_PAIRS = new Set(['CADUSD', 'TRYUSD', 'PHPUSD']);

/**
 * Spot value date of a currency pair: two business days of both currencies (one for the dollar against CAD, TRY and PHP).
 * On the day between, a holiday of the dollar alone does not count (market usage).
 */
export function spotDate(tradeDate: string, first: string, second: string): FoundDate {
  const cycle = ONE_DAY_PAIRS.has([first, second].sort().join('')) ? 1 : 2;
  const both = calendarsOf([first, second]);
  if (cycle === 1) return addBusinessDays(tradeDate, 1, both, 'cash');
  const between = addBusinessDays(
    tradeDate,
    1,
    calendarsOf([first, second].filter((currency) => currency !== 'USD')),
    'cash',
  );
  const spot = addBusinessDays(between.date, 1, both, 'cash');
  return {
    date: spot.date,
    why: [
      ...between.why.map((step) => step.replace('of 1', 'of 2')),
      ...spot.why.map((step) => step.replace('day 1 of 1', 'day 2 of 2')),
    ],
  };
}
