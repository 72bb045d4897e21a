import { z } from 'zod';
import { businessDate, decimal, isin, money, reference } from './wire.js';

/** The terms of a trade after enrichment, as services pass them on. Mirrors `Trade` of the domain, field for field. */

const obligationTerms = z.strictObject({
  leg: z.enum(['delivery', 'near', 'far', 'start', 'maturity']),
  settlementDate: businessDate,
  method: z.enum(['DVP', 'FOP', 'CASH']),
  pay: money.nullable(),
  receive: money.nullable(),
  security: z.strictObject({ isin, quantity: decimal, direction: z.enum(['deliver', 'receive']) }).nullable(),
  /** Our standing settlement instructions, one per asset paid or received. */
  ourInstructions: z.array(reference).readonly(),
  theirInstructions: z.array(reference).readonly(),
});

const common = {
  tradeDate: businessDate,
  entity: reference,
  unit: z.enum(['treasury', 'debt', 'risk']),
  /** Accounting book: `house.<unit>` or `client.<owner>`. */
  book: reference,
  /** The desk's portfolio, as the front office names it. */
  portfolio: reference,
  capacity: z.enum(['house', 'client']),
  beneficialOwner: reference.nullable(),
  counterparty: reference,
  obligations: z.array(obligationTerms).min(1).max(2).readonly(),
};

const exchange = z.strictObject({ bought: money, sold: money, rate: decimal });

export const trade = z.discriminatedUnion('product', [
  z.strictObject({
    product: z.literal('equity'),
    ...common,
    side: z.enum(['BUY', 'SELL']),
    isin,
    quantity: decimal,
    price: decimal,
    consideration: money,
    commission: money,
  }),
  z.strictObject({
    product: z.literal('bond'),
    ...common,
    side: z.enum(['BUY', 'SELL']),
    isin,
    /** Nominal in major units of the currency. */
    quantity: decimal,
    /** Clean price in per cent of nominal. */
    price: decimal,
    consideration: money,
    accruedInterest: money,
    commission: money,
  }),
  z.strictObject({ product: z.literal('fx-spot'), ...common, near: exchange }),
  z.strictObject({ product: z.literal('fx-forward'), ...common, near: exchange }),
  z.strictObject({ product: z.literal('fx-swap'), ...common, near: exchange, far: exchange }),
  z.strictObject({
    product: z.literal('deposit'),
    ...common,
    direction: z.enum(['PLACED', 'TAKEN']),
    principal: money,
    ratePercent: decimal,
    dayCount: z.enum(['ACT/360', 'ACT/365F', '30/360', '30E/360', 'ACT/ACT ISDA', 'ACT/ACT ICMA']),
    interest: money,
  }),
]);
