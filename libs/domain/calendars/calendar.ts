import type { ClosureRule, Purpose, When } from './closure-rule.js';
import type { Weekday } from './plain-date.js';

/** Closed days of one settlement system or financial centre, beside Saturdays and Sundays. */
export interface SettlementCalendar {
  readonly id: string;
  readonly name: string;
  readonly rules: readonly ClosureRule[];
}

type More = Partial<Omit<ClosureRule, 'name' | 'when'>>;

export const everything: readonly Purpose[] = ['trading', 'dvp', 'fop', 'cash'];

const rule = (name: string, when: When, more: More = {}): ClosureRule => ({ name, when, closes: everything, ...more });

export const onDate = (name: string, month: number, day: number, more?: More): ClosureRule =>
  rule(name, { on: 'date', month, day }, more);

/** `nth` -1 is the last one of the month. */
export const onWeekday = (name: string, month: number, weekday: Weekday, nth: number, more?: More): ClosureRule =>
  rule(name, { on: 'weekday', month, weekday, nth }, more);

/** Days after Easter Sunday; Good Friday is -2. */
export const atEaster = (name: string, offset: number, more?: More): ClosureRule =>
  rule(name, { on: 'easter', offset }, more);

export const atEquinox = (name: string, month: 3 | 9, more?: More): ClosureRule =>
  rule(name, { on: 'equinox', month }, more);

export const once = (name: string, dates: readonly string[], more?: More): ClosureRule =>
  rule(name, { on: 'one-off', dates }, more);
