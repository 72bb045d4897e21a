import { add, money, subtract, zero, type Money } from '#domain/money';
import type { BondTrade, EquityTrade } from '#domain/trade';
import { commissionKey, tradeDateKey, type BookedVersion } from './booked-version.js';
import { credit, debit, Journal, shown, withoutEmpty, type JournalHead, type Posting } from '../books/journal.js';
import { postingRules } from '../rules/rule-book.js';
import { linkedJournals } from '../books/unit-bridge.js';

export type SecurityTrade = BondTrade | EquityTrade;

/** Clean consideration, accrued interest, what the counterparty is owed or owes, and the commission left out of that. */
interface SettlementAmounts {
  readonly consideration: Money;
  readonly accrued: Money;
  readonly cash: Money;
  /** Commission the counterparty keeps: part of the settlement amount. */
  readonly toCounterparty: Money;
  /** Commission beside the settlement amount: the house's own from a client, a fee still to be paid for the house. */
  readonly beside: Money;
}

function amountsOf(trade: SecurityTrade): SettlementAmounts {
  const { consideration, commission, side } = trade;
  const accrued = trade.product === 'bond' ? trade.accruedInterest : zero(consideration.currency);
  const gross = add(consideration, accrued);
  const [obligation] = trade.obligations;
  const cash = (side === 'BUY' ? obligation?.pay : obligation?.receive) ?? gross;
  const toCounterparty = side === 'BUY' ? subtract(cash, gross) : subtract(gross, cash);
  return { consideration, accrued, cash, toCounterparty, beside: subtract(commission, toCounterparty) };
}

/**
 * R1 and R2 on the trade date (TDA): asset and payable, or receivable and disposal. Commission is a cost at once (fair value
 * through profit or loss, IFRS 9 5.1.1): what the counterparty keeps is in the settlement amount, anything beside it is
 * owed as a fee (2120) by the house, and charged to a client by `clientCommission`.
 */
export function securityTradeDate(booked: BookedVersion<SecurityTrade>): Journal[] {
  const { tradeId, version, basis, trade } = booked;
  const { consideration, accrued, cash, toCounterparty, beside } = amountsOf(trade);
  const { isin, counterparty, side } = trade;
  const ownFee = trade.capacity === 'house' ? beside : zero(beside.currency);
  const bought = side === 'BUY';
  const asset = bought ? debit : credit;
  const postings: Posting[] = [
    asset('1100', isin, consideration),
    asset('1150', isin, accrued),
    debit('5200', '', add(toCounterparty, ownFee)),
    credit('2120', '', ownFee),
    bought ? credit('2100', counterparty, cash) : debit('1200', counterparty, cash),
  ];
  const head: JournalHead = {
    key: tradeDateKey(tradeId, version, basis),
    rule: trade.product === 'bond' ? postingRules.bondTradeDate : postingRules.equityTradeDate,
    effectiveDate: trade.tradeDate,
    tradeId,
    reverses: null,
    inputs: {
      side,
      isin,
      quantity: trade.quantity,
      price: trade.price,
      consideration: shown(consideration),
      ...(trade.product === 'bond' ? { accruedInterest: shown(accrued) } : {}),
      commission: shown(trade.commission),
      settlementAmount: shown(cash),
      counterparty,
      tradeDate: trade.tradeDate,
    },
  };
  const journal = Journal.of(head, trade.book, withoutEmpty(postings));
  return trade.capacity === 'client' && beside.minorUnits !== 0n
    ? [journal, ...clientCommission(booked, beside)]
    : [journal];
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
      rule: postingRules.clientCommission,
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
export function holdingChange({ side, quantity, consideration }: SecurityTrade): { quantity: string; amount: Money } {
  return side === 'BUY'
    ? { quantity, amount: consideration }
    : { quantity: `-${quantity}`, amount: money(-consideration.minorUnits, consideration.currency) };
}
