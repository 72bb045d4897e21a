import { amountText, isZero, separatorsOf } from './amount.js';

const english = separatorsOf('en');
const spanish = separatorsOf('es');

describe('an amount on the screen', () => {
  it.each([
    ['JPY without decimals', '276050000', '276,050,000', '276.050.000'],
    ['EUR with two', '1000226.03', '1,000,226.03', '1.000.226,03'],
    ['BHD with three', '1250000.500', '1,250,000.500', '1.250.000,500'],
    ['KWD below one', '0.005', '0.005', '0,005'],
    ['CLF with four', '1234.5678', '1,234.5678', '1.234,5678'],
    ['four digits, which Intl leaves ungrouped in Spanish', '1234.50', '1,234.50', '1.234,50'],
    [
      'more digits than a number can hold',
      '90071992547409931234.07',
      '90,071,992,547,409,931,234.07',
      '90.071.992.547.409.931.234,07',
    ],
  ])('keeps %s digit by digit', (_, text, inEnglish, inSpanish) => {
    expect(amountText(text, english)).toBe(inEnglish);
    expect(amountText(text, spanish)).toBe(inSpanish);
  });

  it('writes the minus as U+2212 and never before a zero', () => {
    expect(amountText('-3687136.25', english)).toBe('\u22123,687,136.25');
    expect(amountText('-0.00', english)).toBe('0.00');
  });

  it('leaves text alone that is no decimal', () => {
    expect(amountText('n/a', english)).toBe('n/a');
  });

  it.each(['0', '0.00', '-0.000', '000'])('calls %s zero', (text) => expect(isZero(text)).toBe(true));
  it.each(['0.01', '-1', '10'])('does not call %s zero', (text) => expect(isZero(text)).toBe(false));
});
