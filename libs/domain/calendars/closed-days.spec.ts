import { readFileSync } from 'node:fs';
import { addDays, closedBecause, type Purpose } from './index.js';

interface Oracle {
  readonly origin: string;
  /** Days on which the oracle itself is wrong: a Sunday's holiday of 2003 did not move, the exchange dealt. */
  readonly knownErrors: Readonly<Record<string, readonly string[]>>;
  /** By calendar and purpose, by year: month and day of the weekdays that are closed. */
  readonly closed: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const oracle = JSON.parse(readFileSync(new URL('./closed-days.json', import.meta.url), 'utf8')) as Oracle;

describe('closed days from 2000 to 2050', () => {
  it.each(Object.keys(oracle.closed))('of %s are those of independent calendars', (name) => {
    const [calendar, purpose] = name.split(' ') as [string, Purpose];
    const theirs = Object.entries(oracle.closed[name]!).flatMap(([year, days]) =>
      days.split(' ').map((day) => `${year}-${day}`),
    );
    const ours: string[] = [];
    for (let date = '2000-01-01'; date <= '2050-12-31'; date = addDays(date, 1)) {
      const reason = closedBecause(date, [calendar], purpose);
      if (reason !== undefined && reason !== 'Saturday' && reason !== 'Sunday') ours.push(date);
    }
    const wrong = new Set(oracle.knownErrors[name]);
    expect(ours).toEqual(theirs.filter((date) => !wrong.has(date)));
  });
});
