import { rule } from './posting-rule.js';

/** What dealing costs and earns. */
export const feesRules = {
  clientCommission: rule(
    'R9.client-commission',
    'The house charges {client} a commission for dealing in {isin}.',
    "client's book: D5200 C2980; unit's book: D1980 C4400",
  ),
};
