import { rule } from './posting-rule.js';

/** Money that nobody expected (R13). */
export const suspenseRules = {
  unidentifiedCredit: rule('R13.credit', 'Credit {reference} on {nostro} that nothing explains yet.', 'D1010 C2900'),
  creditMatched: rule('R13.matched', 'Credit {reference} is explained: {reason}.', 'D2900 C target'),
};
