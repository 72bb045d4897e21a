/**
 * Currencies of ISO 4217 list one as published on 2026-01-01, and those of list three that were withdrawn since 1999, which
 * old trades name. Never the runtime's locale data: it rounds HUF, COP and others to whole units, which ISO does not.
 */
export interface CurrencyRecord {
  readonly code: string;
  /** Decimals of the minor unit; null for metals, bond market units, drawing rights and test codes, which nothing settles in. */
  readonly digits: number | null;
  /** First day of use, null where it is older than the trades of this house can be. */
  readonly from: string | null;
  /** Last day of use, null while it has no end. */
  readonly to: string | null;
  /** What took its place. */
  readonly successor: string | null;
}

const LIST_ONE: readonly (readonly [digits: number | null, codes: string])[] = [
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
  [
    2,
    `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU
     CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES
     KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR
     NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP
     TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG`,
  ],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [4, 'CLF UYW'],
  [null, 'XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX'],
];

/** First day of the currencies of list one that came after 1998. */
const SINCE: Readonly<Record<string, string>> = {
  AFN: '2002-10-07',
  AOA: '1999-11-30',
  AZN: '2006-01-01',
  BYN: '2016-07-01',
  EUR: '1999-01-01',
  GHS: '2007-07-01',
  MGA: '2003-07-31',
  MRU: '2018-01-01',
  MZN: '2006-07-01',
  RON: '2005-07-01',
  RSD: '2006-10-25',
  SDG: '2007-01-10',
  SLE: '2022-04-01',
  SRD: '2004-01-01',
  SSP: '2011-07-18',
  STN: '2018-01-01',
  TJS: '2000-10-26',
  TMT: '2009-01-01',
  TRY: '2005-01-01',
  UYW: '2018-08-29',
  VED: '2021-10-01',
  VES: '2018-08-20',
  XAD: '2025-05-12',
  XCG: '2025-03-31',
  ZMW: '2013-01-01',
  ZWG: '2024-06-25',
};

/** Code, decimals, first day (null: before 1999), last day, successor. */
const LIST_THREE: readonly (readonly [string, number, string | null, string, string])[] = [
  ['AFA', 2, null, '2002-12-31', 'AFN'],
  ['ANG', 2, null, '2025-06-30', 'XCG'],
  ['ATS', 2, null, '2002-02-28', 'EUR'],
  ['AZM', 2, null, '2006-12-31', 'AZN'],
  ['BEF', 0, null, '2002-02-28', 'EUR'],
  ['BGL', 2, null, '1999-07-04', 'BGN'],
  ['BGN', 2, '1999-07-05', '2025-12-31', 'EUR'],
  ['BYB', 0, null, '2000-12-31', 'BYR'],
  ['BYR', 0, '2000-01-01', '2016-12-31', 'BYN'],
  ['CSD', 2, '2003-07-03', '2006-10-24', 'RSD'],
  ['CUC', 2, null, '2021-06-30', 'CUP'],
  ['CYP', 2, null, '2007-12-31', 'EUR'],
  ['DEM', 2, null, '2001-12-31', 'EUR'],
  ['EEK', 2, null, '2010-12-31', 'EUR'],
  ['ESP', 0, null, '2002-02-28', 'EUR'],
  ['FIM', 2, null, '2002-02-28', 'EUR'],
  ['FRF', 2, null, '2002-02-17', 'EUR'],
  ['GHC', 2, null, '2007-12-31', 'GHS'],
  ['GRD', 0, null, '2002-02-28', 'EUR'],
  ['HRK', 2, null, '2022-12-31', 'EUR'],
  ['IEP', 2, null, '2002-02-09', 'EUR'],
  ['ITL', 0, null, '2002-02-28', 'EUR'],
  ['LTL', 2, null, '2014-12-31', 'EUR'],
  ['LUF', 0, null, '2002-02-28', 'EUR'],
  ['LVL', 2, null, '2013-12-31', 'EUR'],
  ['MGF', 0, null, '2004-12-31', 'MGA'],
  ['MRO', 2, null, '2017-12-31', 'MRU'],
  ['MTL', 2, null, '2007-12-31', 'EUR'],
  ['MZM', 2, null, '2006-12-31', 'MZN'],
  ['NLG', 2, null, '2002-01-27', 'EUR'],
  ['PTE', 0, null, '2002-02-28', 'EUR'],
  ['ROL', 2, null, '2006-12-31', 'RON'],
  ['SDD', 2, null, '2007-06-30', 'SDG'],
  ['SIT', 2, null, '2006-12-31', 'EUR'],
  ['SKK', 2, null, '2008-12-31', 'EUR'],
  ['SLL', 2, null, '2023-12-31', 'SLE'],
  ['SRG', 2, null, '2003-12-31', 'SRD'],
  ['STD', 2, null, '2017-12-31', 'STN'],
  ['TMM', 2, null, '2009-12-31', 'TMT'],
  ['TRL', 0, null, '2005-12-31', 'TRY'],
  ['VEB', 2, null, '2008-06-30', 'VEF'],
  ['VEF', 2, '2008-01-01', '2018-08-20', 'VES'],
  ['YUM', 2, null, '2003-07-02', 'CSD'],
  ['ZMK', 2, null, '2012-12-31', 'ZMW'],
  ['ZWD', 2, null, '2008-07-31', 'ZWR'],
  ['ZWR', 2, '2008-08-01', '2009-02-01', 'ZWL'],
  ['ZWL', 2, '2009-02-02', '2024-08-31', 'ZWG'],
];

export const currencyRecords: ReadonlyMap<string, CurrencyRecord> = new Map(
  [
    ...LIST_ONE.flatMap(([digits, codes]) =>
      codes.split(/\s+/).map((code) => ({ code, digits, from: SINCE[code] ?? null, to: null, successor: null })),
    ),
    ...LIST_THREE.map(([code, digits, from, to, successor]) => ({ code, digits, from, to, successor })),
  ].map((record): [string, CurrencyRecord] => [record.code, record]),
);
