/** EUR 1,000,000 bought for USD 1,085,000 (R3). */
export const spotTerms = {
  product: 'fx-spot',
  tradeDate: '2026-06-15',
  portfolio: 'FX-CASH',
  counterparty: 'BRUMGB20',
  boughtCurrency: 'EUR',
  boughtAmount: '1000000.00',
  soldCurrency: 'USD',
  soldAmount: '1085000.00',
  rate: '1.0850',
} as const;

/** An FX spot that the front office reports rightly; `terms` and `more` make of it what a test needs. */
export const spotTrade = (tradeId: string, more: object = {}, terms: object = {}) => ({
  action: 'NEW',
  tradeId,
  version: 1,
  sourceSystem: 'alpha-dealing',
  terms: { ...spotTerms, ...terms },
  ...more,
});
