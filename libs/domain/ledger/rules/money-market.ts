import { rule } from './posting-rule.js';

/** Deposits placed and taken. */
export const moneyMarketRules = {
  depositStart: rule(
    'R5.start',
    'Deposit {direction} with {counterparty} begins.',
    'placed: D1310 C1010; taken: D1010 C2210',
  ),
  depositAccrual: rule(
    'R5.accrual',
    'Interest of the deposit {direction} at {ratePercent} % {dayCount}, earned up to {through}.',
    'principal x rate x year fraction, cumulative, less what was accrued before; placed: D1150 C4100; taken: D5100 C2310',
    'The cumulative is rounded half to even; days are differences of rounded cumulatives; maturity takes the agreed interest.',
  ),
  depositMaturity: rule(
    'R5.maturity',
    'Deposit {direction} with {counterparty} is repaid with its interest.',
    'placed: D1010, C1310 principal, C1150 interest; taken: the reverse with 2210 and 2310',
  ),
};
