import { add, subtract, zero, type Money } from '#domain/money';
import { assetAccount, policyOf } from '../books/book-policy.js';
import { credit, debit, type Posting } from '../books/journal.js';
import { commitment } from './foreign-exchange.js';
import { scaledQuantity } from './quantity.js';
import { feeIsCost } from './security-trade.js';
import type { SettledPart } from './settlement.js';
import { amountsOf, type SecurityTrade } from './settlement-amounts.js';
import { ALL, shareOf, type Share } from './share.js';

type SettledSecurity = Omit<SettledPart, 'trade'> & { readonly trade: SecurityTrade };

/** Which part of its delivery it is: by quantity, or all of it where no quantity is told. */
function shareOfDelivery({ trade, leg, settledSoFar, quantity }: SettledSecurity): Share {
  const delivered = trade.obligations.find((one) => one.leg === leg)?.security;
  if (!delivered || quantity == null) return ALL;
  const upTo = scaledQuantity(settledSoFar);
  return { before: upTo - scaledQuantity(quantity), upTo, whole: scaledQuantity(delivered.quantity) };
}

interface PartAmounts {
  readonly accrued: Money;
  readonly fee: Money;
  readonly ownFee: Money;
  /** Clean cost or proceeds: what the cash of the part leaves. */
  readonly asset: Money;
}

function partAmounts(part: SettledSecurity): PartAmounts {
  const { trade, pay, receive } = part;
  const whole = amountsOf(trade);
  const share = shareOfDelivery(part);
  const accrued = shareOf(whole.accrued, share);
  const toCounterparty = shareOf(whole.toCounterparty, share);
  const ownFee = shareOf(whole.ownFee, share);
  const fee = add(toCounterparty, ownFee);
  const cash = pay ?? receive ?? zero(accrued.currency);
  const clean =
    trade.side === 'BUY'
      ? subtract(subtract(cash, accrued), toCounterparty)
      : subtract(add(cash, toCounterparty), accrued);
  return { accrued, fee, ownFee, asset: feeIsCost(trade) ? add(clean, fee) : clean };
}

/**
 * R1 and R2 by settlement date: a purchase ends its commitment and becomes an asset, at cost (the change of its fair value
 * joins it by `regularWayTaken`); a sale leaves the books at its proceeds until the end of the day finds its cost.
 */
export function recognisedAtSettlement(part: SettledSecurity): Posting[] {
  const { trade, pay } = part;
  const { accrued, fee, ownFee, asset } = partAmounts(part);
  const account = assetAccount(policyOf(trade.book));
  const bought = trade.side === 'BUY';
  const on = bought ? debit : credit;
  return [
    ...(bought ? commitment(null, pay, trade.counterparty) : []),
    on(account, trade.isin, asset),
    on('1150', trade.isin, accrued),
    ...(feeIsCost(trade) ? [] : [debit('5200', '', fee)]),
    credit('2120', '', ownFee),
  ];
}

/** What a settled part adds to the holding by settlement date: scaled quantity and clean cost, negative for a sale. */
export function settledHoldingChange(part: SettledSecurity): {
  readonly quantity: bigint;
  readonly amountMinorUnits: bigint;
} {
  const { trade } = part;
  const { before, upTo, whole } = shareOfDelivery(part);
  const quantity = (scaledQuantity(trade.quantity) * (upTo - before)) / whole;
  const { asset } = partAmounts(part);
  return {
    quantity: trade.side === 'BUY' ? quantity : -quantity,
    amountMinorUnits: trade.side === 'BUY' ? asset.minorUnits : -asset.minorUnits,
  };
}
