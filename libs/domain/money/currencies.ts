/** Decimals of the currency's minor unit, by ISO 4217. */
const DIGITS: Record<string, number> = { EUR: 2, USD: 2, GBP: 2, CHF: 2, JPY: 0, KWD: 3, BHD: 3, CLF: 4 };

export class UnknownCurrency extends Error {
  override readonly name = 'UnknownCurrency';

  constructor(code: string) {
    super(`${code} is not a currency of ISO 4217`);
  }
}

/** @throws UnknownCurrency */
export function minorUnitDigits(currency: string): number {
  const digits = DIGITS[currency];
  if (digits === undefined) throw new UnknownCurrency(currency);
  return digits;
}
