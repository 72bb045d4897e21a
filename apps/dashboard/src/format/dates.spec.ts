import { businessDateText, lagText, monthText } from './dates.js';

describe('dates on the screen', () => {
  it('shows a business date as written, whatever the zone of the machine', () => {
    expect(businessDateText('2026-06-17', 'en')).toBe('17 Jun 2026');
    expect(businessDateText('2026-06-17', 'en', 'weekday')).toBe('Wed 17 Jun 2026');
    expect(businessDateText('2026-06-07', 'es', 'short')).toBe('7 jun');
    expect(businessDateText('not a date', 'en')).toBe('not a date');
  });

  it('names a month of the books in the language of the reader', () => {
    expect(monthText('2026-06', 'en')).toBe('June 2026');
    expect(monthText('2026-01', 'es')).toBe('enero de 2026');
    expect(monthText('2026-13', 'en')).toBe('2026-13');
  });

  it.each([
    ['2026-06-17T10:00:00.027Z', '+27 ms'],
    ['2026-06-17T10:00:03.600Z', '+3 s'],
    ['2026-06-17T10:26:00.000Z', '+26 min'],
    ['2026-06-17T14:10:00.000Z', '+4 h 10'],
    ['2026-06-18T13:00:00.000Z', '+1 d 3 h'],
    ['2026-06-17T09:59:59.000Z', ''],
  ])('says how long a step took: %s', (end, text) => expect(lagText('2026-06-17T10:00:00.000Z', end)).toBe(text));
});
