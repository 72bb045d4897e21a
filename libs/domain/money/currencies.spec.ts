import { addDays } from '#domain/calendars';
import { currencyFault, minorUnitDigits, parseMoney, UnknownCurrency } from './index.js';
import { currencyRecords } from './iso-4217.js';

describe('currencies of ISO 4217', () => {
  it.each([
    ['JPY', 0],
    ['ISK', 0],
    ['EUR', 2],
    ['HUF', 2],
    ['COP', 2],
    ['KWD', 3],
    ['IQD', 3],
    ['CLF', 4],
    ['ITL', 0],
    ['DEM', 2],
  ])('%s has %i decimals, whatever the locale says', (code, digits) => {
    expect(minorUnitDigits(code)).toBe(digits);
  });

  it('are the 165 of list one that settle, beside 13 codes without a minor unit', () => {
    const current = [...currencyRecords.values()].filter(({ to }) => to === null);
    expect(current.filter(({ digits }) => digits !== null)).toHaveLength(165);
    expect(current.filter(({ digits }) => digits === null)).toHaveLength(13);
  });

  it('each end after they begin, and lead to a currency that is there on the next day', () => {
    for (const { code, from, to, successor } of currencyRecords.values()) {
      if (to === null) continue;
      expect([code, from === null || from < to]).toEqual([code, true]);
      expect([code, currencyFault(successor ?? '', addDays(to, 1))]).toEqual([code, undefined]);
    }
  });

  it.each([
    ['EUR', '2026-06-15', undefined],
    ['EUR', '1998-12-31', 'EUR exists since 1999-01-01'],
    ['HRK', '2022-12-31', undefined],
    ['HRK', '2023-01-01', 'HRK was withdrawn after 2022-12-31, EUR took its place'],
    ['BGN', '2025-12-31', undefined],
    ['BGN', '2026-01-01', 'BGN was withdrawn after 2025-12-31, EUR took its place'],
    ['ANG', '2026-06-15', 'ANG was withdrawn after 2025-06-30, XCG took its place'],
    ['XCG', '2025-03-30', 'XCG exists since 2025-03-31'],
    ['ZWG', '2026-06-15', undefined],
    ['DEM', '2001-11-19', undefined],
    ['XAU', '2026-06-15', 'XAU has no minor unit by ISO 4217: nothing settles in it'],
    ['XXX', '2026-06-15', 'XXX has no minor unit by ISO 4217: nothing settles in it'],
    ['ABC', '2026-06-15', 'ABC is not a currency of ISO 4217'],
    ['eur', '2026-06-15', 'eur is not a currency of ISO 4217'],
    ['constructor', '2026-06-15', 'constructor is not a currency of ISO 4217'],
  ])('%s on %s: %s', (code, date, fault) => {
    expect(currencyFault(code, date)).toBe(fault);
  });

  it('refuse amounts of what is none, and of metals', () => {
    expect(() => parseMoney('1.00', 'ABC')).toThrow(UnknownCurrency);
    expect(() => parseMoney('1.00', 'XAU')).toThrow('XAU has no minor unit');
  });
});
