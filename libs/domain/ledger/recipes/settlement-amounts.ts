import { add, subtract, zero, type Money } from '#domain/money';
import type { BondTrade, EquityTrade } from '#domain/trade';

export type SecurityTrade = BondTrade | EquityTrade;

/** Clean consideration, accrued interest, what the counterparty is owed or owes, and the commission left out of that. */
export interface SettlementAmounts {
  readonly consideration: Money;
  readonly accrued: Money;
  readonly cash: Money;
  /** Commission the counterparty keeps: part of the settlement amount. */
  readonly toCounterparty: Money;
  /** Commission beside the settlement amount: the house's own from a client, a fee still to be paid for the house. */
  readonly beside: Money;
  /** The part beside that the house owes as a fee; a client is charged another way. */
  readonly ownFee: Money;
}

export function amountsOf(trade: SecurityTrade): SettlementAmounts {
  const { consideration, commission, side } = trade;
  const accrued = trade.product === 'bond' ? trade.accruedInterest : zero(consideration.currency);
  const gross = add(consideration, accrued);
  const [obligation] = trade.obligations;
  const cash = (side === 'BUY' ? obligation?.pay : obligation?.receive) ?? gross;
  const toCounterparty = side === 'BUY' ? subtract(cash, gross) : subtract(gross, cash);
  const beside = subtract(commission, toCounterparty);
  const ownFee = trade.capacity === 'house' ? beside : zero(beside.currency);
  return { consideration, accrued, cash, toCounterparty, beside, ownFee };
}
