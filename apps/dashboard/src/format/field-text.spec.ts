import { amountText, separatorsOf } from './amount.js';
import { fieldText } from './field-text.js';
import type { Words } from '../language/words.js';

const words = (language: string): Words => ({
  t: (key) => key,
  language,
  separators: separatorsOf(language),
  coded: (group, code) => `${group}.${code}`,
  titled: (group, code) => `${group}.${code}`,
  anyOf: (words) => words.join(' or '),
  count: String,
  amount: (text) => amountText(text, separatorsOf(language)),
  date: (date) => `day ${date}`,
  month: (month) => month,
  time: (instant) => instant,
  instant: (instant) => instant,
});

describe('the value of a field', () => {
  it.each([
    ['paid', '26000000.00 EUR', 'EUR 26,000,000.00', '26.000.000,00 EUR'],
    ['value', '-42.000 KWD', 'KWD \u221242.000', '\u221242,000 KWD'],
    ['settledSoFar', '2625', '2,625', '2.625'],
    ['wasFailing', 'no', 'yesNo.no', 'yesNo.no'],
    ['through', '2026-06-15', 'day 2026-06-15', 'day 2026-06-15'],
    ['original', 'T260615-0000244/1/trade-date', 'T260615-0000244/1/trade-date', 'T260615-0000244/1/trade-date'],
  ])('%s %s is said as the reader says it', (field, value, english, spanish) => {
    expect([fieldText(field, value, words('en')), fieldText(field, value, words('es'))]).toEqual([english, spanish]);
  });
});
