import type { DayCount } from '#domain/day-count';
import type { Side } from './trade.js';

/** What a desk reports of a trade: names, decimals in major units, dates. The wire form of the trade events has this shape. */
export type ReportedTerms = ReportedDeal & (ReportedSecurity | ReportedFx | ReportedSwap | ReportedDeposit);

/** Who dealt with whom, when and for whom. */
export interface ReportedDeal {
  readonly tradeDate: string;
  readonly portfolio: string;
  readonly capacity?: 'house' | 'client' | undefined;
  readonly beneficialOwner?: string | undefined;
  readonly counterparty: string;
}

export interface ReportedSecurity {
  readonly product: 'equity' | 'bond';
  readonly side: Side;
  readonly isin: string;
  readonly quantity: string;
  readonly price: string;
  readonly currency: string;
  readonly settlementDate?: string | undefined;
  readonly commission?: string | undefined;
}

export interface ReportedExchange {
  readonly boughtCurrency: string;
  readonly boughtAmount: string;
  readonly soldCurrency: string;
  readonly soldAmount: string;
  readonly rate: string;
  readonly valueDate?: string | undefined;
}

export type ReportedFx = { readonly product: 'fx-spot' | 'fx-forward' } & ReportedExchange;

export interface ReportedSwap {
  readonly product: 'fx-swap';
  readonly near: ReportedExchange;
  readonly far: ReportedExchange;
}

export interface ReportedDeposit {
  readonly product: 'deposit';
  readonly direction: 'PLACED' | 'TAKEN';
  readonly currency: string;
  readonly principal: string;
  readonly ratePercent: string;
  readonly dayCount: DayCount;
  readonly startDate: string;
  readonly maturityDate: string;
}
