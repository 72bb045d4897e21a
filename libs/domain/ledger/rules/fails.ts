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
  compensation: rule(
    'R10.compensation',
    'Buy-in or close-out with {counterparty}: the compensation is {direction}.',
    'received: D1010 C4200; paid: D4200 C1010',
  ),
  penaltyExpected: rule(
    'R11.expected',
    'Penalty for the fail of {isin}, expected up to {through}: the house {role} it.',
    'causes: D5300 C2150; suffers: D1250 C4300; penalties of all days, less what was booked before',
    'Each day is rounded half to even to the minor unit, as the depository lists it; the cumulative is their sum.',
  ),
  penaltySettled: rule(
    'R11.settled',
    'Penalties of {month} with {depository} are settled net.',
    'D2150 expected to pay, C1250 expected to get, 1010 net as listed; difference on 2900',
  ),
};
