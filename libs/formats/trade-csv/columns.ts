/** Columns of a trade file by the name of the field, with other headers under which they are known. See docs/import.md. */
export const columns = {
  tradeId: ['trade id', 'id'],
  version: [],
  action: [],
  product: ['strata trade type', 'trade type', 'type'],
  positionType: ['strata position type', 'position type'],
  sensitivityType: ['strata sensitivity type', 'sensitivity type'],
  tradeDate: ['trade date'],
  portfolio: ['book'],
  capacity: [],
  beneficialOwner: ['beneficial owner', 'client'],
  counterparty: ['cpty'],
  side: ['buy sell', 'buy/sell'],
  isin: [],
  securityIdScheme: ['security id scheme'],
  securityId: ['security id'],
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
  valueDateConvention: ['payment date convention'],
  valueDateCalendars: ['payment date calendar'],
  farBoughtAmount: ['far bought amount'],
  farSoldAmount: ['far sold amount'],
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
  dateConvention: ['date convention'],
  dateCalendars: ['date calendar'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Field = keyof typeof columns;

const byHeader = new Map(
  (Object.entries(columns) as [Field, readonly string[]][]).flatMap(([field, aliases]) =>
    [field.toLowerCase(), ...aliases].map((header): [string, Field] => [header, field]),
  ),
);

/** The field of a header, or undefined for columns that say nothing to us. */
export const fieldOf = (header: string): Field | undefined => byHeader.get(header.trim().toLowerCase());
