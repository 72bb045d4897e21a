import { explain, findRule, postingRules, RuleBook, ruleOn, type PostingRule } from '../index.js';

const first: PostingRule = {
  id: 'R9.fee',
  version: 1,
  validFrom: '2020-01-01',
  sentence: 'Fee of {payee}.',
  formula: 'D5200 C2120',
  rounding: 'None.',
};
const second: PostingRule = {
  ...first,
  version: 2,
  validFrom: '2026-07-01',
  sentence: 'Fee of {payee}, with its tax.',
};
const book = new RuleBook([first, second]);

describe('the book of rules', () => {
  it('books by the version in force on the effective date', () => {
    expect(book.on('R9.fee', '2026-06-30').version).toBe(1);
    expect(book.on('R9.fee', '2026-07-01').version).toBe(2);
  });

  it('explains an old journal by its old version after a new one came into force', () => {
    const journal = { rule: 'R9.fee', version: book.on('R9.fee', '2026-06-15').version, inputs: { payee: 'KUST' } };
    expect(book.on('R9.fee', '2026-08-01').version).toBe(2);
    expect(explain(book.find(journal.rule, journal.version), journal.inputs).sentence).toBe(
      'Fee of KUST. Formula: D5200 C2120. Rounding: None.',
    );
  });

  it.each<[string, () => unknown, string]>([
    ['a day before the first version', () => book.on('R9.fee', '2019-12-31'), 'R9.fee version of 2019-12-31'],
    ['a version that never was', () => book.find('R9.fee', 3), 'R9.fee version 3 is not a posting rule'],
    ['a version that skips one', () => new RuleBook([first, { ...second, version: 3 }]), 'does not follow'],
    [
      'versions of the same day',
      () => new RuleBook([first, { ...second, validFrom: '2020-01-01' }]),
      'does not follow',
    ],
    ['the same version twice', () => new RuleBook([first, first]), 'does not follow'],
  ])('refuses %s', (_, act, reason) => {
    expect(act).toThrow(reason);
  });

  it('knows every rule of the house on every day on which anybody may deal', () => {
    for (const rule of Object.values(postingRules)) {
      expect(ruleOn(rule.id, '1900-01-01')).toBe(findRule(rule.id, 1));
      expect(rule.id).toMatch(/^R\d+\.[a-z-]+$/);
    }
  });
});
