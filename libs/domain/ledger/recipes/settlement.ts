import type { Money } from '#domain/money';
import type { LegName, Trade } from '#domain/trade';
import { depositSettlement } from './deposit.js';
import { commitment } from './foreign-exchange.js';
import { credit, debit, shown, withoutEmpty, type Journal, type Posting } from '../books/journal.js';
import type { PostingRule } from '../rules/posting-rule.js';
import { postingRules, ruleOn } from '../rules/rule-book.js';
import { recognisedAtSettlement } from './security-settlement.js';
import type { SecurityTrade } from './settlement-amounts.js';
import { linkedJournals, TREASURY, type BookSide } from '../books/unit-bridge.js';

/** A part of an obligation, or all of it, that the custodian reports as settled. */
export interface SettledPart {
  readonly tradeId: string;
  readonly version: number;
  readonly leg: LegName;
  readonly trade: Trade;
  /** Effective settlement date. */
  readonly effectiveDate: string;
  readonly pay: Money | null;
  readonly receive: Money | null;
  /** Quantity settled so far with this part, or cash where nothing is delivered: names the part among its siblings. */
  readonly settledSoFar: string;
  /** Quantity of this part; absent where nothing is delivered, or all of it at once. */
  readonly quantity?: string | null;
  /** The part had been shown as a fail before (R10). */
  readonly wasFailing: boolean;
  /** Our nostro of a currency. */
  readonly nostroOf: (currency: string) => string;
}

/**
 * Settlement journals of R1 to R5, of securities by trade date and by settlement date: cash on the nostro of treasury against what the trade's book had open, over the unit
 * bridge (R18) where the book is another. Nothing where no cash moved.
 */
export function settlementJournals(part: SettledPart): Journal[] {
  const { trade } = part;
  switch (trade.product) {
    case 'bond':
      return settle(part, postingRules.bondSettlement, delivered(part, trade, postingRules.bondSettlementBySettlement));
    case 'equity':
      return settle(
        part,
        postingRules.equitySettlement,
        delivered(part, trade, postingRules.equitySettlementBySettlement),
      );
    case 'fx-spot':
      return settle(part, postingRules.spotSettlement, [inBook(part, exchanged(part))]);
    case 'fx-forward':
    case 'fx-swap':
      return settle(part, postingRules.forwardSettlement, [inBook(part, exchanged(part))]);
    case 'deposit': {
      const { rule, postings } = depositSettlement(trade, part.leg, part);
      return settle(part, rule, [inBook(part, postings)]);
    }
  }
}

const inBook = ({ trade: { book } }: SettledPart, postings: readonly Posting[]): BookSide => ({
  book,
  postings: withoutEmpty(postings),
});

/** By trade date the payable or receivable ends; by settlement date the security is recognised, or given up. */
function delivered(part: SettledPart, trade: SecurityTrade, rule: PostingRule): BookSide[] {
  return [
    { ...inBook(part, unsettledClosed(part)), accounting: 'TDA' },
    {
      ...inBook(part, recognisedAtSettlement({ ...part, trade })),
      accounting: 'SDA',
      rule: ruleOn(rule.id, part.effectiveDate),
    },
  ];
}

/** Clears the payable or receivable; what had become a fail stands on 2110 or 1210 (R10). */
function unsettledClosed({ trade: { counterparty }, pay, receive, wasFailing }: SettledPart): Posting[] {
  return [
    ...(pay ? [debit(wasFailing ? '2110' : '2100', counterparty, pay)] : []),
    ...(receive ? [credit(wasFailing ? '1210' : '1200', counterparty, receive)] : []),
  ];
}

/** Ends the commitment and passes each currency through its FX position. */
function exchanged({ trade: { counterparty }, pay, receive }: SettledPart): Posting[] {
  return [
    ...commitment(pay, receive, counterparty),
    ...(receive ? [credit('1901', '', receive)] : []),
    ...(pay ? [debit('1901', '', pay)] : []),
  ];
}

function settle(part: SettledPart, rule: PostingRule, ofTrade: readonly BookSide[]): Journal[] {
  const { tradeId, version, leg, trade, effectiveDate, pay, receive, settledSoFar, wasFailing, nostroOf } = part;
  const cash = withoutEmpty([
    ...(receive ? [debit('1010', nostroOf(receive.currency), receive)] : []),
    ...(pay ? [credit('1010', nostroOf(pay.currency), pay)] : []),
  ]);
  if (cash.length === 0) return [];
  return linkedJournals(
    {
      key: `${tradeId}/${version}/settled/${leg}/${settledSoFar}`,
      rule: ruleOn(rule.id, effectiveDate),
      effectiveDate,
      tradeId,
      reverses: null,
      inputs: {
        leg,
        ...(trade.product === 'deposit' ? { direction: trade.direction } : {}),
        ...(receive ? { received: shown(receive) } : {}),
        ...(pay ? { paid: shown(pay) } : {}),
        settledSoFar,
        wasFailing: wasFailing ? 'yes' : 'no',
        counterparty: trade.counterparty,
      },
    },
    [...ofTrade, { book: TREASURY, postings: cash }],
  );
}
