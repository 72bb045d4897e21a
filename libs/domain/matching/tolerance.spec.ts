import fc from 'fast-check';
import { toleranceText, withinTolerance, type Tolerance } from './tolerance.js';

const within = (left: string, right: string, tolerance: Tolerance, currency = 'EUR'): boolean =>
  withinTolerance(left, right, tolerance, { currency });
const ROUNDING: Tolerance = { kind: 'absolute', limit: '1', minorUnitsOf: 'currency' };

describe('tolerances', () => {
  it.each([
    ['the same text', 'ES0A51E00013', 'ES0A51E00013', true],
    ['the same number written otherwise', '100', '100.00', true],
    ['a negative zero and a zero', '-0', '0.00', true],
    ['numbers beyond the exactness of doubles', '9007199254740993', '9007199254740992', false],
    ['codes with leading zeros, which are no numbers', '007', '7', false],
    ['what is written as a number with an exponent', '1e2', '100', false],
    ['a number and a word', '100', 'hundred', false],
  ])('exact: %s', (_, left, right, agrees) => expect(within(left, right, { kind: 'exact' })).toBe(agrees));

  it.each([
    ['EUR', '100.00', '100.01', true],
    ['EUR', '100.00', '100.02', false],
    ['JPY', '100', '101', true],
    ['JPY', '100', '102', false],
    ['KWD', '1.000', '1.001', true],
    ['KWD', '1.000', '1.002', false],
    ['BHD', '1.000', '1.01', false],
    ['CLF', '1.0000', '1.0001', true],
    ['CLF', '1.0000', '1.0002', false],
  ])('one minor unit of %s: %s and %s', (currency, left, right, agrees) =>
    expect(within(left, right, ROUNDING, currency)).toBe(agrees),
  );

  it('tolerates no rounding where no currency is stated', () => {
    expect(withinTolerance('1.00', '1.01', ROUNDING, {})).toBe(false);
  });

  it.each([
    ['189.25', '189.2501', '0.0001', true],
    ['189.25', '189.25011', '0.0001', false],
  ])('absolute: %s and %s within %s', (left, right, limit, agrees) =>
    expect(within(left, right, { kind: 'absolute', limit })).toBe(agrees),
  );

  it.each([
    ['10000', '10001', true],
    ['10000', '10001.01', false],
    ['10001.0001', '10000', false],
    ['10000', '10001.0001', false],
    ['-10000', '-10001', true],
    ['0', '0.000001', false],
  ])('one basis point of the smaller value: %s and %s', (left, right, agrees) =>
    expect(within(left, right, { kind: 'basis-points', limit: '1' })).toBe(agrees),
  );

  it.each([
    ['2026-06-30', '2026-07-01', true],
    ['2026-02-28', '2026-03-02', false],
    ['2026-06-30', 'tomorrow', false],
    ['2026-02-30', '2026-03-01', false],
  ])('one day: %s and %s', (left, right, agrees) =>
    expect(within(left, right, { kind: 'days', limit: '1' })).toBe(agrees),
  );

  it('treats both sides alike, whatever the tolerance', () => {
    const value = fc.oneof(
      fc
        .tuple(fc.bigInt(-(10n ** 12n), 10n ** 12n), fc.nat(6))
        .map(([units, scale]) => `${units}.${'0'.repeat(scale)}1`),
      fc
        .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
        .map((date) => date.toISOString().slice(0, 10)),
      fc.string(),
    );
    const tolerance: fc.Arbitrary<Tolerance> = fc.constantFrom<Tolerance[]>(
      { kind: 'exact' },
      { kind: 'absolute', limit: '1000000' },
      { kind: 'basis-points', limit: '250' },
      { kind: 'days', limit: '400' },
      ROUNDING,
    );
    fc.assert(
      fc.property(value, value, tolerance, (left, right, given) => {
        expect(within(left, right, given)).toBe(within(right, left, given));
        expect(within(left, left, given)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each<[Tolerance, string]>([
    [{ kind: 'exact' }, 'exact'],
    [{ kind: 'absolute', limit: '0.01' }, '0.01'],
    [ROUNDING, '1 minor unit'],
    [{ kind: 'basis-points', limit: '0.5' }, '0.5 bp'],
    [{ kind: 'days', limit: '2' }, '2 days'],
  ])('reads %j as %s', (tolerance, text) => expect(toleranceText(tolerance)).toBe(text));
});
