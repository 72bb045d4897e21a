import { settlementJournals, tradeDateJournals, type Journal, type SettledPart } from '#domain/ledger';
import type { Trade } from '#domain/trade';
import { writtenByBook } from './written-journals.js';

/** Journals of a trade on its trade date, as trade `T1`, version 1. */
export function tradeDay(trade: Trade): Journal[] {
  return tradeDateJournals({ tradeId: 'T1', version: 1, basis: 'front', trade });
}

/** All of a trade's first obligation as one settled part; a test states only what differs. */
export function partOf<Traded extends Trade>(
  trade: Traded,
  part: Partial<SettledPart> = {},
): SettledPart & { trade: Traded } {
  const [obligation] = trade.obligations;
  const quantity = obligation?.security?.quantity ?? null;
  return {
    tradeId: 'T1',
    version: 1,
    leg: obligation?.leg ?? 'delivery',
    effectiveDate: '2026-06-17',
    pay: obligation?.pay ?? null,
    receive: obligation?.receive ?? null,
    settledSoFar: quantity ?? 'all',
    quantity,
    wasFailing: false,
    nostroOf: (currency) => `NOSTRO-${currency}`,
    ...part,
    trade,
  };
}

/** Journals of a settled part. */
export function delivered(trade: Trade, part: Partial<SettledPart> = {}): Journal[] {
  return settlementJournals(partOf(trade, part));
}

/** The books by trade date on the trade date, as an accountant writes them. */
export function onTradeDate(trade: Trade): Record<string, string[]> {
  return writtenByBook(tradeDay(trade));
}

/** The books by trade date at settlement of the given cash. */
export function settled(trade: Trade, part: Partial<SettledPart> = {}): Record<string, string[]> {
  return writtenByBook(delivered(trade, { pay: null, receive: null, leg: 'delivery', ...part }));
}
