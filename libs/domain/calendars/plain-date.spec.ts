import fc from 'fast-check';
import { addDays, addMonths, daysBetween, InvalidDate, isDate } from './index.js';
import { dateOfDayNumber, dayNumber, weekdayOf } from './plain-date.js';

const days = fc.integer({ min: -719_162, max: 2_932_896 });

describe('dates', () => {
  it('agree with the calendar of the platform from year 1 to 9999, whatever the time zone', () => {
    fc.assert(
      fc.property(days, (day) => {
        const text = new Date(day * 86_400_000).toISOString().slice(0, 10);
        expect(dateOfDayNumber(day)).toBe(text);
        expect(dayNumber(text)).toBe(day);
        expect(weekdayOf(day) % 7).toBe(new Date(day * 86_400_000).getUTCDay());
      }),
    );
  });

  it.each([
    '2026-02-29',
    '2100-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-1-1',
    '0000-01-01',
    '2026-06-15T00:00',
    '',
    '２０２６-01-01',
  ])('%s is none', (text) => {
    expect(isDate(text)).toBe(false);
    expect(() => addDays(text, 1)).toThrow(InvalidDate);
  });

  it('29 February exists in 2024 and 2000', () => {
    expect([isDate('2024-02-29'), isDate('2000-02-29')]).toEqual([true, true]);
  });

  it('are counted alike over every change of the clocks', () => {
    for (let day = dayNumber('2026-01-01'); day < dayNumber('2027-01-01'); day++) {
      const [date, next] = [dateOfDayNumber(day), dateOfDayNumber(day + 1)];
      expect([date, daysBetween(date, next), addDays(date, 1)]).toEqual([date, 1, next]);
    }
  });

  it('count days both ways', () => {
    expect(daysBetween('2026-03-15', '2026-06-17')).toBe(94);
    expect(daysBetween('2026-06-17', '2026-03-15')).toBe(-94);
    expect(addDays('2025-12-31', 1)).toBe('2026-01-01');
  });

  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-01-31', -2, '2025-11-30'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2026-01-15', -1, '2025-12-15'],
    ['2024-02-29', 12, '2025-02-28'],
  ])('%s and %i months is %s', (date, months, expected) => {
    expect(addMonths(date, months)).toBe(expected);
  });
});
