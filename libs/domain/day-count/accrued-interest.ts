import { addBusinessDays, daysBetween } from '#domain/calendars';
import type { Money } from '#domain/money';
import { couponDate, couponIndex, yearFraction, type CouponSchedule, type DayCount } from './day-count.js';
import { interestOnNominal } from './interest.js';

export interface CouponBond {
  readonly currency: string;
  /** Annual coupon in per cent of nominal, plain decimal. */
  readonly couponPercent: string;
  readonly couponsPerYear: 1 | 2 | 4;
  readonly dayCount: DayCount;
  /** Coupon dates are counted back from here. */
  readonly maturityDate: string;
  /** Interest runs from here; a first period that is shorter or longer than a regular one goes by notional periods. */
  readonly issueDate?: string;
  /** First coupon date of a bond whose first period is longer than a regular one. */
  readonly firstCouponDate?: string;
  /** So many business days before a coupon date the buyer no longer gets the coupon. */
  readonly exCoupon?: { readonly businessDays: number; readonly calendars: readonly string[] };
}

/** The days for which the next coupon pays. */
export interface CouponPeriod {
  readonly start: string;
  readonly end: string;
}

export interface AccruedInterest {
  /** Negative between ex-date and coupon date: the seller keeps the coupon and pays the buyer for the days to come. */
  readonly amount: Money;
  readonly period: CouponPeriod;
  /** Calendar days for which interest is paid, negative when ex coupon. */
  readonly days: number;
  readonly exCoupon: boolean;
}

/** The bond pays no interest on that day: it is not issued yet, or has matured. */
export class NoInterestRuns extends Error {
  override readonly name = 'NoInterestRuns';

  constructor({ issueDate, maturityDate }: CouponBond, date: string) {
    super(
      `no interest runs on ${date}: the bond was issued on ${issueDate ?? 'an earlier day'} and matures on ${maturityDate}`,
    );
  }
}

/**
 * Interest since the last coupon that the buyer pays to the seller, on a nominal in major units (R1: EUR 1,000,000 at 3 %,
 * 94 of 365 days, is 7,726.03).
 * @throws NoInterestRuns, RateRejected, UnknownCurrency, InvalidDate
 */
export function accruedInterest(bond: CouponBond, nominal: string, settlementDate: string): AccruedInterest {
  const period = couponPeriod(bond, settlementDate);
  const exCoupon = bond.exCoupon !== undefined && settlementDate >= exDate(bond.exCoupon, period.end);
  const from = exCoupon ? period.end : period.start;
  const parts = yearFraction(bond.dayCount, from, settlementDate, scheduleOf(bond));
  return {
    amount: interestOnNominal(nominal, bond.currency, bond.couponPercent, parts),
    period,
    days: daysBetween(from, settlementDate),
    exCoupon,
  };
}

/** The coupon period that holds the date. @throws NoInterestRuns */
export function couponPeriod(bond: CouponBond, date: string): CouponPeriod {
  const { issueDate, firstCouponDate, maturityDate } = bond;
  if (date >= maturityDate || (issueDate !== undefined && date < issueDate)) throw new NoInterestRuns(bond, date);
  const schedule = scheduleOf(bond);
  const index = couponIndex(schedule, date);
  const [start, end] = [couponDate(schedule, index), couponDate(schedule, index + 1)];
  if (issueDate === undefined) return { start, end };
  if (firstCouponDate !== undefined && date < firstCouponDate) return { start: issueDate, end: firstCouponDate };
  return { start: start < issueDate ? issueDate : start, end };
}

const scheduleOf = ({ maturityDate, couponsPerYear }: CouponBond): CouponSchedule => ({
  anchor: maturityDate,
  couponsPerYear,
});

const exDate = (
  { businessDays, calendars }: { businessDays: number; calendars: readonly string[] },
  coupon: string,
): string => addBusinessDays(coupon, -businessDays, calendars, 'dvp').date;
