import type { Product } from '#domain/trade';
import { EXACT, type Tolerance } from './tolerance.js';

/** Tolerances as data: what two records may differ by, field by field. A changed set gets a new version number. */
export interface ToleranceSet {
  readonly name: string;
  readonly version: number;
  /** Fields that are not named have to be equal. */
  readonly products: Readonly<Record<Product, Readonly<Record<string, Tolerance>>>>;
}

/** How a field of a counterparty's statement gates the match: stated in any case, or right if stated at all. */
export interface GatingField {
  readonly tolerance: Tolerance;
  readonly presence: 'required' | 'if-stated';
}

/** The fields on which a confirmation is matched; what else a statement says does not gate it. */
export interface GatingSet {
  readonly name: string;
  readonly version: number;
  readonly products: Readonly<Record<Product, Readonly<Record<string, GatingField>>>>;
}

const absolute = (limit: string): Tolerance => ({ kind: 'absolute', limit });
const basisPoints = (limit: string): Tolerance => ({ kind: 'basis-points', limit });
const days = (limit: string): Tolerance => ({ kind: 'days', limit });
const minorUnits = (limit: string): Tolerance => ({ kind: 'absolute', limit, minorUnitsOf: 'currency' });

/** The amounts are what settles; two systems may quote the rate behind them with other decimals. */
const RATE = basisPoints('0.1');
/** Two systems may round an amount they derive at its last digit. */
const ROUNDING = minorUnits('1');

/** Front against middle office: both hold the desk's own record, so only derived figures may differ, by their rounding. */
export const frontMiddleTolerances: ToleranceSet = {
  name: 'front-middle',
  version: 1,
  products: {
    equity: { consideration: ROUNDING, commission: ROUNDING },
    bond: { consideration: ROUNDING, accruedInterest: ROUNDING, commission: ROUNDING },
    'fx-spot': { rate: RATE },
    'fx-forward': { rate: RATE },
    'fx-swap': { nearRate: RATE, farRate: RATE },
    deposit: { interest: ROUNDING },
  },
};

export function toleranceOf(set: ToleranceSet, product: Product, field: string): Tolerance {
  return set.products[product][field] ?? EXACT;
}

const required = (tolerance: Tolerance = EXACT): GatingField => ({ tolerance, presence: 'required' });
const ifStated = (tolerance: Tolerance): GatingField => ({ tolerance, presence: 'if-stated' });

/** Across the date line the same deal is booked on neighbouring days. */
const TRADE_DATE = ifStated(days('1'));

const exchange = {
  product: required(),
  boughtCurrency: required(),
  boughtAmount: required(),
  soldCurrency: required(),
  soldAmount: required(),
  rate: ifStated(basisPoints('1')),
  valueDate: required(),
  tradeDate: TRADE_DATE,
};

/** Our terms against the counterparty's. What moves must be equal; prices and derived amounts may be rounded otherwise. */
export const confirmationTolerances: GatingSet = {
  name: 'confirmation',
  version: 1,
  products: {
    equity: {
      product: required(),
      side: required(),
      isin: required(),
      quantity: required(),
      price: required(absolute('0.0001')),
      currency: required(),
      consideration: ifStated(basisPoints('0.5')),
      settlementDate: required(),
      tradeDate: TRADE_DATE,
    },
    bond: {
      product: required(),
      side: required(),
      isin: required(),
      quantity: required(),
      price: required(absolute('0.0005')),
      currency: required(),
      consideration: ifStated(basisPoints('0.1')),
      accruedInterest: ifStated(minorUnits('2')),
      settlementDate: required(),
      tradeDate: TRADE_DATE,
    },
    'fx-spot': exchange,
    'fx-forward': exchange,
    'fx-swap': {
      product: required(),
      nearBoughtCurrency: required(),
      nearBoughtAmount: required(),
      nearSoldCurrency: required(),
      nearSoldAmount: required(),
      nearRate: ifStated(basisPoints('1')),
      nearValueDate: required(),
      farBoughtCurrency: required(),
      farBoughtAmount: required(),
      farSoldCurrency: required(),
      farSoldAmount: required(),
      farRate: ifStated(basisPoints('1')),
      farValueDate: required(),
      tradeDate: TRADE_DATE,
    },
    deposit: {
      product: required(),
      direction: required(),
      currency: required(),
      principal: required(),
      ratePercent: required(),
      dayCount: required(),
      interest: ifStated(ROUNDING),
      startDate: required(),
      maturityDate: required(),
      tradeDate: TRADE_DATE,
    },
  },
};
