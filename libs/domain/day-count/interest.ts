import { addMonths, daysBetween } from '#domain/calendars';
import { Decimal, toDecimal, toMoney, type Money } from '#domain/money';
import { yearFraction, type CouponPeriod, type DayCount } from './day-count.js';

/** Simple interest of a money-market term, rounded once (R5: USD 10,000,000 at 5 % ACT/360 for 30 days is 41,666.67). */
export function interest(principal: Money, ratePercent: string, dayCount: DayCount, start: string, end: string): Money {
  const amount = toDecimal(principal)
    .times(ratePercent)
    .div(100)
    .times(yearFraction(dayCount, start, end));
  return toMoney(amount, principal.currency);
}

export interface CouponBond {
  readonly currency: string;
  readonly couponPercent: string;
  readonly couponsPerYear: 1 | 2 | 4;
  readonly dayCount: DayCount;
  readonly maturityDate: string;
}

/** The regular coupon period that holds the date; coupon dates are counted back from maturity. */
export function couponPeriod({ maturityDate, couponsPerYear }: CouponBond, date: string): CouponPeriod {
  const step = 12 / couponsPerYear;
  // Counted from maturity each time, so that a 31st stays one after a shorter month.
  const couponBefore = (count: number): string => addMonths(maturityDate, -step * count);
  let periods = Math.max(1, Math.floor(daysBetween(date, maturityDate) / (step * 31)));
  while (couponBefore(periods) > date) periods += 1;
  return { start: couponBefore(periods), end: couponBefore(periods - 1), couponsPerYear };
}

export interface AccruedInterest {
  readonly amount: Money;
  readonly period: CouponPeriod;
  readonly days: number;
}

/** Interest since the last coupon on a nominal in major units (R1: EUR 1,000,000 at 3 %, 94 of 365 days, is 7,726.03). */
export function accruedInterest(bond: CouponBond, nominal: string, settlementDate: string): AccruedInterest {
  const period = couponPeriod(bond, settlementDate);
  const fraction = yearFraction(bond.dayCount, period.start, settlementDate, period);
  const amount = toMoney(new Decimal(nominal).times(bond.couponPercent).div(100).times(fraction), bond.currency);
  return { amount, period, days: daysBetween(period.start, settlementDate) };
}
