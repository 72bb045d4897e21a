import { closuresOf, type Closure, type Purpose } from './closure-rule.js';
import { dateOfDayNumber, dayNumber, weekdayOf } from './plain-date.js';
import { settlementCalendars } from './settlement-calendars.js';

/** A date and each step by which it was found, in words ("why this date", A5). */
export interface FoundDate {
  readonly date: string;
  readonly why: readonly string[];
}

/** No such calendar is kept: an open day could not be told from a closed one. */
export class UnknownCalendar extends Error {
  override readonly name = 'UnknownCalendar';

  constructor(id: string) {
    super(`there is no calendar ${id}; known are ${settlementCalendars.map((calendar) => calendar.id).join(', ')}`);
  }
}

type Year = ReadonlyMap<number, readonly Closure[]>;

const SATURDAY = 6;
const byId = new Map(
  settlementCalendars.map((calendar) => [calendar.id, { ...calendar, years: new Map<string, Year>() }]),
);

/** Why the day is none for this purpose in these calendars, or undefined on a business day. @throws UnknownCalendar, InvalidDate */
export function closedBecause(date: string, calendars: readonly string[], purpose: Purpose): string | undefined {
  const day = dayNumber(date);
  const weekday = weekdayOf(day);
  if (weekday >= SATURDAY) return weekday === SATURDAY ? 'Saturday' : 'Sunday';
  for (const id of calendars) {
    const closure = closuresIn(id, date.slice(0, 4))
      .get(day)
      ?.find(({ closes }) => closes.includes(purpose));
    if (closure) return `${closure.name} in ${id}`;
  }
  return undefined;
}

/** A year is worked out once; the rules are data that does not change while the program runs. */
function closuresIn(id: string, year: string): Year {
  const calendar = byId.get(id);
  if (!calendar) throw new UnknownCalendar(id);
  let closures = calendar.years.get(year);
  if (!closures) calendar.years.set(year, (closures = closuresOf(calendar.rules, parseInt(year, 10))));
  return closures;
}

export const isBusinessDay = (date: string, calendars: readonly string[], purpose: Purpose): boolean =>
  closedBecause(date, calendars, purpose) === undefined;

/**
 * Counts business days from a date, backwards where `days` is negative; the date itself counts for nothing. Zero days: the
 * date, or the next good day. @throws UnknownCalendar, InvalidDate
 */
export function addBusinessDays(date: string, days: number, calendars: readonly string[], purpose: Purpose): FoundDate {
  if (days === 0) return following(date, calendars, purpose);
  const why: string[] = [];
  const step = days < 0 ? -1 : 1;
  let day = dayNumber(date);
  for (let counted = 0; counted !== days;) {
    day += step;
    const reached = dateOfDayNumber(day);
    const reason = closedBecause(reached, calendars, purpose);
    if (reason === undefined) counted += step;
    why.push(
      reason === undefined
        ? `${reached} is business day ${Math.abs(counted)} of ${Math.abs(days)}${days < 0 ? ' before' : ''}`
        : `${reached} is closed: ${reason}`,
    );
  }
  return { date: dateOfDayNumber(day), why };
}

/** What becomes of a date on which nothing moves (ISDA 2006 Definitions, section 4.12). */
export type RollConvention = 'following' | 'modified-following' | 'preceding';

/** The date itself, or the business day that the convention puts in its place. @throws UnknownCalendar, InvalidDate */
export function roll(
  date: string,
  convention: RollConvention,
  calendars: readonly string[],
  purpose: Purpose,
): FoundDate {
  const found = walk(date, convention === 'preceding' ? -1 : 1, calendars, purpose);
  if (convention !== 'modified-following' || found.date.slice(0, 7) === date.slice(0, 7)) return found;
  const back = walk(date, -1, calendars, purpose);
  return {
    date: back.date,
    why: [...found.why, `${found.date} is in the next month: back to the business day before`, ...back.why],
  };
}

/** The date itself, or the next business day after it. @throws UnknownCalendar, InvalidDate */
export const following = (date: string, calendars: readonly string[], purpose: Purpose): FoundDate =>
  roll(date, 'following', calendars, purpose);

function walk(date: string, step: 1 | -1, calendars: readonly string[], purpose: Purpose): FoundDate {
  const why: string[] = [];
  let day = dayNumber(date);
  for (;;) {
    const reached = dateOfDayNumber(day);
    const reason = closedBecause(reached, calendars, purpose);
    if (reason === undefined) {
      if (why.length > 0) why.push(`${reached} is the business day ${step > 0 ? 'after' : 'before'}`);
      return { date: reached, why };
    }
    why.push(`${reached} is closed: ${reason}`);
    day += step;
  }
}
