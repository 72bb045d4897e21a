import { HALF_EVEN, rule } from './posting-rule.js';

const EFFECTIVE_INTEREST =
  'The effective rate makes the flows worth the net proceeds, exact to 40 digits; carrying amount and coupon are rounded half to even, and what is posted are their differences.';
const WHAT_IS_LEFT =
  'What is left is worth its rounded carrying amount and accrued coupon; what is bought takes the rest.';

/** What the house borrows by issuing debt (R7). */
export const debtIssuedRules = {
  debtIssue: rule(
    'R7.issue',
    '{isin} is issued at {issuePrice} %: the liability is what came in less the costs of issue.',
    'D1010 C2300 nominal x price - costs',
  ),
  debtInterest: rule(
    'R7.interest',
    'Interest of {isin} at its effective rate of {effectiveRatePercent} % a year, up to {through}.',
    'D5100 interest, C2310 coupon, C2300 amortisation; both cumulative, less what was booked before',
    EFFECTIVE_INTEREST,
  ),
  debtCoupon: rule(
    'R7.coupon',
    'Coupon of {isin} of {couponDate} is paid.',
    'D2310 C1010 outstanding nominal x coupon / coupons a year',
    HALF_EVEN,
  ),
  debtRedemption: rule('R7.redemption', '{isin} is redeemed at its nominal.', 'D2300 C1010'),
  debtBuyBack: rule(
    'R7.buy-back',
    '{nominal} of {isin} is bought back at {price} %.',
    'D2300 carrying amount and D2310 accrued coupon of what is bought, C1010 price and accrued; difference to 4200',
    WHAT_IS_LEFT,
  ),
};
