import fc from 'fast-check';
import {
  addBusinessDays,
  addDays,
  calendarsOf,
  closedBecause,
  isBusinessDay,
  roll,
  UnknownCalendar,
  type Purpose,
} from './index.js';

describe('business days', () => {
  it.each([
    ['2026-05-01', 'EUTA', 'cash', 'Labour Day in EUTA'],
    ['2026-05-01', 'EUTA', 'dvp', 'Labour Day in EUTA'],
    ['2026-05-01', 'EUTA', 'fop', undefined],
    ['2026-04-03', 'EUTA', 'dvp', 'Good Friday in EUTA'],
    ['2026-04-03', 'EUTA', 'fop', 'Good Friday in EUTA'],
    ['2018-03-30', 'EUTA', 'fop', undefined],
    ['2001-12-31', 'EUTA', 'cash', "change of the year's accounts in EUTA"],
    ['2002-12-31', 'EUTA', 'cash', undefined],
    ['1999-12-31', 'EUTA', 'cash', "change of the year's accounts in EUTA"],
    ['1999-05-03', 'EUTA', 'cash', undefined],
    ['2025-01-09', 'USNY', 'trading', 'national day of mourning in USNY'],
    ['2025-01-09', 'USNY', 'dvp', undefined],
    ['2025-01-09', 'USNY', 'cash', undefined],
    ['2018-12-05', 'USNY', 'trading', 'national day of mourning in USNY'],
    ['2012-10-30', 'USNY', 'trading', 'Hurricane Sandy in USNY'],
    ['2012-10-30', 'USNY', 'dvp', undefined],
    ['2001-09-14', 'USNY', 'trading', 'attacks of September 2001 in USNY'],
    ['2026-04-03', 'USNY', 'trading', 'Good Friday in USNY'],
    ['2026-04-03', 'USNY', 'dvp', 'Good Friday in USNY'],
    ['2026-04-03', 'USNY', 'fop', undefined],
    ['2026-04-03', 'USNY', 'cash', undefined],
    ['2026-06-19', 'USNY', 'cash', 'Juneteenth in USNY'],
    ['2021-06-18', 'USNY', 'cash', undefined],
    ['2027-06-18', 'USNY', 'trading', 'Juneteenth (observed) in USNY'],
    ['2026-10-12', 'USNY', 'cash', 'Columbus Day in USNY'],
    ['2026-10-12', 'USNY', 'dvp', 'Columbus Day in USNY'],
    ['2026-10-12', 'USNY', 'trading', undefined],
    ['2026-10-12', 'USNY', 'fop', undefined],
    ['2026-07-03', 'USNY', 'trading', 'Independence Day (observed) in USNY'],
    ['2026-07-03', 'USNY', 'dvp', 'Independence Day (observed) in USNY'],
    ['2026-07-03', 'USNY', 'cash', undefined],
    ['2021-12-31', 'USNY', 'trading', undefined],
    ['2022-09-19', 'GBLO', 'cash', 'State funeral of Queen Elizabeth II in GBLO'],
    ['2020-05-04', 'GBLO', 'cash', undefined],
    ['2020-05-08', 'GBLO', 'cash', 'Early May bank holiday (moved to VE Day) in GBLO'],
    ['2022-06-02', 'GBLO', 'cash', 'Spring bank holiday (moved) and Platinum Jubilee in GBLO'],
    ['2022-05-30', 'GBLO', 'cash', undefined],
    ['2023-05-08', 'GBLO', 'cash', 'Coronation of King Charles III in GBLO'],
    ['2026-12-28', 'GBLO', 'cash', 'Boxing Day (observed) in GBLO'],
    ['2021-12-27', 'GBLO', 'cash', 'Christmas Day (observed) in GBLO'],
    ['2021-12-28', 'GBLO', 'cash', 'Boxing Day (observed) in GBLO'],
    ['2026-08-01', 'CHZU', 'cash', 'Saturday'],
    ['2026-12-24', 'CHZU', 'trading', 'Christmas Eve in CHZU'],
    ['2026-12-24', 'CHZU', 'cash', undefined],
    ['2026-09-22', 'JPTO', 'cash', "Citizens' Holiday in JPTO"],
    ['2026-05-06', 'JPTO', 'cash', 'Constitution Day (observed) in JPTO'],
    ['2026-06-20', 'EUTA', 'cash', 'Saturday'],
  ] as const)('%s in %s for %s: %s', (date, calendar, purpose, reason) => {
    expect(closedBecause(date, [calendar], purpose)).toBe(reason);
  });

  it('are none on a weekend, whatever the calendars', () => {
    expect(isBusinessDay('2026-06-21', [], 'fop')).toBe(false);
    expect(isBusinessDay('2026-06-22', [], 'fop')).toBe(true);
  });

  it('must be good in every calendar', () => {
    expect(closedBecause('2026-08-31', ['EUTA', 'GBLO'], 'cash')).toBe('Summer bank holiday in GBLO');
  });

  it('are not told for a calendar that nobody keeps', () => {
    expect(() => isBusinessDay('2026-06-22', ['XXXX'], 'cash')).toThrow(UnknownCalendar);
  });
});

