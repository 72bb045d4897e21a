import { add, money, type Money } from '#domain/money';
import { assetAccount, policyOf } from '../books/book-policy.js';
import { credit, debit, Journal, shown, withoutEmpty, type JournalHead, type Posting } from '../books/journal.js';
import { linkedJournals } from '../books/unit-bridge.js';
import type { PostingRule } from '../rules/posting-rule.js';
import { postingRules, ruleOn } from '../rules/rule-book.js';
import { commissionKey, tradeDateKey, type BookedVersion } from './booked-version.js';
import { headOn } from './fact.js';
import { commitment } from './foreign-exchange.js';
import { amountsOf, type SecurityTrade } from './settlement-amounts.js';

/** A fee is part of the cost of a purchase, except at fair value through profit or loss (IFRS 9 5.1.1). */
export const feeIsCost = ({ side, book }: SecurityTrade): boolean =>
  side === 'BUY' && policyOf(book).classification !== 'FVTPL';

/** What of the trade the book carries as its cost, or gave up as its proceeds: clean, positive. */
export function costOf(trade: SecurityTrade): Money {
  const { consideration, toCounterparty, ownFee } = amountsOf(trade);
  return feeIsCost(trade) ? add(consideration, add(toCounterparty, ownFee)) : consideration;
}

/**
 * R1 and R2 on the trade date. By trade date asset and payable, or receivable and disposal; what the counterparty keeps of
 * the commission is in the settlement amount, anything beside it is owed as a fee (2120) by the house, and charged to a
 * client by `clientCommission`. By settlement date a purchase is a commitment, and a sale nothing.
 */
export function securityTradeDate(booked: BookedVersion<SecurityTrade>): Journal[] {
  const { trade } = booked;
  const { cash, beside } = amountsOf(trade);
  const journals = [byTradeDate(booked)];
  if (trade.side === 'BUY' && cash.minorUnits !== 0n)
    journals.push(
      Journal.of(
        headOf(
          booked,
          trade.product === 'bond' ? postingRules.bondTradeDateBySettlement : postingRules.equityTradeDateBySettlement,
        ),
        trade.book,
        commitment(cash, null, trade.counterparty),
        'SDA',
      ),
    );
  if (trade.capacity === 'client' && beside.minorUnits !== 0n) journals.push(...clientCommission(booked, beside));
  return journals;
}

function byTradeDate(booked: BookedVersion<SecurityTrade>): Journal {
  const { trade } = booked;
  const { accrued, cash, toCounterparty, ownFee } = amountsOf(trade);
  const { isin, counterparty, side, book, product } = trade;
  const bought = side === 'BUY';
  const asset = bought ? debit : credit;
  const inCost = feeIsCost(trade);
  const postings: Posting[] = [
    asset(assetAccount(policyOf(book)), isin, costOf(trade)),
    asset('1150', isin, accrued),
    ...(inCost ? [] : [debit('5200', '', add(toCounterparty, ownFee))]),
    credit('2120', '', ownFee),
    bought ? credit('2100', counterparty, cash) : debit('1200', counterparty, cash),
  ];
  const rules = inCost
    ? { bond: postingRules.bondTradeDateFeeInCost, equity: postingRules.equityTradeDateFeeInCost }
    : { bond: postingRules.bondTradeDate, equity: postingRules.equityTradeDate };
  return Journal.of(headOf(booked, rules[product]), book, withoutEmpty(postings), 'TDA');
}

function headOf({ tradeId, version, basis, trade }: BookedVersion<SecurityTrade>, rule: PostingRule): JournalHead {
  const { accrued, cash, consideration } = amountsOf(trade);
  const { classification } = policyOf(trade.book);
  return headOn(trade.tradeDate, rule, {
    key: tradeDateKey(tradeId, version, basis),
    tradeId,
    inputs: {
      side: trade.side,
      isin: trade.isin,
      quantity: trade.quantity,
      price: trade.price,
      consideration: shown(consideration),
      ...(trade.product === 'bond' ? { accruedInterest: shown(accrued) } : {}),
      commission: shown(trade.commission),
      settlementAmount: shown(cash),
      counterparty: trade.counterparty,
      tradeDate: trade.tradeDate,
      // The usual classification goes without saying.
      ...(classification === 'FVTPL' ? {} : { classification }),
    },
  });
}

/** R9 for an agency trade: the client's book pays, the dealing unit's earns, over the bridge between the two (R18). */
function clientCommission(
  { tradeId, version, basis, trade }: BookedVersion<SecurityTrade>,
  commission: Money,
): Journal[] {
  const unit = `house.${trade.unit}`;
  return linkedJournals(
    {
      key: commissionKey(tradeId, version, basis),
      rule: ruleOn(postingRules.clientCommission.id, trade.tradeDate),
      effectiveDate: trade.tradeDate,
      tradeId,
      reverses: null,
      inputs: { client: trade.beneficialOwner ?? trade.book, isin: trade.isin, commission: shown(commission) },
    },
    [
      { book: trade.book, postings: [debit('5200', '', commission)] },
      { book: unit, postings: [credit('4400', trade.book, commission)] },
    ],
    unit,
  );
}

/** What a trade adds to the holding of its book: quantity and clean cost, negative for a sale. */
export function holdingChange(trade: SecurityTrade): { quantity: string; amount: Money } {
  const amount = costOf(trade);
  return trade.side === 'BUY'
    ? { quantity: trade.quantity, amount }
    : { quantity: `-${trade.quantity}`, amount: money(-amount.minorUnits, amount.currency) };
}
