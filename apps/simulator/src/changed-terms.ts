import type { TradeTerms } from '#contracts';
import { Decimal } from '#domain/money';
import type { Chance } from './chance.js';

/** The same trade after the desk corrected it: another quantity, amount or rate; now and then only another portfolio. */
export function amendedTerms(terms: TradeTerms, chance: Chance): TradeTerms {
  switch (terms.product) {
    case 'equity':
      if (terms.portfolio === 'EQ-EUROPE' && chance.happens(25)) return { ...terms, portfolio: 'EQ-WORLD' };
      return { ...terms, quantity: plus(terms.quantity, '25') };
    case 'bond':
      return { ...terms, quantity: plus(terms.quantity, '50000') };
    case 'fx-spot':
    case 'fx-forward':
      return { ...terms, ...doubled(terms) };
    case 'fx-swap':
      return {
        ...terms,
        near: { ...terms.near, ...doubled(terms.near) },
        far: { ...terms.far, ...doubled(terms.far) },
      };
    case 'deposit':
      return { ...terms, ratePercent: plus(terms.ratePercent, '0.015') };
  }
}

/** The same trade as somebody booked it wrongly: a price with two digits turned, an amount or a rate slightly off. */
export function mistakenTerms(terms: TradeTerms): TradeTerms {
  switch (terms.product) {
    case 'equity':
    case 'bond':
      return { ...terms, price: plus(terms.price, terms.price.includes('.') ? '0.27' : '27') };
    case 'fx-spot':
    case 'fx-forward':
      return { ...terms, ...doubled(terms) };
    case 'fx-swap':
      return { ...terms, near: { ...terms.near, ...doubled(terms.near) } };
    case 'deposit':
      return { ...terms, ratePercent: plus(terms.ratePercent, '0.09') };
  }
}

function plus(text: string, more: string): string {
  const sum = new Decimal(text).plus(more);
  return sum.toFixed(Math.max(new Decimal(text).decimalPlaces(), new Decimal(more).decimalPlaces()));
}

const doubled = ({ boughtAmount, soldAmount }: { boughtAmount: string; soldAmount: string }) => ({
  boughtAmount: twice(boughtAmount),
  soldAmount: twice(soldAmount),
});

const twice = (text: string): string => new Decimal(text).times(2).toFixed(new Decimal(text).decimalPlaces());
