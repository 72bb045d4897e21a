import type { Bond, Equity, Instrument, Market } from './instrument.js';
import type { Party } from './party.js';
import type { Portfolio } from './portfolio.js';
import type { ReferenceRecords } from './reference-data.js';
import type { StandingInstruction } from './standing-instruction.js';

/**
 * The standing data Asiento starts with. Companies, instruments and accounts are invented: BICs end in 0 (test codes),
 * identifiers have valid check digits.
 */
export const HOUSE = 'ASNTESM0';

const CUSTODIAN = 'KUSTBEB0';
const AGENT_BANK = 'PUENTES0';

const party = (role: Party['role'], code: string, name: string, lei: string, ...aliases: string[]): Party => ({
  code,
  name,
  lei,
  country: role === 'client' ? 'ES' : code.slice(4, 6),
  role,
  aliases,
});

const PARTIES: readonly Party[] = [
  party('house', HOUSE, 'Asiento Trading House', '959800ASIENTO0000049', 'HOUSE'),
  party('counterparty', 'ARTAESM0', 'Artabe Valores', '959800ARTABEX0000023', 'ARTABE'),
  party('counterparty', 'BRUMGB20', 'Bruma Bank', '959800BRUMABK0000003', 'BRUMA'),
  party('counterparty', 'CIERESM0', 'Cierzo Banca', '959800CIERZOB0000023', 'CIERZO'),
  party('counterparty', 'DUERPTP0', 'Duerna Investimentos', '959800DUERNAB0000086', 'DUERNA'),
  party('counterparty', 'EBROFRP0', 'Ebro Finance', '959800EBROFIN0000077', 'EBRO'),
  party('counterparty', 'FARODEF0', 'Faro Wertpapiere', '959800FARONEG0000047', 'FARO'),
  party('counterparty', 'GALEUS30', 'Galerna Securities', '959800GALERNA0000095', 'GALERNA'),
  party('counterparty', 'HORRUS30', 'Horreo Capital Markets', '959800HORREOS0000072', 'HORREO'),
  party('counterparty', 'ISLAJPJ0', 'Isla Shoken', '959800ISLABAN0000038', 'ISLA'),
  party('counterparty', 'JARACHZ0', 'Jarama Bank', '959800JARAMIL0000066', 'JARAMA'),
  party('counterparty', 'KOSTKWK0', 'Kosta Bank', '959800KOSTALB0000002', 'KOSTA'),
  party('client', 'LEVANTE', 'Levante Pensiones', '959800LEVANTE0000047'),
  party('client', 'MONCAYO', 'Moncayo Seguros', '959800MONCAYO0000085'),
  party('client', 'NALON', 'Fundación Nalón', '959800NALONFN0000003'),
  party('custodian', CUSTODIAN, 'Kust Custody', '959800KUSTCUS0000009'),
  party('custodian', AGENT_BANK, 'Puente Correspondent Banking', '959800PUENTEC0000088'),
];

/** Parties of the public FpML examples, so that these can be imported: known by their legal entity identifier alone. */
const EXAMPLE_PARTIES: readonly Party[] = [
  '213800QILIUD4ROSUO03',
  '391200ZGI3FROE0WYF22',
  '529900DTJ5A7S5UCBB52',
  '5493000SCC07UI6DB380',
  '549300VBWWV6BYQOWM67',
  'BFM8T61CT2L1QCEMIK50',
  'BFXS5XCH7N0Y05NIXW11',
  'TR24TWEY5RVRQV65HD49',
].map((lei) => ({ code: lei, name: `Legal entity ${lei}`, lei, country: '', role: 'counterparty', aliases: [] }));

const MARKETS = {
  spain: { placeOfSettlement: 'IBRCESM0', calendars: ['EUTA'], settlementCycle: 2 },
  euro: { placeOfSettlement: 'EUCLBEB0', calendars: ['EUTA'], settlementCycle: 2 },
  london: { placeOfSettlement: 'CRSTGB20', calendars: ['GBLO'], settlementCycle: 2 },
  newYork: { placeOfSettlement: 'DTCYUS30', calendars: ['USNY'], settlementCycle: 1 },
  gilts: { placeOfSettlement: 'CRSTGB20', calendars: ['GBLO'], settlementCycle: 1 },
  tokyo: { placeOfSettlement: 'JASDJPJ0', calendars: ['JPTO'], settlementCycle: 2 },
  zurich: { placeOfSettlement: 'SIXSCHZ0', calendars: ['CHZU'], settlementCycle: 2 },
} satisfies Record<string, Market>;

