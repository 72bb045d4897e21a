import type { BookedVersion } from './booked-version.js';
import { exchangeTradeDate, type ForeignExchangeTrade } from './foreign-exchange.js';
import type { Journal } from '../books/journal.js';
import { securityTradeDate } from './security-trade.js';
import type { SecurityTrade } from './settlement-amounts.js';

/** All journals of a version on its trade date. A deposit has none: it is booked when cash moves (R5). */
export function tradeDateJournals(booked: BookedVersion): Journal[] {
  switch (booked.trade.product) {
    case 'bond':
    case 'equity':
      return securityTradeDate(booked as BookedVersion<SecurityTrade>);
    case 'fx-spot':
    case 'fx-forward':
    case 'fx-swap':
      return exchangeTradeDate(booked as BookedVersion<ForeignExchangeTrade>);
    case 'deposit':
      return [];
  }
}
