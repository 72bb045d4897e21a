import fc from 'fast-check';
import { divideHalfEven } from './index.js';

describe('a rounded quotient', () => {
  it.each([
    [5n, 2n, 2n],
    [7n, 2n, 4n],
    [-5n, 2n, -2n],
    [-7n, 2n, -4n],
    [1n, 2n, 0n],
    [-1n, 2n, 0n],
    [10n, 3n, 3n],
    [11n, 3n, 4n],
    [-11n, 3n, -4n],
    [6n, 3n, 2n],
  ])('of %s by %s is %s', (dividend, divisor, quotient) => {
    expect(divideHalfEven(dividend, divisor)).toBe(quotient);
  });

  it('is never off by more than half, and even where it is off by half', () => {
    const dividends = fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n });
    fc.assert(
      fc.property(dividends, fc.bigInt({ min: 1n, max: 1000n }), (dividend, divisor) => {
        const quotient = divideHalfEven(dividend, divisor);
        const off = 2n * (quotient * divisor - dividend);
        expect(off <= divisor && off >= -divisor).toBe(true);
        if (off === divisor || off === -divisor) expect(quotient % 2n).toBe(0n);
      }),
    );
  });
});
