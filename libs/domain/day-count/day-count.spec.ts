import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { addDays } from '#domain/calendars';
import { Decimal } from '#domain/money';
import { accruedInterest, yearFraction, type CouponSchedule, type DayCount, type Fraction } from './index.js';

const shown = (parts: readonly Fraction[]): string =>
  parts.map(({ numerator, denominator }) => `${numerator}/${denominator}`).join(' + ');

const value = (parts: readonly Fraction[]): Decimal =>
  parts.reduce(
    (sum, { numerator, denominator }) => sum.plus(new Decimal(numerator.toString()).div(denominator.toString())),
    new Decimal(0),
  );

const conventions: DayCount[] = ['ACT/360', 'ACT/365F', '30/360', '30E/360', 'ACT/ACT ISDA', 'ACT/ACT ICMA'];

describe('year fractions', () => {
  it.each<[DayCount, string, string, string]>([
    ['ACT/360', '2026-01-01', '2026-07-01', '181/360'],
    ['ACT/365F', '2026-01-01', '2026-07-01', '181/365'],
    ['ACT/365F', '2024-01-01', '2025-01-01', '366/365'],
    ['ACT/ACT ISDA', '2011-12-28', '2012-02-28', '4/365 + 58/366'],
    ['ACT/ACT ISDA', '2011-06-01', '2013-06-01', '365/365 + 366/366'],
    ['ACT/ACT ISDA', '2026-06-15', '2026-06-15', '0/365'],
    ['ACT/365F', '2026-06-05', '2026-06-01', '-4/365'],
    ['ACT/ACT ISDA', '2012-02-28', '2011-12-28', '-4/365 + -58/366'],
  ])('%s from %s to %s is %s', (dayCount, start, end, expected) => {
    expect(shown(yearFraction(dayCount, start, end))).toBe(expected);
  });

  it.each([
    ['2026-01-30', '2026-03-31', '60/360', '60/360'],
    ['2026-01-31', '2026-03-31', '60/360', '60/360'],
    ['2026-01-15', '2026-03-31', '76/360', '75/360'],
    ['2026-01-15', '2026-03-30', '75/360', '75/360'],
    ['2026-01-31', '2026-02-28', '28/360', '28/360'],
    ['2026-02-28', '2026-03-31', '33/360', '32/360'],
    ['2024-02-29', '2024-08-31', '182/360', '181/360'],
    ['2024-02-28', '2024-02-29', '1/360', '1/360'],
  ])('from %s to %s are %s by 30/360 and %s by 30E/360', (start, end, bondBasis, european) => {
    expect(shown(yearFraction('30/360', start, end))).toBe(bondBasis);
    expect(shown(yearFraction('30E/360', start, end))).toBe(european);
  });

  it.each<[string, string, string, CouponSchedule, string]>([
    ['a regular half year', '2026-01-15', '2026-07-15', { anchor: '2030-07-15', couponsPerYear: 2 }, '181/362'],
    ['182 days of 182', '2011-09-01', '2012-03-01', { anchor: '2012-03-01', couponsPerYear: 2 }, '182/364'],
    ['a short first stub', '2026-04-03', '2026-05-15', { anchor: '2026-05-15', couponsPerYear: 4 }, '42/356'],
    [
      'a short stub of 42 days in a quarter of 91',
      '2012-01-20',
      '2012-03-02',
      { anchor: '2012-03-02', couponsPerYear: 4 },
      '42/364',
    ],
    [
      'a long first stub by notional periods',
      '2002-08-15',
      '2003-07-15',
      { anchor: '2003-07-15', couponsPerYear: 2 },
      '153/368 + 181/362',
    ],
    ['a short last stub', '2000-01-30', '2000-06-30', { anchor: '2000-01-30', couponsPerYear: 2 }, '152/364'],
    [
      'a long last stub over month ends',
      '1999-11-30',
      '2000-04-30',
      { anchor: '2000-05-31', couponsPerYear: 4 },
      '91/364 + 61/368',
    ],
    [
      'the long stub of 103 days',
      '2012-02-01',
      '2012-05-14',
      { anchor: '2012-07-01', couponsPerYear: 4 },
      '60/364 + 43/364',
    ],
  ])('ACT/ACT ICMA: %s', (_, start, end, schedule, expected) => {
    expect(shown(yearFraction('ACT/ACT ICMA', start, end, schedule))).toBe(expected);
  });

  it('of a deposit by ACT/ACT ICMA split by year, as there is no coupon period', () => {
    expect(shown(yearFraction('ACT/ACT ICMA', '2011-12-28', '2012-02-28'))).toBe('4/365 + 58/366');
  });

  const day = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays('1999-01-01', days));
  const schedule = fc.record({
    anchor: day,
    couponsPerYear: fc.constantFrom(1 as const, 2 as const, 4 as const, 12 as const),
  });

  it('turn their sign with the dates, whatever the convention', () => {
    fc.assert(
      fc.property(fc.constantFrom(...conventions), day, day, schedule, (dayCount, start, end, coupons) => {
        const [there, back] = [
          yearFraction(dayCount, start, end, coupons),
          yearFraction(dayCount, end, start, coupons),
        ];
        expect(value(there).plus(value(back)).isZero()).toBe(true);
      }),
    );
  });

  it('of two stretches are that of the whole, where days are actual days', () => {
    const actual = fc.constantFrom<DayCount>('ACT/360', 'ACT/365F', 'ACT/ACT ISDA', 'ACT/ACT ICMA');
    fc.assert(
      fc.property(actual, day, fc.nat(2000), fc.nat(2000), schedule, (dayCount, start, first, second, coupons) => {
        const [middle, end] = [addDays(start, first), addDays(start, first + second)];
        const sum = value(yearFraction(dayCount, start, middle, coupons)).plus(
          value(yearFraction(dayCount, middle, end, coupons)),
        );
        expect(
          sum
            .minus(value(yearFraction(dayCount, start, end, coupons)))
            .abs()
            .lt('1e-70'),
        ).toBe(true);
      }),
    );
  });
});