describe('counting business days', () => {
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

  it('goes back too', () => {
    expect(addBusinessDays('2026-04-07', -2, ['EUTA'], 'dvp')).toEqual({
      date: '2026-04-01',
      why: [
        '2026-04-06 is closed: Easter Monday in EUTA',
        '2026-04-05 is closed: Sunday',
        '2026-04-04 is closed: Saturday',
        '2026-04-03 is closed: Good Friday in EUTA',
        '2026-04-02 is business day 1 of 2 before',
        '2026-04-01 is business day 2 of 2 before',
      ],
    });
  });

  it.each([
    ['2026-04-02', 1, '2026-04-06', 'the Thursday before Good Friday'],
    ['2026-10-09', 1, '2026-10-13', 'the Friday before Columbus Day'],
    ['2026-10-12', 1, '2026-10-13', 'Columbus Day, on which the exchange deals'],
    ['2025-01-08', 1, '2025-01-09', 'the eve of a day of mourning'],
    ['2026-07-02', 1, '2026-07-06', 'the Thursday before Independence Day'],
  ])('a New York trade of %s settles T+%i on %s: %s', (tradeDate, cycle, settles) => {
    expect(addBusinessDays(tradeDate, cycle, ['USNY'], 'dvp').date).toBe(settles);
  });

  it('there and back again from a business day ends where it began', () => {
    const day = fc.integer({ min: 0, max: 365 * 50 }).map((days) => addDays('2000-01-03', days));
    const purpose = fc.constantFrom<Purpose>('trading', 'dvp', 'fop', 'cash');
    const calendars = fc.subarray(['EUTA', 'USNY', 'GBLO', 'CHZU', 'JPTO']);
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 30 }), calendars, purpose, (date, count, ids, need) => {
        fc.pre(isBusinessDay(date, ids, need));
        expect(addBusinessDays(addBusinessDays(date, count, ids, need).date, -count, ids, need).date).toBe(date);
      }),
    );
  });
});

describe('rolling a date', () => {
  it.each([
    ['2026-05-30', 'following', '2026-06-01'],
    ['2026-05-30', 'preceding', '2026-05-29'],
    ['2026-05-30', 'modified-following', '2026-05-29'],
    ['2026-06-13', 'modified-following', '2026-06-15'],
    ['2026-06-15', 'following', '2026-06-15'],
    ['2026-06-15', 'preceding', '2026-06-15'],
  ] as const)('%s %s becomes %s', (date, convention, expected) => {
    expect(roll(date, convention, ['EUTA'], 'cash').date).toBe(expected);
  });

  it('tells each step, also the way back', () => {
    expect(roll('2026-05-30', 'modified-following', ['EUTA'], 'cash').why).toEqual([
      '2026-05-30 is closed: Saturday',
      '2026-05-31 is closed: Sunday',
      '2026-06-01 is the business day after',
      '2026-06-01 is in the next month: back to the business day before',
      '2026-05-30 is closed: Saturday',
      '2026-05-29 is the business day before',
    ]);
  });

  it('has nothing to tell of a good day', () => {
    expect(roll('2026-06-15', 'following', ['EUTA'], 'cash').why).toEqual([]);
  });
});

describe('calendars of currencies', () => {
  it('are named once each, and none for a currency that is not kept', () => {
    expect(calendarsOf(['EUR', 'USD', 'EUR', 'CZK'])).toEqual(['EUTA', 'USNY']);
  });
});
