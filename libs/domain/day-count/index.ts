export { yearFraction, type CouponPeriod, type DayCount } from './day-count.js';
export { accruedInterest, couponPeriod, interest, type AccruedInterest, type CouponBond } from './interest.js';