interface Vectors {
  readonly yearFractions: { readonly rows: readonly [DayCount, string, string, number, string][] };
  readonly accruedPer100: { readonly rows: readonly [1 | 2 | 4, string, string, string, string, string][] };
}

const vectors = JSON.parse(readFileSync(new URL('./vectors.json', import.meta.url), 'utf8')) as Vectors;

describe('vectors of an independent library', () => {
  it.each(conventions.slice(0, 5))('agree on %s', (dayCount) => {
    const rows = vectors.yearFractions.rows.filter(([name]) => name === dayCount);
    expect(rows.length).toBeGreaterThan(50);
    for (const [, start, end, days, theirs] of rows) {
      const ours = yearFraction(dayCount, start, end);
      expect([start, end, value(ours).minus(theirs).abs().lt('1e-14')]).toEqual([start, end, true]);
      if (dayCount !== 'ACT/ACT ISDA') expect([start, end, ours[0]?.numerator]).toEqual([start, end, BigInt(days)]);
    }
  });

  it('agree on accrued interest by ACT/ACT ICMA', () => {
    for (const [couponsPerYear, issueDate, maturityDate, couponPercent, settlementDate, theirs] of vectors.accruedPer100
      .rows) {
      const bond = {
        currency: 'EUR',
        couponsPerYear,
        issueDate,
        maturityDate,
        couponPercent,
        dayCount: 'ACT/ACT ICMA' as const,
      };
      const { amount } = accruedInterest(bond, '1000000000000', settlementDate);
      const off = new Decimal(amount.minorUnits.toString()).div('1e12').minus(theirs).abs();
      expect([maturityDate, settlementDate, off.lt('1e-10')]).toEqual([maturityDate, settlementDate, true]);
    }
  });
});
