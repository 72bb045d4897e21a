import { ruleSentence } from './rule-sentence.js';

const rule = { inputs: {}, formula: 'quantity x price', rounding: 'Half to even.' };

it.each([
  ['Bought 10. Formula: quantity x price. Rounding: Half to even.', 'Bought 10.'],
  ['Bought 10. Formula: another. Rounding: Half to even.', 'Bought 10. Formula: another. Rounding: Half to even.'],
])('tells of %s no more than what is not shown beside it', (sentence, told) => {
  expect(ruleSentence({ ...rule, sentence })).toBe(told);
});
