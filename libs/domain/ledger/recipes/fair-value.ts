import { Decimal, toMoney, type Money } from '#domain/money';
import { quantityText } from './quantity.js';

/** A price at the close. Of a bond clean, in per cent of nominal: a dirty price would count its accrued interest twice. */
export interface ClosingPrice {
  readonly kind: 'bond' | 'equity';
  /** Exact decimal. */
  readonly price: string;
  readonly currency: string;
}

/** Clean fair value of a scaled quantity; below zero for a short position. */
export function fairValueOf(quantity: bigint, { kind, price, currency }: ClosingPrice): Money {
  const perUnit = kind === 'bond' ? new Decimal(price).div(100) : new Decimal(price);
  return toMoney(perUnit.times(quantityText(quantity)), currency);
}
