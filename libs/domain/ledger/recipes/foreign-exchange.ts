import type { Money } from '#domain/money';
import type { Exchange, FxSwapTrade, FxTrade, LegName } from '#domain/trade';
import { tradeDateKey, type BookedVersion } from './booked-version.js';
import { credit, debit, Journal, shown, type Posting } from '../books/journal.js';
import { postingRules, ruleOn } from '../rules/rule-book.js';

export type ForeignExchangeTrade = FxTrade | FxSwapTrade;

/** One exchange of a foreign-exchange trade, by the leg of its obligation. */
export interface ExchangeLeg {
  readonly leg: LegName;
  readonly exchange: Exchange;
}

/** A swap is a near and a far exchange, one package (R4); spot and outright forward have one. */
export function exchangeLegs(trade: ForeignExchangeTrade): ExchangeLeg[] {
  if (trade.product === 'fx-swap')
    return [
      { leg: 'near', exchange: trade.near },
      { leg: 'far', exchange: trade.far },
    ];
  return [{ leg: trade.obligations[0]?.leg ?? 'near', exchange: trade.near }];
}

/** Commitment to receive one amount and to pay the other; the reverse ends it. */
export function commitment(receive: Money | null, pay: Money | null, counterparty: string): Posting[] {
  return [
    ...(receive ? [debit('9100', counterparty, receive), credit('9190', counterparty, receive)] : []),
    ...(pay ? [debit('9190', counterparty, pay), credit('9100', counterparty, pay)] : []),
  ];
}

/** R3 spot, R4 forward and swap on the trade date: commitments off the balance sheet, one journal a leg. */
export function exchangeTradeDate({ tradeId, version, basis, trade }: BookedVersion<ForeignExchangeTrade>): Journal[] {
  return exchangeLegs(trade).map(({ leg, exchange: { bought, sold, rate } }) =>
    Journal.of(
      {
        // The far leg of a swap is a journal of its own.
        key: tradeDateKey(tradeId, version, basis) + (trade.product === 'fx-swap' && leg === 'far' ? '/far' : ''),
        rule: ruleOn(
          (trade.product === 'fx-spot' ? postingRules.spotTradeDate : postingRules.forwardTradeDate).id,
          trade.tradeDate,
        ),
        effectiveDate: trade.tradeDate,
        tradeId,
        reverses: null,
        inputs: { leg, bought: shown(bought), sold: shown(sold), rate, counterparty: trade.counterparty },
      },
      trade.book,
      commitment(bought, sold, trade.counterparty),
    ),
  );
}
