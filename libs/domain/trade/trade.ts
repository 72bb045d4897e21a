import type { Money } from '#domain/money';
import type { DayCount } from '#domain/day-count';

/** A unit of the house with its own books (S2). */
export type Unit = 'treasury' | 'debt' | 'risk';

/** Whose trade it is: the house's own, or dealt for a client (S1). */
export type Capacity = 'house' | 'client';

/** Which office of the house has reported it. */
export type Office = 'front' | 'middle';

export type Side = 'BUY' | 'SELL';

export type Product = Trade['product'];

export type LegName = 'delivery' | 'near' | 'far' | 'start' | 'maturity';

/** What one settlement date asks of both parties. */
export interface ObligationTerms {
  readonly leg: LegName;
  /** Intended settlement date. */
  readonly settlementDate: string;
  /** Delivery against payment, free of payment, or cash only. */
  readonly method: 'DVP' | 'FOP' | 'CASH';
  readonly pay: Money | null;
  readonly receive: Money | null;
  readonly security: SecurityMovement | null;
  /** Ids of standing settlement instructions, ours and the counterparty's, one per asset that moves. */
  readonly ourInstructions: readonly string[];
  readonly theirInstructions: readonly string[];
}

export interface SecurityMovement {
  readonly isin: string;
  /** Exact decimal: shares, or nominal in major units. */
  readonly quantity: string;
  readonly direction: 'deliver' | 'receive';
}

interface TradeCommon {
  readonly tradeDate: string;
  readonly entity: string;
  readonly unit: Unit;
  /** Accounting book: `house.<unit>` or `client.<owner>`. */
  readonly book: string;
  /** The desk's portfolio, as the front office names it. */
  readonly portfolio: string;
  readonly capacity: Capacity;
  readonly beneficialOwner: string | null;
  readonly counterparty: string;
  readonly obligations: readonly ObligationTerms[];
}

export interface Exchange {
  readonly bought: Money;
  readonly sold: Money;
  /** As quoted by the desk; the amounts are what settles. */
  readonly rate: string;
}

interface SecurityTrade extends TradeCommon {
  readonly side: Side;
  readonly isin: string;
  readonly quantity: string;
  readonly price: string;
  /** Equity: quantity times price. Bond: nominal times clean price, without accrued interest. */
  readonly consideration: Money;
  /** Of the house's own trade: kept by the counterparty, part of what settles. Of a client's: charged by the house beside it. */
  readonly commission: Money;
}

export interface EquityTrade extends SecurityTrade {
  readonly product: 'equity';
}

export interface BondTrade extends SecurityTrade {
  readonly product: 'bond';
  /** May be negative between ex-date and coupon date. */
  readonly accruedInterest: Money;
}

export interface FxTrade extends TradeCommon {
  readonly product: 'fx-spot' | 'fx-forward';
  readonly near: Exchange;
}

export interface FxSwapTrade extends TradeCommon {
  readonly product: 'fx-swap';
  readonly near: Exchange;
  readonly far: Exchange;
}

export interface DepositTrade extends TradeCommon {
  readonly product: 'deposit';
  readonly direction: 'PLACED' | 'TAKEN';
  readonly principal: Money;
  readonly ratePercent: string;
  readonly dayCount: DayCount;
  /** For the whole term. */
  readonly interest: Money;
}

/** A trade version after enrichment: all that later steps need, nothing to be looked up. */
export type Trade = EquityTrade | BondTrade | FxTrade | FxSwapTrade | DepositTrade;
