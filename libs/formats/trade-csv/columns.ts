/** Columns of a trade file by the name of the field, with other headers under which they are known. See docs/import.md. */
export const columns: Readonly<Record<string, readonly string[]>> = {
  tradeId: ['trade id', 'id'],
  version: [],
  action: [],
  product: ['strata trade type', 'trade type', 'type'],
  tradeDate: ['trade date'],
  portfolio: ['book'],
  capacity: [],
  beneficialOwner: ['beneficial owner', 'client'],
  counterparty: ['cpty'],
  side: ['buy sell', 'buy/sell'],
  isin: [],
  quantity: ['nominal'],
  price: [],
  currency: ['ccy'],
  settlementDate: ['settlement date', 'settle date'],
  commission: [],
  boughtCurrency: ['bought currency'],
  boughtAmount: ['bought amount'],
  soldCurrency: ['sold currency'],
  soldAmount: ['sold amount'],
  rate: ['fx rate'],
  valueDate: ['payment date', 'value date'],
  farRate: ['far fx rate', 'far rate'],
  farValueDate: ['far payment date', 'far value date'],
  pair: ['convention', 'currency pair'],
  notional: [],
  direction: [],
  principal: [],
  ratePercent: ['fixed rate'],
  dayCount: ['day count'],
  startDate: ['start date'],
  maturityDate: ['end date', 'maturity date'],
};

const byHeader = new Map(
  Object.entries(columns).flatMap(([field, aliases]) =>
    [field.toLowerCase(), ...aliases].map((header): [string, string] => [header, field]),
  ),
);

/** The field of a header, or undefined for columns that say nothing to us. */
export const fieldOf = (header: string): string | undefined => byHeader.get(header.trim().toLowerCase());

/** Products by the names that files give them; everything else is refused by its name. */
const PRODUCTS: Readonly<Record<string, string>> = {
  equity: 'equity',
  security: 'equity',
  securitytrade: 'equity',
  bond: 'bond',
  bondtrade: 'bond',
  fx: 'fx',
  fxsingle: 'fx',
  'fx-spot': 'fx-spot',
  'fx-forward': 'fx-forward',
  fxswap: 'fx-swap',
  'fx-swap': 'fx-swap',
  deposit: 'deposit',
  termdeposit: 'deposit',
};

export const productOf = (name: string): string | undefined => PRODUCTS[name.trim().toLowerCase().replaceAll(' ', '')];

export const dayCounts: Readonly<Record<string, string>> = {
  'act/360': 'ACT/360',
  'act/365f': 'ACT/365F',
  'act/365': 'ACT/365F',
  '30/360': '30/360',
  '30e/360': '30E/360',
  'act/act isda': 'ACT/ACT ISDA',
  'act/act icma': 'ACT/ACT ICMA',
};
