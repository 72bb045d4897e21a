import { easterSunday } from './easter.js';
import { dayNumber, dayNumberOf, daysInMonth, weekdayOf, type Weekday } from './plain-date.js';

/**
 * What a day may be needed for; one date can have several answers. `trading`: the market deals. `dvp`: securities settle
 * against payment, the day counts for settlement cycles. `fop`: securities settle free of payment. `cash`: money moves.
 */
export type Purpose = 'trading' | 'dvp' | 'fop' | 'cash';

/** The day a closure falls on, before it is moved off a weekend. */
export type When =
  | { readonly on: 'date'; readonly month: number; readonly day: number }
  /** `nth` -1 is the last one of the month. */
  | { readonly on: 'weekday'; readonly month: number; readonly weekday: Weekday; readonly nth: number }
  | { readonly on: 'easter'; readonly offset: number }
  /** Vernal (3) or autumnal (9) equinox of Japan, as its observatory reckons 1980-2099. */
  | { readonly on: 'equinox'; readonly month: 3 | 9 }
  | { readonly on: 'one-off'; readonly dates: readonly string[] };

/**
 * Where a closure goes that falls on a weekend. `stays`: it is lost. `sunday-to-monday`: a Saturday is lost.
 * `nearest-weekday`: Saturday to Friday, Sunday to Monday. `next-free-day`: the first weekday after it that is no closure
 * itself. `sunday-to-next-free-day`: the same, but a Saturday is lost.
 */
export type Observance = 'stays' | 'sunday-to-monday' | 'nearest-weekday' | 'next-free-day' | 'sunday-to-next-free-day';

export interface ClosureRule {
  readonly name: string;
  readonly when: When;
  readonly closes: readonly Purpose[];
  /** `stays` unless told. */
  readonly observed?: Observance;
  /** First and last year of the rule, both included. */
  readonly from?: number;
  readonly to?: number;
  /** Years in which a one-off takes its place. */
  readonly except?: readonly number[];
}

/** Closed days of one year: by day number, the closures of that day. */
export interface Closure {
  readonly name: string;
  readonly closes: readonly Purpose[];
}

const SATURDAY = 6;
const SUNDAY = 7;

/** Works out all closures of a year, substitutes included, in the order of the rules. */
export function closuresOf(rules: readonly ClosureRule[], year: number): Map<number, Closure[]> {
  const inForce = rules.filter(
    ({ from, to, except }) => (from ?? year) <= year && year <= (to ?? year) && !except?.includes(year),
  );
  const nominal = inForce.map((rule) => ({ rule, days: daysOf(rule.when, year) }));
  const taken = new Set(nominal.flatMap(({ days }) => days));
  const closures = new Map<number, Closure[]>();
  for (const { rule, days } of nominal) {
    for (const day of days) {
      const observed = observedOn(day, rule.observed ?? 'stays', taken);
      const name = observed === day ? rule.name : `${rule.name} (observed)`;
      taken.add(observed);
      closures.set(observed, [...(closures.get(observed) ?? []), { name, closes: rule.closes }]);
    }
  }
  return closures;
}

function daysOf(when: When, year: number): number[] {
  switch (when.on) {
    case 'date':
      return [dayNumberOf({ year, month: when.month, day: when.day })];
    case 'weekday':
      return [nthWeekday(year, when.month, when.weekday, when.nth)];
    case 'easter':
      return [easterSunday(year) + when.offset];
    case 'equinox':
      return [dayNumberOf({ year, month: when.month, day: equinox(year, when.month) })];
    case 'one-off':
      return when.dates.filter((date) => date.startsWith(`${year}-`)).map(dayNumber);
  }
}

function nthWeekday(year: number, month: number, weekday: Weekday, nth: number): number {
  if (nth < 0) {
    const last = dayNumberOf({ year, month, day: daysInMonth(year, month) });
    return last - ((weekdayOf(last) - weekday + 7) % 7) + 7 * (nth + 1);
  }
  const first = dayNumberOf({ year, month, day: 1 });
  return first + ((weekday - weekdayOf(first) + 7) % 7) + 7 * (nth - 1);
}

/** In millionths of a day: the year is 0.242194 days longer than 365, less the leap days so far. */
function equinox(year: number, month: 3 | 9): number {
  const start = month === 3 ? 20_843_100 : 23_248_800;
  return Math.floor((start + 242_194 * (year - 1980)) / 1_000_000) - Math.floor((year - 1980) / 4);
}

function observedOn(day: number, observance: Observance, taken: ReadonlySet<number>): number {
  const weekday = weekdayOf(day);
  if (weekday < SATURDAY || observance === 'stays') return day;
  if (observance === 'nearest-weekday') return weekday === SATURDAY ? day - 1 : day + 1;
  if (observance === 'next-free-day') return nextFreeDay(day, taken);
  if (weekday !== SUNDAY) return day;
  return observance === 'sunday-to-monday' ? day + 1 : nextFreeDay(day, taken);
}

function nextFreeDay(day: number, taken: ReadonlySet<number>): number {
  let next = day + 1;
  while (taken.has(next) || weekdayOf(next) >= SATURDAY) next += 1;
  return next;
}
