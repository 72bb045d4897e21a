export {
  accruedInterest,
  couponPeriod,
  NoInterestRuns,
  type AccruedInterest,
  type CouponBond,
  type CouponPeriod,
} from './accrued-interest.js';
export { yearFraction, type CouponSchedule, type DayCount, type Fraction } from './day-count.js';
export { interest, RateRejected } from './interest.js';
