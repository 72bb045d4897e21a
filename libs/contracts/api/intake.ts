import { z } from 'zod';
import { clerk } from './clerk.js';
import type { DeskProposalRow } from './desk-proposals.js';
import type { Amount } from './page.js';

/**
 * GET /api/intake/trades?limit=&cursor=&sort=&order=&state=&product=&unit=&capacity=&counterparty=&search=
 * `state` is one life-cycle state, or `open`: all that `IntakeSummary.trades.open` counts. `total` is exact up to 10,000 trades.
 */
export interface TradeRow {
  readonly tradeId: string;
  readonly version: number;
  readonly state: string;
  /** Named reason why it is open, failing, parked or broken; null when nothing needs anybody. */
  readonly reason: string | null;
  readonly product: string;
  readonly side: string;
  readonly instrument: string;
  readonly quantity: string | null;
  readonly price: string | null;
  readonly gross: Amount | null;
  readonly counterparty: string;
  readonly unit: string;
  readonly book: string;
  readonly capacity: string;
  readonly beneficialOwner: string | null;
  readonly tradeDate: string;
  readonly settlementDate: string;
  readonly updatedAt: string;
}

export const tradeSorts = ['tradeId', 'settlementDate', 'counterparty', 'state'] as const;

/** GET /api/intake/trades/:tradeId */
export interface TradeDetail {
  readonly row: TradeRow;
  readonly versions: readonly TradeVersionView[];
  readonly timeline: readonly TimelineEntry[];
}

export interface TradeVersionView {
  readonly side: 'front' | 'middle';
  readonly version: number;
  readonly action: string;
  readonly status: 'current' | 'superseded' | 'waiting' | 'history';
  readonly fields: Readonly<Record<string, string>>;
  /** Where each filled field comes from: rule, source record, why this date. */
  readonly provenance: readonly {
    readonly field: string;
    readonly value: string;
    readonly rule: string;
    readonly why: string;
  }[];
  readonly source: { readonly topic: string; readonly partition: number; readonly offset: string };
  readonly rawMessage: string;
}

export interface TimelineEntry {
  readonly at: string;
  /** For example `L8`; null for what is not a transition. */
  readonly transition: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly what: string;
  readonly actor: string;
  readonly eventId: string | null;
  readonly source: { readonly topic: string; readonly partition: number; readonly offset: string } | null;
}

/** GET /api/intake/summary */
export interface IntakeSummary {
  /** Distinct trades that arrived, counted over the messages. */
  readonly tradesIn: number;
  /** Counted over the trades; they add up to `tradesIn`. */
  readonly trades: {
    readonly settled: number;
    readonly open: number;
    readonly failing: number;
    readonly cancelled: number;
    readonly parked: number;
  };
  readonly states: Readonly<Record<string, number>>;
  readonly parkedMessages: number;
  readonly waitingMessages: number;
}

/** GET /api/intake/parked?limit=&cursor=&kind= */
export interface ParkedRow {
  readonly parkedMessageId: string;
  readonly key: string;
  readonly topic: string;
  readonly offset: string;
  readonly parkedAt: string;
  /** `parked`: cannot be used; `waiting`: a version before it is missing. */
  readonly kind: 'parked' | 'waiting';
  readonly faults: readonly {
    readonly field: string;
    readonly value: string;
    readonly rule: string;
    readonly remedy: string;
  }[];
}

/** GET /api/intake/parked/:id */
export interface ParkedDetail extends ParkedRow {
  readonly body: string;
  readonly state: 'parked' | 'waiting' | 'resubmitted' | 'discarded';
  readonly decisions: readonly {
    readonly actor: string;
    readonly approver: string;
    readonly act: string;
    readonly reason: string;
    readonly at: string;
    readonly outcome: string;
  }[];
  /** What waits for a second person. */
  readonly proposal: DeskProposalRow | null;
}

/** POST /api/intake/parked/:id/resubmit; answers with DeskProposalRow. Approved, it may be refused again: 422. */
export const resubmitRequest = z.strictObject({
  body: z.string().min(1).max(1_048_576),
  ...clerk,
});

/** POST /api/intake/parked/:id/discard */
export const discardRequest = z.strictObject({
  ...clerk,
});
