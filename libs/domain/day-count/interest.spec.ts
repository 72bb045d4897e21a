import { formatAmount, parseMoney } from '#domain/money';
import { accruedInterest, interest, NoInterestRuns, RateRejected, type CouponBond, type DayCount } from './index.js';

describe('interest of a term', () => {
  it.each<[string, string, string, DayCount, string, string, string]>([
    ['10000000.00', 'USD', '5', 'ACT/360', '2026-06-01', '2026-07-01', '41666.67'],
    ['4900000.00', 'EUR', '3.20', 'ACT/360', '2026-06-01', '2026-06-08', '3048.89'],
    ['1000000000', 'JPY', '0.25', 'ACT/365F', '2026-06-01', '2026-07-01', '205479'],
    ['1000000.000', 'KWD', '4', 'ACT/360', '2026-06-01', '2026-07-01', '3333.333'],
    ['1000000.000', 'BHD', '4', 'ACT/360', '2026-06-01', '2026-07-01', '3333.333'],
    ['1000000.0000', 'CLF', '2', 'ACT/360', '2026-06-01', '2026-07-01', '1666.6667'],
    ['111.00', 'EUR', '1', 'ACT/360', '2026-06-01', '2026-06-02', '0.00'],
    ['1000000.00', 'CHF', '-0.75', 'ACT/360', '2026-06-01', '2026-07-01', '-625.00'],
    ['1000000.00', 'EUR', '0', 'ACT/360', '2026-06-01', '2026-07-01', '0.00'],
    ['0.18', 'EUR', '100', '30/360', '2026-06-01', '2026-07-01', '0.02'],
    ['0.06', 'EUR', '100', '30/360', '2026-06-01', '2026-07-01', '0.00'],
    [
      '10000000000000000000000000000.00',
      'EUR',
      '3',
      'ACT/360',
      '2026-06-01',
      '2026-06-02',
      '833333333333333333333333.33',
    ],
  ])('on %s %s at %s %% by %s from %s to %s is %s', (principal, currency, rate, dayCount, start, end, expected) => {
    expect(formatAmount(interest(parseMoney(principal, currency), rate, dayCount, start, end))).toBe(expected);
  });

  it('is refused for a rate that is no plain decimal', () => {
    expect(() => interest(parseMoney('1.00', 'EUR'), '5e2', 'ACT/360', '2026-06-01', '2026-07-01')).toThrow(
      RateRejected,
    );
  });
});

const bond: CouponBond = {
  currency: 'EUR',
  couponPercent: '3',
  couponsPerYear: 1,
  dayCount: 'ACT/ACT ICMA',
  maturityDate: '2031-03-15',
};

const accrued = (more: Partial<CouponBond>, settlementDate: string): [string, number, boolean] => {
  const { amount, days, exCoupon } = accruedInterest({ ...bond, ...more }, '1000000', settlementDate);
  return [formatAmount(amount), days, exCoupon];
};

describe('accrued interest', () => {
  it('on the bond of R1 is 7,726.03: 94 of 365 days at 3 % on EUR 1,000,000', () => {
    expect(accruedInterest(bond, '1000000', '2026-06-17')).toEqual({
      amount: parseMoney('7726.03', 'EUR'),
      period: { start: '2026-03-15', end: '2027-03-15' },
      days: 94,
      exCoupon: false,
    });
  });

  it('starts again on a coupon date', () => {
    expect(accrued({}, '2026-03-15')).toEqual(['0.00', 0, false]);
    expect(accrued({}, '2026-03-14')).toEqual(['29917.81', 364, false]);
  });

  it('goes by 30-day months where the bond does', () => {
    expect(accrued({ dayCount: '30E/360' }, '2026-06-17')).toEqual(['7666.67', 94, false]);
  });

  const exCoupon = { businessDays: 7, calendars: ['GBLO'] };
  const gilt = {
    currency: 'GBP',
    couponPercent: '4.25',
    couponsPerYear: 2,
    maturityDate: '2034-07-31',
    exCoupon,
  } as const;

  it.each([
    ['2026-07-21', '20075.97', 171, false],
    ['2026-07-22', '-1056.63', -9, true],
    ['2026-07-30', '-117.40', -1, true],
    ['2026-07-31', '0.00', 0, false],
  ])('of a gilt on %s is %s, negative from seven business days before the coupon', (date, amount, days, ex) => {
    expect(accrued(gilt, date)).toEqual([amount, days, ex]);
  });

  it('is -4/365 of the coupon four days before it when ex coupon, 6/365 six days after', () => {
    const annual = { dayCount: 'ACT/365F', exCoupon: { businessDays: 5, calendars: [] } } as const;
    expect(accrued(annual, '2027-03-11')).toEqual(['-328.77', -4, true]);
    expect(accrued(annual, '2027-03-21')).toEqual(['493.15', 6, false]);
  });

  it('of a short first period runs from the issue, over the days of the whole notional period', () => {
    expect(accrued({ issueDate: '2026-05-01' }, '2026-06-17')).toEqual(['3863.01', 47, false]);
  });

  it('of a long first period goes by notional periods', () => {
    const long = {
      couponsPerYear: 2,
      issueDate: '2002-08-15',
      firstCouponDate: '2003-07-15',
      maturityDate: '2010-07-15',
    } as const;
    expect(accrued(long, '2003-07-14')).toEqual(['27389.95', 333, false]);
  });

  it('keeps month ends of a bond that matures on a 31st', () => {
    expect(
      accruedInterest({ ...bond, couponsPerYear: 2, maturityDate: '2030-08-31' }, '100', '2027-03-01').period,
    ).toEqual({
      start: '2027-02-28',
      end: '2027-08-31',
    });
  });

  it('does not run before the issue, nor from maturity on', () => {
    expect(() => accrued({ issueDate: '2026-05-01' }, '2026-04-30')).toThrow(NoInterestRuns);
    expect(() => accrued({}, '2031-03-15')).toThrow('no interest runs on 2031-03-15');
  });
});
