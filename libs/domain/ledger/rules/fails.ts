import { HALF_EVEN, rule } from './posting-rule.js';

/** What did not settle when it should have. */
export const failsRules = {
  failAtCutOff: rule(
    'R10.fail',
    'Not settled by the cut-off of {since}: what remains is shown as a fail.',
    'purchase: D2100 C2110; sale: D1210 C1200',
  ),
  interestClaim: rule(
    'R10.interest-claim',
    'Cash that came {days} days late earns interest from {counterparty}.',
    'D1230 C4100 amount x rate x days / basis',
    HALF_EVEN,
  ),
};
