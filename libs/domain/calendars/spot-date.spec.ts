import { spotDate } from './index.js';

describe('spot value dates', () => {
  it.each([
    ['2026-06-15', 'EUR', 'USD', '2026-06-17', 'two business days'],
    ['2026-06-15', 'USD', 'CAD', '2026-06-16', 'one business day'],
    ['2026-06-15', 'CAD', 'USD', '2026-06-16', 'one business day, whichever is named first'],
    ['2026-06-15', 'USD', 'TRY', '2026-06-16', 'one business day'],
    ['2026-06-15', 'EUR', 'CAD', '2026-06-17', 'the one-day rule is for the dollar alone'],
    ['2026-06-18', 'EUR', 'USD', '2026-06-22', 'Juneteenth between does not count as lost'],
    ['2026-06-17', 'EUR', 'USD', '2026-06-22', 'Juneteenth is no value date'],
    ['2026-06-18', 'MXN', 'USD', '2026-06-23', 'Juneteenth between is lost against the peso'],
    ['2026-06-18', 'USD', 'CAD', '2026-06-22', 'Juneteenth is no value date of one day either'],
    ['2026-06-18', 'EUR', 'GBP', '2026-06-22', 'the dollar has no say'],
    ['2026-08-28', 'EUR', 'GBP', '2026-09-02', 'the bank holiday of either currency between is lost'],
    ['2026-04-30', 'EUR', 'USD', '2026-05-05', 'a holiday of the euro between is lost'],
    ['2026-04-30', 'GBP', 'USD', '2026-05-05', 'the bank holiday of 4 May is no value date'],
    ['2026-12-23', 'USD', 'JPY', '2026-12-28', 'Christmas Day is no value date'],
    ['2001-10-23', 'GBP', 'USD', '2001-10-25', 'long ago'],
    ['2026-06-15', 'KWD', 'BHD', '2026-06-17', 'weekends only where no calendar is kept'],
  ])('of %s for %s/%s is %s: %s', (tradeDate, base, quote, expected) => {
    expect(spotDate(tradeDate, base, quote).date).toBe(expected);
  });

  it('tell each day passed', () => {
    expect(spotDate('2026-06-18', 'EUR', 'USD').why).toEqual([
      '2026-06-19 is business day 1 of 2',
      '2026-06-20 is closed: Saturday',
      '2026-06-21 is closed: Sunday',
      '2026-06-22 is business day 2 of 2',
    ]);
  });
});
