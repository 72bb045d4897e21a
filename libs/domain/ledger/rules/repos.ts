import { CUMULATIVE, rule } from './posting-rule.js';

/** Cash against securities that stay with whoever lends them (R6). */
export const reposRules = {
  repoStart: rule(
    'R6.start',
    'Repo with {counterparty}: cash in is a liability, the collateral {isin} stays ours.',
    'D1010 C2200; D1105 C asset where the collateral may be re-pledged',
  ),
  repoAccrual: rule(
    'R6.accrual',
    'Interest of the repo at {ratePercent} % {dayCount}, up to {through}.',
    'D5100 C2310 cash x rate x year fraction, cumulative, less what was accrued before',
    CUMULATIVE,
  ),
  repoEnd: rule(
    'R6.end',
    'Repo with {counterparty} is repaid with its interest, the collateral {isin} comes back.',
    'D2200 cash, D2310 interest, C1010; D asset C1105',
  ),
  manufacturedCoupon: rule(
    'R6.manufactured-coupon',
    'The coupon of {isin}, paid while {counterparty} held it as collateral, comes back to the owner.',
    'D1010 C1160',
  ),
  manufacturedCouponPaid: rule(
    'R6.manufactured-coupon-paid',
    'The coupon of the collateral {isin} belongs to {counterparty}, who lent it.',
    'D1160 C1010',
  ),
  reverseRepoStart: rule(
    'R6.reverse-start',
    'Reverse repo with {counterparty}: cash lent is an asset, the collateral {isin} is not ours.',
    'D1300 C1010; memo D9100 C9190 value of the collateral',
  ),
  reverseRepoAccrual: rule(
    'R6.reverse-accrual',
    'Interest of the reverse repo at {ratePercent} % {dayCount}, up to {through}.',
    'D1150 C4100 cash x rate x year fraction, cumulative, less what was accrued before',
    CUMULATIVE,
  ),
  reverseRepoEnd: rule(
    'R6.reverse-end',
    'Reverse repo with {counterparty} is repaid with its interest, the collateral {isin} goes back.',
    'D1010, C1300 cash, C1150 interest; memo D9190 C9100',
  ),
};
