import { z } from 'zod';
import { clerk } from './clerk.js';
import type { Amount } from './page.js';

/** GET /api/settlement/obligations?limit=&cursor=&state=&reason=&tradeId= */
export interface ObligationRow {
  readonly obligationId: string;
  readonly tradeId: string;
  readonly version: number;
  readonly leg: string;
  readonly state: string;
  readonly reasonCode: string | null;
  readonly reason: string | null;
  readonly settlementDate: string;
  readonly counterparty: string;
  readonly custodian: string;
  readonly instructionId: string;
  readonly pay: Amount | null;
  readonly receive: Amount | null;
  readonly remainingPay: Amount | null;
  readonly remainingReceive: Amount | null;
  readonly security: {
    readonly isin: string;
    readonly quantity: string;
    readonly remaining: string;
    readonly direction: string;
  } | null;
}

/** POST /api/settlement/obligations/:obligationId/resend; answers with DeskProposalRow. */
export const resendRequest = z.strictObject({
  /** The reference the clerk saw rejected. */
  instructionId: z.string().min(1).max(64),
  ...clerk,
});

/** What at a custodian cannot be true beside what is known, came too late, or waits for a clerk to send it again. */
export const settlementExceptionKinds = [
  'rejected',
  'late-instruct',
  'change-refused',
  'cancel-denied',
  'cancelled-unasked',
  'over-settlement',
  'part-of-cash',
  'settled-after-cancel',
  'settled-after-rejection',
] as const;

/** GET /api/settlement/exceptions?limit=&cursor=&kind=&tradeId= */
export interface SettlementExceptionRow {
  readonly exceptionId: string;
  readonly tradeId: string;
  /** Null where it concerns the trade and no obligation of it. */
  readonly obligationId: string | null;
  readonly instructionId: string | null;
  readonly counterparty: string | null;
  readonly custodian: string | null;
  readonly kind: string;
  readonly reason: string;
  readonly since: string;
  /** Rejected by the custodian: may be sent again. */
  readonly resendable: boolean;
}

/** GET /api/settlement/summary */
export interface SettlementSummary {
  /** The business clock as settlement last heard it; null before the first tick. */
  readonly businessDate: string | null;
  readonly clock: { readonly kind: string; readonly at: string } | null;
  readonly obligations: Readonly<Record<string, number>>;
  /** Failing obligations by reason, with what they hold up per currency. */
  readonly failing: readonly { readonly reason: string; readonly count: number; readonly amounts: readonly Amount[] }[];
  /** Exceptions by kind. */
  readonly exceptions: Readonly<Record<string, number>>;
}
