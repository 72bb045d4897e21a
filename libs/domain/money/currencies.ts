import { currencyRecords } from './iso-4217.js';

/** The code is none of ISO 4217, or one that has no minor unit, so that no amount of it can settle. */
export class UnknownCurrency extends Error {
  override readonly name = 'UnknownCurrency';

  constructor(code: string) {
    super(faultOf(code) ?? `${code} is not a currency of ISO 4217`);
  }
}

/** Decimals of the minor unit, also of currencies that have been withdrawn. @throws UnknownCurrency */
export function minorUnitDigits(currency: string): number {
  const digits = currencyRecords.get(currency)?.digits;
  if (digits === undefined || digits === null) throw new UnknownCurrency(currency);
  return digits;
}

/** Why the currency could not be used on a day (YYYY-MM-DD), or undefined where it could. */
export function currencyFault(currency: string, date: string): string | undefined {
  const fault = faultOf(currency);
  if (fault !== undefined) return fault;
  const { from, to, successor } = currencyRecords.get(currency) ?? {};
  if (to && date > to) return `${currency} was withdrawn after ${to}, ${successor} took its place`;
  return from && date < from ? `${currency} exists since ${from}` : undefined;
}

function faultOf(code: string): string | undefined {
  const record = currencyRecords.get(code);
  if (!record) return `${code} is not a currency of ISO 4217`;
  return record.digits === null ? `${code} has no minor unit by ISO 4217: nothing settles in it` : undefined;
}
