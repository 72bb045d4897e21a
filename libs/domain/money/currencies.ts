/**
 * Currencies of ISO 4217 list one as of January 2026, by decimals of the minor unit, and those withdrawn since 1999 that old
 * trades name. Never the runtime's locale data: it rounds HUF, COP and others to whole units, which ISO does not.
 */
const CURRENT: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2: `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU
    CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS
    KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB
    PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD
    TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG`,
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};

/** Withdrawn: decimals and the last day on which the currency was legal tender. */
const WITHDRAWN: Readonly<Record<string, readonly [digits: number, lastDay: string]>> = {
  ANG: [2, '2025-06-30'],
  BGN: [2, '2025-12-31'],
  CUC: [2, '2021-06-30'],
  CYP: [2, '2007-12-31'],
  EEK: [2, '2010-12-31'],
  GRD: [2, '2000-12-31'],
  HRK: [2, '2022-12-31'],
  LTL: [2, '2014-12-31'],
  LVL: [2, '2013-12-31'],
  MTL: [2, '2007-12-31'],
  SIT: [2, '2006-12-31'],
  SKK: [2, '2008-12-31'],
  SLL: [2, '2023-12-31'],
  VEF: [2, '2018-08-20'],
  ZWL: [2, '2024-08-31'],
};

/** First day of currencies that are younger than the oldest trades. */
const SINCE: Readonly<Record<string, string>> = {
  XCG: '2025-03-31',
  ZWG: '2024-06-25',
  VED: '2021-10-01',
  SLE: '2022-04-01',
};

const DIGITS: ReadonlyMap<string, number> = new Map([
  ...Object.entries(CURRENT).flatMap(([digits, codes]) =>
    codes.split(/\s+/).map((code): [string, number] => [code, '0123456789'.indexOf(digits)]),
  ),
  ...Object.entries(WITHDRAWN).map(([code, [digits]]): [string, number] => [code, digits]),
]);

/** The code is none of ISO 4217, or of a fund or metal that has no minor unit. */
export class UnknownCurrency extends Error {
  override readonly name = 'UnknownCurrency';

  constructor(code: string) {
    super(`${code} is not a currency of ISO 4217`);
  }
}

/** Decimals of the minor unit. @throws UnknownCurrency */
export function minorUnitDigits(currency: string): number {
  const digits = DIGITS.get(currency);
  if (digits === undefined) throw new UnknownCurrency(currency);
  return digits;
}

/** Why the currency could not be used on a day (YYYY-MM-DD), or undefined where it could. */
export function currencyFault(currency: string, date: string): string | undefined {
  if (!DIGITS.has(currency)) return `${currency} is not a currency of ISO 4217`;
  const lastDay = WITHDRAWN[currency]?.[1];
  if (lastDay !== undefined && date > lastDay) return `${currency} was withdrawn after ${lastDay}`;
  const since = SINCE[currency];
  return since !== undefined && date < since ? `${currency} exists since ${since}` : undefined;
}
