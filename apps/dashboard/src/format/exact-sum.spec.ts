import { exactDifference, exactSum } from './exact-sum.js';

describe('a sum on the screen', () => {
  it('is exact where floating point is not', () => {
    expect(exactSum(['0.10', '0.20'])).toBe('0.30');
    expect(exactSum(['90071992547409930.07', '0.01'])).toBe('90071992547409930.08');
  });

  it('keeps the decimals of the currency down to zero', () => {
    expect(exactSum(['1.500', '-1.500'])).toBe('0.000');
    expect(exactSum(['100', '-250'])).toBe('-150');
    expect(exactSum(['-0.05', '0.02'])).toBe('-0.03');
    expect(exactSum([])).toBe('0');
  });

  it.each([
    ['0.10', '0.20', '-0.10'],
    ['-5.00', '-5.00', '0.00'],
    ['7', '-3', '10'],
  ])('is taken of what is less as well: %s less %s is %s', (more, less, difference) => {
    expect(exactDifference(more, less)).toBe(difference);
  });

  it('refuses what is no decimal rather than guess', () => {
    expect(() => exactSum(['1,00'])).toThrow(RangeError);
  });
});
