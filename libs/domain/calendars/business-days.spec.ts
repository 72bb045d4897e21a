import { addBusinessDays, closedBecause, isBusinessDay, spotDate } from './index.js';

describe('business days', () => {
  it.each([
    ['2026-05-01', 'EUTA', 'cash', 'Labour Day in EUTA'],
    ['2026-05-01', 'EUTA', 'fop', undefined],
    ['2026-04-03', 'EUTA', 'dvp', 'Good Friday in EUTA'],
    ['2025-01-09', 'USNY', 'trading', 'day of mourning in USNY'],
    ['2025-01-09', 'USNY', 'dvp', undefined],
    ['2026-04-03', 'USNY', 'trading', 'Good Friday in USNY'],
    ['2026-06-19', 'USNY', 'cash', 'Juneteenth in USNY'],
    ['2021-06-18', 'USNY', 'cash', undefined],
    ['2026-10-12', 'USNY', 'cash', 'Columbus Day in USNY'],
    ['2026-10-12', 'USNY', 'trading', undefined],
    ['2026-07-03', 'USNY', 'trading', 'Independence Day (observed) in USNY'],
    ['2022-09-19', 'GBLO', 'cash', 'state funeral in GBLO'],
    ['2020-05-04', 'GBLO', 'cash', undefined],
    ['2026-12-28', 'GBLO', 'cash', 'Boxing Day (observed) in GBLO'],
    ['2026-06-20', 'EUTA', 'cash', 'Saturday'],
  ] as const)('%s in %s for %s: %s', (date, calendar, purpose, reason) => {
    expect(closedBecause(date, [calendar], purpose)).toBe(reason);
  });

  it('says of every step why', () => {
    expect(addBusinessDays('2026-04-02', 2, ['EUTA'], 'dvp')).toEqual({
      date: '2026-04-08',
      why: [
        '2026-04-03 is closed: Good Friday in EUTA',
        '2026-04-04 is closed: Saturday',
        '2026-04-05 is closed: Sunday',
        '2026-04-06 is closed: Easter Monday in EUTA',
        '2026-04-07 is business day 1 of 2',
        '2026-04-08 is business day 2 of 2',
      ],
    });
  });

  it.each([
    ['2026-06-15', 'EUR', 'USD', '2026-06-17'],
    ['2026-06-15', 'USD', 'CAD', '2026-06-16'],
    ['2026-06-17', 'EUR', 'USD', '2026-06-22'],
    ['2026-06-18', 'EUR', 'USD', '2026-06-22'],
    ['2026-06-18', 'EUR', 'GBP', '2026-06-22'],
  ])('spot of %s %s/%s is %s', (tradeDate, base, quote, expected) => {
    expect(spotDate(tradeDate, base, quote).date).toBe(expected);
  });

  it('a weekend is none anywhere', () => {
    expect(isBusinessDay('2026-06-21', [], 'fop')).toBe(false);
  });
});
