import { z } from 'zod';
import { outsideEvent } from '../event-contract.js';
import { businessDate, currencyCode, decimal, isin, reference, version } from '../wire.js';

/** What the front and the middle office send about one trade. Amounts are decimals in major units, as desks write them. */

const common = {
  tradeDate: businessDate,
  /** The desk's portfolio; reference data maps it to a unit and an accounting book. */
  portfolio: reference,
  /** `house` unless told. */
  capacity: z.enum(['house', 'client']).optional(),
  /** For whom the house deals; required when the capacity is `client`. */
  beneficialOwner: reference.optional(),
  /** Party code, BIC or LEI. */
  counterparty: reference,
  trader: reference.optional(),
};

const side = z.enum(['BUY', 'SELL']);

const exchange = z.strictObject({
  boughtCurrency: currencyCode,
  boughtAmount: decimal,
  soldCurrency: currencyCode,
  soldAmount: decimal,
  /** Units of the quoted currency for one of the base currency; told for comparison, the amounts are what settles. */
  rate: decimal,
  valueDate: businessDate.optional(),
});

const security = {
  side,
  isin,
  quantity: decimal,
  price: decimal,
  currency: currencyCode,
  settlementDate: businessDate.optional(),
  commission: decimal.optional(),
};

export const tradeTerms = z.discriminatedUnion('product', [
  z.strictObject({ product: z.literal('equity'), ...common, ...security }),
  z.strictObject({ product: z.literal('bond'), ...common, ...security }),
  z.strictObject({ product: z.literal('fx-spot'), ...common, ...exchange.shape }),
  z.strictObject({ product: z.literal('fx-forward'), ...common, ...exchange.shape, valueDate: businessDate }),
  z.strictObject({ product: z.literal('fx-swap'), ...common, near: exchange, far: exchange }),
  z.strictObject({
    product: z.literal('deposit'),
    ...common,
    direction: z.enum(['PLACED', 'TAKEN']),
    currency: currencyCode,
    principal: decimal,
    ratePercent: decimal,
    dayCount: z.enum(['ACT/360', 'ACT/365F', '30/360', '30E/360', 'ACT/ACT ISDA', 'ACT/ACT ICMA']),
    startDate: businessDate,
    maturityDate: businessDate,
  }),
]);

const identity = {
  tradeId: reference,
  version,
  /** The system that says so, for example `alpha-equities`. */
  sourceSystem: reference,
};

export const tradeEvent = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('NEW'), ...identity, terms: tradeTerms }),
  z.strictObject({ action: z.literal('AMEND'), ...identity, terms: tradeTerms }),
  z.strictObject({ action: z.literal('CANCEL'), ...identity }),
]);

export type TradeEvent = z.output<typeof tradeEvent>;
export type TradeTerms = z.output<typeof tradeTerms>;

export const frontOfficeTrade = outsideEvent({
  topic: 'front-office.trades.v1',
  description: 'The front office reports a new, amended or cancelled trade.',
  schema: tradeEvent,
  key: ({ tradeId }) => tradeId,
  messageId: ({ tradeId, version }) => `${tradeId}|${version}`,
});

export const middleOfficeTrade = outsideEvent({
  topic: 'middle-office.trades.v1',
  description: 'The middle office reports the same trades from its own records, for comparison.',
  schema: tradeEvent,
  key: ({ tradeId }) => tradeId,
  messageId: ({ tradeId, version }) => `${tradeId}|${version}`,
});
