import { parseMoney, type Money } from '#domain/money';
import type { BondTrade, DepositTrade, EquityTrade, FxSwapTrade, FxTrade, ObligationTerms } from '#domain/trade';

/** The trades of the worked journal recipes. Each function makes the usual case; a test states only what differs. */

export const amount = (text: string, currency = 'EUR'): Money => parseMoney(text, currency);

const obligation = (terms: Partial<ObligationTerms>): ObligationTerms => ({
  leg: 'delivery',
  settlementDate: '2026-06-17',
  method: 'CASH',
  pay: null,
  receive: null,
  security: null,
  ourInstructions: [],
  theirInstructions: [],
  ...terms,
});

const cashAt = (...currencies: string[]): string[] => currencies.map((currency) => `ASNTESM0:CASH:${currency}`);

/** R1: EUR 1,000,000 nominal at 99.25, 94 days accrued of a 3 % annual coupon. */
export function worked1Bond(changes: Partial<BondTrade> & { cash?: Money } = {}): BondTrade {
  const { cash = amount('1000226.03'), ...terms } = changes;
  const side = terms.side ?? 'BUY';
  const bought = side === 'BUY';
  return {
    product: 'bond',
    tradeDate: '2026-06-15',
    entity: 'HOUSE',
    unit: 'debt',
    book: 'house.debt',
    portfolio: 'BD-GOVERNMENT',
    capacity: 'house',
    beneficialOwner: null,
    counterparty: 'CIERESM0',
    side,
    isin: 'ES0A51B00019',
    quantity: '1000000',
    price: '99.25',
    consideration: amount('992500.00'),
    accruedInterest: amount('7726.03'),
    commission: amount('0.00'),
    obligations: [
      obligation({
        method: 'DVP',
        pay: bought ? cash : null,
        receive: bought ? null : cash,
        security: { isin: 'ES0A51B00019', quantity: '1000000', direction: bought ? 'receive' : 'deliver' },
        ourInstructions: ['ASNTESM0:DVP:IBRCESM0:EUR'],
      }),
    ],
    ...terms,
  };
}

/** R2: a lot of 1,000 shares at 50.00 bought by the risk unit. */
export function worked2Equity(
  changes: Partial<EquityTrade> & { cash?: Money; settlementDate?: string; instruction?: string } = {},
): EquityTrade {
  const { cash, settlementDate = '2026-06-17', instruction = 'ASNTESM0:DVP:IBRCESM0:EUR', ...terms } = changes;
  const consideration = terms.consideration ?? amount('50000.00');
  const side = terms.side ?? 'BUY';
  const bought = side === 'BUY';
  const isin = terms.isin ?? 'ES0A51E00013';
  const quantity = terms.quantity ?? '1000';
  return {
    product: 'equity',
    tradeDate: '2026-06-15',
    entity: 'HOUSE',
    unit: 'risk',
    book: 'house.risk',
    portfolio: 'EQ-EUROPE',
    capacity: 'house',
    beneficialOwner: null,
    counterparty: 'ARTAESM0',
    side,
    isin,
    quantity,
    price: '50.00',
    consideration,
    commission: { minorUnits: 0n, currency: consideration.currency },
    obligations: [
      obligation({
        settlementDate,
        method: 'DVP',
        pay: bought ? (cash ?? consideration) : null,
        receive: bought ? null : (cash ?? consideration),
        security: { isin, quantity, direction: bought ? 'receive' : 'deliver' },
        ourInstructions: [instruction],
      }),
    ],
    ...terms,
  };
}

const treasury = {
  tradeDate: '2026-06-15',
  entity: 'HOUSE',
  unit: 'treasury',
  book: 'house.treasury',
  capacity: 'house',
  beneficialOwner: null,
  counterparty: 'BRUMGB20',
} as const;

/** R3: buy EUR 1,000,000, sell USD 1,085,000 at 1.0850. */
export function worked3Spot(changes: Partial<FxTrade> = {}): FxTrade {
  const near = changes.near ?? { bought: amount('1000000.00'), sold: amount('1085000.00', 'USD'), rate: '1.0850' };
  return {
    product: 'fx-spot',
    ...treasury,
    portfolio: 'FX-CASH',
    near,
    obligations: [
      obligation({
        leg: 'near',
        receive: near.bought,
        pay: near.sold,
        ourInstructions: cashAt(near.bought.currency, near.sold.currency),
      }),
    ],
    ...changes,
  };
}

/** R4: EUR 1,000,000 bought forward at 1.0900. */
export function worked4Forward(changes: Partial<FxTrade> = {}): FxTrade {
  return {
    ...worked3Spot({
      near: { bought: amount('1000000.00'), sold: amount('1090000.00', 'USD'), rate: '1.0900' },
      ...changes,
    }),
    product: 'fx-forward',
  };
}

export function worked4Swap(): FxSwapTrade {
  const near = { bought: amount('1000000.00'), sold: amount('1085000.00', 'USD'), rate: '1.0850' };
  const far = { bought: amount('1087000.00', 'USD'), sold: amount('1000000.00'), rate: '1.0870' };
  return {
    product: 'fx-swap',
    ...treasury,
    portfolio: 'FX-TERM',
    near,
    far,
    obligations: [
      obligation({ leg: 'near', receive: near.bought, pay: near.sold, ourInstructions: cashAt('EUR', 'USD') }),
      obligation({
        leg: 'far',
        settlementDate: '2026-07-17',
        receive: far.bought,
        pay: far.sold,
        ourInstructions: cashAt('EUR', 'USD'),
      }),
    ],
  };
}

/** R5: USD 10,000,000 at 5 % ACT/360 for 30 days. */
export function worked5Deposit(changes: Partial<DepositTrade> = {}): DepositTrade {
  const principal = amount('10000000.00', 'USD');
  const back = amount('10041666.67', 'USD');
  const placed = (changes.direction ?? 'PLACED') === 'PLACED';
  return {
    product: 'deposit',
    ...treasury,
    portfolio: 'MM-FUNDING',
    direction: 'PLACED',
    principal,
    ratePercent: '5',
    dayCount: 'ACT/360',
    interest: amount('41666.67', 'USD'),
    obligations: [
      obligation({
        leg: 'start',
        settlementDate: '2026-06-15',
        pay: placed ? principal : null,
        receive: placed ? null : principal,
        ourInstructions: cashAt('USD'),
      }),
      obligation({
        leg: 'maturity',
        settlementDate: '2026-07-15',
        pay: placed ? null : back,
        receive: placed ? back : null,
        ourInstructions: cashAt('USD'),
      }),
    ],
    ...changes,
  };
}