const equity = (isin: string, name: string, currency: string, market: Market): Equity => ({
  kind: 'equity',
  isin,
  name,
  currency,
  market,
});

const bond = (
  isin: string,
  name: string,
  market: Market,
  terms: Pick<
    Bond,
    'currency' | 'couponPercent' | 'couponsPerYear' | 'dayCount' | 'issueDate' | 'maturityDate' | 'denomination'
  >,
): Bond => ({ kind: 'bond', isin, name, market, ...terms });

const INSTRUMENTS: readonly Instrument[] = [
  equity('ES0A51E00013', 'Acería del Norte', 'EUR', MARKETS.spain),
  equity('FR0A51E00021', 'Bassin Maritime', 'EUR', MARKETS.euro),
  equity('DE0A51E00036', 'Caldera Motoren', 'EUR', MARKETS.euro),
  equity('NL0A51E00043', 'Delta Waterwerken', 'EUR', MARKETS.euro),
  equity('IT0A51E00059', 'Editoria Lombarda', 'EUR', MARKETS.euro),
  equity('US0A51E00062', 'Fathom Networks', 'USD', MARKETS.newYork),
  equity('US0A51E00070', 'Granite Foods', 'USD', MARKETS.newYork),
  equity('US0A51E00088', 'Harbor Medical', 'USD', MARKETS.newYork),
  equity('GB0A51E00093', 'Ironbridge Rail', 'GBP', MARKETS.london),
  equity('GB0A51E00101', 'Jetty Insurance', 'GBP', MARKETS.london),
  equity('JP0A51E00110', 'Kawabe Optics', 'JPY', MARKETS.tokyo),
  equity('CH0A51E00125', 'Lauterbach Pharma', 'CHF', MARKETS.zurich),
  bond('ES0A51B00019', 'Reino 3.00 % 2031', MARKETS.spain, {
    currency: 'EUR',
    couponPercent: '3',
    couponsPerYear: 1,
    dayCount: 'ACT/ACT ICMA',
    issueDate: '2021-03-15',
    maturityDate: '2031-03-15',
    denomination: '1000',
  }),
  bond('DE0A51B00024', 'Land 1.25 % 2029', MARKETS.euro, {
    currency: 'EUR',
    couponPercent: '1.25',
    couponsPerYear: 1,
    dayCount: 'ACT/ACT ICMA',
    issueDate: '2019-08-15',
    maturityDate: '2029-08-15',
    denomination: '1000',
  }),
  bond('FR0A51B00035', 'Bassin Maritime 4.10 % 2030', MARKETS.euro, {
    currency: 'EUR',
    couponPercent: '4.10',
    couponsPerYear: 2,
    dayCount: '30E/360',
    issueDate: '2024-01-20',
    maturityDate: '2030-01-20',
    denomination: '1000',
  }),
  bond('IT0A51B00048', 'Editoria Lombarda 5.25 % 2028', MARKETS.euro, {
    currency: 'EUR',
    couponPercent: '5.25',
    couponsPerYear: 4,
    dayCount: 'ACT/365F',
    issueDate: '2023-11-01',
    maturityDate: '2028-11-01',
    denomination: '1000',
  }),
  bond('US0A51B00050', 'Treasury Note 4.125 % 2032', MARKETS.newYork, {
    currency: 'USD',
    couponPercent: '4.125',
    couponsPerYear: 2,
    dayCount: 'ACT/ACT ICMA',
    issueDate: '2025-05-15',
    maturityDate: '2032-05-15',
    denomination: '100',
  }),
  bond('US0A51B00068', 'Granite Foods 5.60 % 2033', MARKETS.newYork, {
    currency: 'USD',
    couponPercent: '5.60',
    couponsPerYear: 2,
    dayCount: '30/360',
    issueDate: '2023-09-01',
    maturityDate: '2033-09-01',
    denomination: '1000',
  }),
  bond('GB0A51B00073', 'Gilt 4.25 % 2034', MARKETS.gilts, {
    currency: 'GBP',
    couponPercent: '4.25',
    couponsPerYear: 2,
    dayCount: 'ACT/ACT ICMA',
    issueDate: '2024-07-31',
    maturityDate: '2034-07-31',
    denomination: '1000',
  }),
];

