import fc from 'fast-check';
import {
  add,
  allot,
  AllotmentRejected,
  AmountRejected,
  CurrencyMismatch,
  Decimal,
  formatAmount,
  money,
  parseMoney,
  subtract,
  toDecimal,
  toMoney,
  totals,
  zero,
} from './index.js';

/** No, two, three and four decimals. */
const currencies = fc.constantFrom('JPY', 'EUR', 'KWD', 'BHD', 'CLF');
const units = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });

describe('amounts', () => {
  it('come back from their text to the unit, up to 10^30, in every number of decimals', () => {
    fc.assert(
      fc.property(units, currencies, (minorUnits, currency) => {
        expect(parseMoney(formatAmount({ minorUnits, currency }), currency)).toEqual({ minorUnits, currency });
      }),
    );
  });

  it('come back from a decimal to the unit', () => {
    fc.assert(
      fc.property(units, currencies, (minorUnits, currency) => {
        expect(toMoney(toDecimal({ minorUnits, currency }), currency)).toEqual({ minorUnits, currency });
      }),
    );
  });

  it.each([
    ['78.43', 'EUR', 7843n],
    ['-0.01', 'EUR', -1n],
    ['5000', 'JPY', 5000n],
    ['5000.00', 'JPY', 5000n],
    ['1.234', 'KWD', 1234n],
    ['0.001', 'BHD', 1n],
    ['1.2345', 'CLF', 12345n],
    ['1000000000000000000000000000000', 'JPY', 10n ** 30n],
  ])('%s %s is %s minor units', (text, currency, minorUnits) => {
    expect(parseMoney(text, currency)).toEqual({ minorUnits, currency });
  });

  it.each([
    ['0.5', 'JPY', 'has more than the 0 decimals of JPY'],
    ['1.001', 'EUR', 'has more than the 2 decimals of EUR'],
    ['1.0001', 'KWD', 'has more than the 3 decimals of KWD'],
    ['1.00001', 'CLF', 'has more than the 4 decimals of CLF'],
    ['1,000.00', 'EUR', 'is not a plain decimal'],
    ['1e3', 'EUR', 'is not a plain decimal'],
    ['', 'EUR', 'is not a plain decimal'],
    ['NaN', 'EUR', 'is not a plain decimal'],
    ['.5', 'EUR', 'is not a plain decimal'],
    ['+1', 'EUR', 'is not a plain decimal'],
  ])('%s %s is refused: %s', (text, currency, rule) => {
    expect(() => parseMoney(text, currency)).toThrow(AmountRejected);
    expect(() => parseMoney(text, currency)).toThrow(rule);
  });

  it('show all decimals of the currency, and none of the yen', () => {
    expect([money(-5n, 'EUR'), money(-5n, 'JPY'), money(5n, 'KWD'), money(5n, 'CLF')].map(formatAmount)).toEqual([
      '-0.05',
      '-5',
      '0.005',
      '0.0005',
    ]);
  });

  it('times a hundred stay what they were: 78.43 becomes 7843.00', () => {
    expect(formatAmount(toMoney(toDecimal(parseMoney('78.43', 'EUR')).times(100), 'EUR'))).toBe('7843.00');
  });

  it.each([
    ['0.005', 'EUR', '0.00'],
    ['0.015', 'EUR', '0.02'],
    ['0.025', 'EUR', '0.02'],
    ['-0.015', 'EUR', '-0.02'],
    ['-0.025', 'EUR', '-0.02'],
    ['0.5', 'JPY', '0'],
    ['1.5', 'JPY', '2'],
    ['2.0005', 'BHD', '2.000'],
    ['2.0015', 'KWD', '2.002'],
    ['0.00005', 'CLF', '0.0000'],
    ['0.00015', 'CLF', '0.0002'],
    ['0.0250000000000000000000000000000000000000000000001', 'EUR', '0.03'],
  ])('round half to even: %s %s is %s', (exact, currency, rounded) => {
    expect(formatAmount(toMoney(new Decimal(exact), currency))).toBe(rounded);
  });

  it('are off by at most half a unit when rounded', () => {
    fc.assert(
      fc.property(units, fc.integer({ min: 0, max: 9 }), currencies, (digitsOfIt, scale, currency) => {
        const exact = new Decimal(digitsOfIt.toString()).div(new Decimal(10).pow(scale));
        const off = toDecimal(toMoney(exact, currency)).minus(exact).abs();
        expect(off.times(2).lte(toDecimal(money(1n, currency)))).toBe(true);
      }),
    );
  });

  it('add up and take away to the unit, however large', () => {
    fc.assert(
      fc.property(units, units, currencies, (left, right, currency) => {
        const sum = add(money(left, currency), money(right, currency));
        expect(sum).toEqual(money(left + right, currency));
        expect(subtract(sum, money(right, currency))).toEqual(money(left, currency));
      }),
    );
  });

  it('never add across currencies', () => {
    expect(() => add(zero('EUR'), zero('USD'))).toThrow(CurrencyMismatch);
    expect(totals([money(1n, 'EUR'), money(2n, 'JPY'), money(3n, 'EUR')])).toEqual(
      new Map([
        ['EUR', 4n],
        ['JPY', 2n],
      ]),
    );
  });
});

describe('an amount shared out', () => {
  const weights = fc
    .array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 20 })
    .filter((all) => all.some((one) => one > 0n));

  it('is the amount again when the shares are added', () => {
    fc.assert(
      fc.property(units, currencies, weights, (minorUnits, currency, shares) => {
        const sum = allot({ minorUnits, currency }, shares).reduce((total, share) => total + share.minorUnits, 0n);
        expect(sum).toBe(minorUnits);
      }),
    );
  });

  it('gives every share to within one unit of its exact part, and nothing for a weight of zero', () => {
    fc.assert(
      fc.property(units, weights, (minorUnits, shares) => {
        const whole = shares.reduce((sum, weight) => sum + weight, 0n);
        for (const [index, share] of allot(money(minorUnits, 'EUR'), shares).entries()) {
          const off = share.minorUnits * whole - minorUnits * shares[index]!;
          expect(off < whole && off > -whole).toBe(true);
          if (shares[index] === 0n) expect(share.minorUnits).toBe(0n);
        }
      }),
    );
  });

  it.each([
    ['100.00', 'EUR', [1n, 1n, 1n], ['33.34', '33.33', '33.33']],
    ['-100.00', 'EUR', [1n, 1n, 1n], ['-33.34', '-33.33', '-33.33']],
    ['100', 'JPY', [1n, 2n, 4n], ['14', '29', '57']],
    ['0.005', 'KWD', [3n, 7n], ['0.002', '0.003']],
    ['0.0001', 'CLF', [1n, 1n], ['0.0001', '0.0000']],
  ])('%s %s by %j', (text, currency, shares, expected) => {
    expect(allot(parseMoney(text, currency), shares).map(formatAmount)).toEqual(expected);
  });

  it('is refused without a weight above zero, or with one below', () => {
    expect(() => allot(money(1n, 'EUR'), [])).toThrow(AllotmentRejected);
    expect(() => allot(money(1n, 'EUR'), [0n])).toThrow('at least one weight must be above zero');
    expect(() => allot(money(1n, 'EUR'), [2n, -1n])).toThrow('a weight may not be negative');
  });
});
