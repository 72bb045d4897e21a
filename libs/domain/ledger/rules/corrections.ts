import { rule } from './posting-rule.js';

/** What undoes another journal. */
export const correctionsRules = {
  reversal: rule(
    'R15.reversal',
    'Journal {original} is undone for what of it never settled; it stays visible beside its reversal.',
    'every posting with the opposite sign; after a partial settlement pro rata to the cash that remains',
    'Parts are rounded half to even; the first posting takes the residue.',
  ),
  completion: rule(
    'R15.completion',
    'Other terms stand for this version, so that the rest of journal {original} is undone too.',
    'journal plus its reversal, with the opposite sign',
  ),
};
