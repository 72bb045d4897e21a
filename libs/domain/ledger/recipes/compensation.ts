import { negate, type Money } from '#domain/money';
import { credit, shown, type Journal } from '../books/journal.js';
import { postingRules } from '../rules/rule-book.js';
import { cashJournals, headOn } from './fact.js';
import type { Fail } from './fail.js';

/** What a buy-in or close-out costs whoever failed. */
export interface Compensation extends Pick<Fail, 'tradeId' | 'version' | 'leg' | 'book' | 'counterparty'> {
  readonly occasion: 'buy-in' | 'close-out';
  readonly amount: Money;
  readonly direction: 'received' | 'paid';
  readonly on: string;
  readonly nostro: string;
}

/** R10: D1010 C4200 where the counterparty failed, the reverse where the house did. */
export function failCompensation(compensation: Compensation): Journal[] {
  const { tradeId, version, leg, book, counterparty, occasion, amount, direction, on, nostro } = compensation;
  const head = headOn(on, postingRules.compensation, {
    key: `${tradeId}/${version}/${occasion}/${leg}`,
    tradeId,
    inputs: { counterparty, occasion, direction, amount: shown(amount) },
  });
  const cash = direction === 'received' ? amount : negate(amount);
  return cashJournals(head, book, [credit('4200', counterparty, cash)], { nostro, cash });
}
