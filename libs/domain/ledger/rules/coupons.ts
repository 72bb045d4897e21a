import { bySettlementDate, CUMULATIVE, HALF_EVEN, rule } from './posting-rule.js';

const bondAccrual = rule(
  'R8.accrual',
  'Interest of {isin} held, earned up to {through}.',
  'D1150 C4100: accrued on what is held + accrued bought and not delivered - balance of 1150',
  CUMULATIVE,
);

const couponEntitlement = rule(
  'R8.entitlement',
  'Coupon of {isin} on {nominal} held at the record date {recordDate}.',
  'D1160 gross, C1150 accrued so far, C4100 the rest',
);

/** Interest of bonds that the house holds (R8). */
export const couponsRules = {
  bondAccrual,
  bondAccrualBySettlement: bySettlementDate(bondAccrual),
  couponEntitlement,
  couponEntitlementBySettlement: bySettlementDate(couponEntitlement),
  couponReceived: rule(
    'R8.received',
    'Coupon of {isin} is paid, less {withholdingPercent} % withheld.',
    'D1010 net, D1170 withheld, C1160 gross',
    HALF_EVEN,
  ),
  couponClaim: rule(
    'R8.claim',
    'A trade in {isin} with {counterparty} was open over the record date: the coupon is owed to its buyer.',
    'purchase: D1160 C1150; sale: D1150 C1160',
  ),
  couponClaimSettled: rule(
    'R8.claim-settled',
    'The coupon claimed on {isin} is settled with {counterparty}.',
    'bought: D1010 C1160; sold: D1160 C1010',
  ),
};
