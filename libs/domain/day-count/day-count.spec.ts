import { formatAmount, parseMoney } from '#domain/money';
import { accruedInterest, interest, yearFraction, type CouponBond, type DayCount } from './index.js';

describe('year fractions', () => {
  it.each<[DayCount, string, string, string]>([
    ['ACT/360', '2026-01-01', '2026-07-01', '181/360'],
    ['ACT/365F', '2026-01-01', '2026-07-01', '181/365'],
    ['30/360', '2026-01-30', '2026-03-31', '60/360'],
    ['30/360', '2026-01-15', '2026-03-31', '76/360'],
    ['30E/360', '2026-01-15', '2026-03-31', '75/360'],
    ['30E/360', '2026-01-31', '2026-02-28', '28/360'],
  ])('%s from %s to %s is %s', (dayCount, start, end, fraction) => {
    const [numerator = '', denominator = ''] = fraction.split('/');
    expect(yearFraction(dayCount, start, end).times(denominator).toFixed(20)).toBe(`${numerator}.${'0'.repeat(20)}`);
  });

  it('ACT/ACT ISDA splits 2011-12-28 to 2012-02-28 into 4/365 and 58/366', () => {
    const expected = yearFraction('ACT/365F', '2011-12-28', '2012-01-01').plus(
      yearFraction('ACT/365F', '2012-01-01', '2012-02-28').times(365).div(366),
    );
    expect(yearFraction('ACT/ACT ISDA', '2011-12-28', '2012-02-28').minus(expected).abs().toFixed(60)).toMatch(
      /^0\.0{50}/,
    );
  });

  it('ACT/ACT ICMA counts days over the coupon period', () => {
    const period = { start: '2026-01-15', end: '2026-07-15', couponsPerYear: 2 };
    expect(yearFraction('ACT/ACT ICMA', '2026-01-15', '2026-07-15', period).toFixed()).toBe('0.5');
  });

  it('is negative between ex-date and coupon', () => {
    expect(yearFraction('ACT/365F', '2026-06-05', '2026-06-01').times(365).toFixed(10)).toBe('-4.0000000000');
  });
});

describe('interest', () => {
  it.each([
    ['10000000.00', 'USD', '5', 'ACT/360' as const, '2026-06-01', '2026-07-01', '41666.67'],
    ['1000000000', 'JPY', '0.25', 'ACT/365F' as const, '2026-06-01', '2026-07-01', '205479'],
    ['1000000.000', 'KWD', '4', 'ACT/360' as const, '2026-06-01', '2026-07-01', '3333.333'],
    ['1000000.0000', 'CLF', '2', 'ACT/360' as const, '2026-06-01', '2026-07-01', '1666.6667'],
  ])('on %s %s at %s %% by %s from %s to %s is %s', (principal, currency, rate, dayCount, start, end, expected) => {
    expect(formatAmount(interest(parseMoney(principal, currency), rate, dayCount, start, end))).toBe(expected);
  });

  const bond: CouponBond = {
    currency: 'EUR',
    couponPercent: '3',
    couponsPerYear: 1,
    dayCount: 'ACT/ACT ICMA',
    maturityDate: '2031-03-15',
  };

  it('accrues 7,726.03 on the bond of R1, 94 of 365 days', () => {
    const accrued = accruedInterest(bond, '1000000', '2026-06-17');
    expect([formatAmount(accrued.amount), accrued.days, accrued.period.start]).toEqual(['7726.03', 94, '2026-03-15']);
  });

  it('starts again on a coupon date', () => {
    expect(accruedInterest(bond, '1000000', '2026-03-15').amount.minorUnits).toBe(0n);
    expect(accruedInterest(bond, '1000000', '2026-03-14').days).toBe(364);
  });
});