const portfolio = (
  name: string,
  unit: Portfolio['unit'],
  commissionBasisPoints: string,
  ...products: Portfolio['products']
): Portfolio => ({
  name,
  unit,
  products,
  commissionBasisPoints,
});

const PORTFOLIOS: readonly Portfolio[] = [
  portfolio('EQ-EUROPE', 'risk', '2', 'equity'),
  portfolio('EQ-WORLD', 'risk', '2', 'equity'),
  portfolio('EQ-AGENCY', 'risk', '8', 'equity'),
  portfolio('BD-GOVERNMENT', 'debt', '0', 'bond'),
  portfolio('BD-CORPORATE', 'debt', '0', 'bond'),
  portfolio('BD-AGENCY', 'debt', '1', 'bond'),
  portfolio('FX-CASH', 'treasury', '0', 'fx-spot'),
  portfolio('FX-TERM', 'treasury', '0', 'fx-forward', 'fx-swap'),
  portfolio('MM-FUNDING', 'treasury', '0', 'deposit'),
  portfolio('IMPORTED', 'treasury', '0', 'fx-spot', 'fx-forward', 'fx-swap', 'deposit'),
];

/** Currencies in which the house and its counterparties keep cash accounts. */
const CASH_CURRENCIES = [
  'AUD',
  'BHD',
  'BRL',
  'CAD',
  'CHF',
  'CLP',
  'CZK',
  'DKK',
  'EUR',
  'GBP',
  'HKD',
  'HUF',
  'INR',
  'JPY',
  'KWD',
  'MXN',
  'NOK',
  'NZD',
  'PLN',
  'SEK',
  'SGD',
  'TRY',
  'USD',
  'ZAR',
];

const SINCE = '1999-01-04';

const cashInstruction = (party: string, currency: string): StandingInstruction => ({
  id: `${party}:CASH:${currency}`,
  party,
  method: 'CASH',
  currency,
  placeOfSettlement: null,
  nostro: `${party === HOUSE ? 'NOSTRO' : `LORO-${party}`}-${currency}`,
  depot: null,
  custodian: AGENT_BANK,
  validFrom: SINCE,
  validTo: null,
  preference: 1,
});

const deliveryInstruction = (party: string, currency: string, placeOfSettlement: string): StandingInstruction => ({
  id: `${party}:DVP:${placeOfSettlement}:${currency}`,
  party,
  method: 'DVP',
  currency,
  placeOfSettlement,
  nostro: `${party === HOUSE ? 'NOSTRO' : `LORO-${party}`}-${currency}`,
  depot: `${party === HOUSE ? 'DEPOT' : `DEPOT-${party}`}-${placeOfSettlement}`,
  custodian: CUSTODIAN,
  validFrom: SINCE,
  validTo: null,
  preference: 1,
});

const PLACES = [...new Set(INSTRUMENTS.map(({ market, currency }) => `${market.placeOfSettlement}|${currency}`))].map(
  (place) => place.split('|') as [string, string],
);

/** Clients settle through the house's accounts (omnibus), so only the house and its counterparties have instructions. */
const STANDING_INSTRUCTIONS: readonly StandingInstruction[] = [...PARTIES, ...EXAMPLE_PARTIES]
  .filter(({ role }) => role === 'house' || role === 'counterparty')
  .flatMap(({ code }) => [
    ...CASH_CURRENCIES.map((currency) => cashInstruction(code, currency)),
    ...PLACES.map(([place, currency]) => deliveryInstruction(code, currency, place)),
  ]);

export const houseRecords: ReferenceRecords = {
  parties: [...PARTIES, ...EXAMPLE_PARTIES],
  instruments: INSTRUMENTS,
  portfolios: PORTFOLIOS,
  standingInstructions: STANDING_INSTRUCTIONS,
};
