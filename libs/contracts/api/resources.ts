import { z } from 'zod';
import { ledgerSubject, type LedgerSubject } from '../outside/desk-decision.js';

/**
 * What the services' HTTP APIs give and take; the dashboard and the command line read nothing else.
 * Amounts are decimal text in major units with the currency beside it; ids, dates and instants as in the events.
 * Lists are paged by an opaque cursor: `next` is absent on the last page.
 */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next?: string;
  /** Rows of the whole result, counted exactly, unless `moreThanTotal` says that counting has stopped. */
  readonly total: number;
  /** There are more rows than `total`; absent where `total` is exact. */
  readonly moreThanTotal?: true;
}

export interface Amount {
  readonly amount: string;
  readonly currency: string;
}

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
    readonly act: string;
    readonly reason: string;
    readonly at: string;
    readonly outcome: string;
  }[];
}

/** POST /api/intake/parked/:id/resubmit; answers with ParkedDetail, or 422 when the repaired body is refused again. */
export const resubmitRequest = z.strictObject({
  body: z.string().min(1).max(1_048_576),
  reason: z.string().trim().min(3).max(500),
  actor: z.string().min(1).max(64),
});

/** POST /api/intake/parked/:id/discard */
export const discardRequest = z.strictObject({
  reason: z.string().trim().min(3).max(500),
  actor: z.string().min(1).max(64),
});

/** GET /api/reconciliation/breaks?limit=&cursor=&kind= */
export interface BreakRow {
  readonly breakId: string;
  readonly tradeId: string;
  readonly kind: string;
  readonly reason: string;
  readonly fields: readonly string[];
  readonly openedAt: string;
  readonly counterparty: string;
  readonly gross: Amount | null;
}

/** GET /api/reconciliation/breaks/:id */
export interface BreakDetail extends BreakRow {
  readonly state: 'open' | 'closed';
  readonly outcome: string | null;
  readonly comparison: readonly {
    readonly field: string;
    readonly front: string | null;
    readonly middle: string | null;
    readonly tolerance: string | null;
    readonly differs: boolean;
  }[];
  readonly decisions: readonly {
    readonly actor: string;
    readonly act: string;
    readonly reason: string;
    readonly at: string;
  }[];
}

/** POST /api/reconciliation/breaks/:id/accept; answers with BreakDetail. */
export const acceptBreakRequest = z.strictObject({
  side: z.enum(['front', 'middle']),
  reason: z.string().trim().min(3).max(500),
  actor: z.string().min(1).max(64),
});

/** GET /api/reconciliation/summary */
export interface ReconciliationSummary {
  readonly agreed: number;
  readonly openBreaks: number;
  readonly byKind: Readonly<Record<string, number>>;
}

/** GET /api/confirmation/disputes?limit=&cursor=&kind= */
export interface DisputeRow {
  readonly tradeId: string;
  readonly version: number | null;
  readonly counterparty: string;
  readonly kind: string;
  readonly reason: string;
  readonly differences: readonly {
    readonly field: string;
    readonly ours: string | null;
    readonly theirs: string | null;
    readonly tolerance: string | null;
  }[];
  readonly counterfactual: string;
  readonly since: string;
}

/** GET /api/confirmation/summary */
export interface ConfirmationSummary {
  readonly confirmed: number;
  readonly unconfirmed: number;
  readonly disputes: Readonly<Record<string, number>>;
}

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

/** POST /api/settlement/obligations/:obligationId/resend; answers with ObligationRow, under its new instructionId. */
export const resendRequest = z.strictObject({
  /** The reference the clerk saw rejected. */
  instructionId: z.string().min(1).max(64),
  reason: z.string().trim().min(3).max(500),
  actor: z.string().min(1).max(64),
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

/** GET /api/ledger/summary */
export interface LedgerSummary {
  readonly journals: number;
  readonly postings: number;
  /** Every book sums to zero in every currency, by sums that are kept of the postings; `verify` recomputes them. */
  readonly booksBalance: boolean;
  /** 1980 + 2980 over all books is zero for every currency and effective date, by the balances that are kept; `verify` recomputes them. */
  readonly interUnitZero: boolean;
  readonly chains: readonly { readonly book: string; readonly sequence: string; readonly head: string }[];
}

/** What a report was asked for: the accounting, and both times. */
export interface ReportHead {
  /** Common journals count in both: at the trade date (TDA) or at the settlement date (SDA). */
  readonly accounting: 'TDA' | 'SDA';
  /** Effective dates up to and with this one; null for all. */
  readonly asOf: string | null;
  /** What was known at this moment; made again with it the report is the same, byte for byte. Null: what is known now. */
  readonly asAt: string | null;
}

/** GET /api/ledger/trial-balance?book=&currency=&accounting=TDA|SDA&asOf=2026-06-30&asAt=now|2026-06-30T18:00:00.000000Z */
export interface TrialBalance extends ReportHead {
  /** What it is the trial balance of: all postings of each book up to this journal, the head of its chain at that moment. */
  readonly upTo: readonly { readonly book: string; readonly sequence: string; readonly head: string }[];
  readonly rows: readonly {
    readonly book: string;
    readonly account: string;
    readonly accountName: string;
    readonly currency: string;
    readonly debit: string;
    readonly credit: string;
    /** Positive debit, negative credit. */
    readonly balance: string;
  }[];
  readonly totals: readonly {
    readonly book: string;
    readonly currency: string;
    readonly debit: string;
    readonly credit: string;
    readonly difference: string;
  }[];
}

/** GET /api/ledger/unit-bridge?accounting=&asOf=&asAt= */
export interface UnitBridge extends ReportHead {
  /** One cell per pair of books and currency: what `book` is owed by (positive) or owes (negative) `other`. */
  readonly cells: readonly {
    readonly book: string;
    readonly other: string;
    readonly currency: string;
    readonly balance: string;
  }[];
  /** Per currency: sum over all books, zero when the bridge holds; dates that do not net are named. */
  readonly proof: readonly { readonly currency: string; readonly sum: string; readonly datesOff: readonly string[] }[];
}

export interface PostingView {
  readonly account: string;
  readonly accountName: string;
  readonly detail: string;
  readonly debit: Amount | null;
  readonly credit: Amount | null;
}

/** GET /api/ledger/journals?tradeId=  or  ?journalId=  or  ?linkOf=journalId  or  ?limit=&cursor=&book=&account=&detail=&currency= */
export interface JournalView {
  readonly journalId: string;
  readonly linkId: string;
  readonly book: string;
  readonly sequence: string;
  readonly rule: string;
  readonly ruleVersion: number;
  readonly effectiveDate: string;
  readonly recordedAt: string;
  readonly reverses: string | null;
  readonly tradeId: string;
  readonly sourceEventId: string;
  /** Where the event that caused it stands in its log: `topic/partition/offset`. */
  readonly source: string;
  /** Who decided it, and who agreed; null where a rule did. */
  readonly actor: string | null;
  readonly approver: string | null;
  readonly accounting: 'common' | 'TDA' | 'SDA';
  readonly hash: string;
  readonly postings: readonly PostingView[];
  /** Why these amounts: the sentence of the rule with its inputs, each input by name, formula and rounding. */
  readonly explain: {
    readonly sentence: string;
    readonly inputs: Readonly<Record<string, string>>;
    readonly formula: string;
    readonly rounding: string;
  };
}

/** GET /api/ledger/proposals?state=&limit=&cursor= */
export interface ProposalRow {
  readonly proposalId: string;
  readonly kind: 'soft-close' | 'hard-close' | 're-open' | 'payroll';
  readonly subject: LedgerSubject;
  /** SHA-256 of the subject: who approves says it back. */
  readonly shown: string;
  readonly proposedBy: string;
  readonly proposedAt: string;
  readonly reason: string;
  readonly state: 'waiting' | 'approved' | 'rejected';
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly decisionReason: string | null;
}

const byWhomAndWhy = { reason: z.string().trim().min(3).max(500), actor: z.string().min(1).max(64) };

/** POST /api/ledger/proposals; answers with ProposalRow. */
export const proposalRequest = z.strictObject({ subject: ledgerSubject, ...byWhomAndWhy });

/** POST /api/ledger/proposals/:proposalId/approve, by another person; answers with ProposalRow. */
export const approvalRequest = z.strictObject({ shown: z.string().regex(/^[0-9a-f]{64}$/), ...byWhomAndWhy });

/** POST /api/ledger/proposals/:proposalId/reject; answers with ProposalRow. */
export const rejectionRequest = z.strictObject(byWhomAndWhy);

/** GET /api/ledger/periods */
export interface PeriodRow {
  /** YYYY-MM. */
  readonly month: string;
  /** `soft`: takes only adjustments, the end of its days and what two people decided; `hard`: takes nothing. */
  readonly state: 'open' | 'soft' | 'hard';
  readonly changes: readonly {
    readonly from: string;
    readonly to: string;
    readonly proposedBy: string;
    readonly approvedBy: string | null;
    readonly reason: string;
    readonly at: string;
  }[];
}

/** Why a month cannot be closed yet. */
export interface Blocker {
  readonly name:
    | 'day-not-ended'
    | 'day-under-way'
    | 'suspense-open'
    | 'bridge-off'
    | 'facts-waiting'
    | 'messages-parked'
    | 'proposal-waiting';
  readonly what: string;
  readonly remedy: string;
}

/** GET /api/ledger/periods/:month/readiness */
export interface CloseReadiness {
  readonly month: string;
  readonly state: PeriodRow['state'];
  readonly ready: boolean;
  readonly blockers: readonly Blocker[];
}

/** GET /api/units/cash-ladder, /api/units/debt, /api/units/exposure */
export interface CashLadderRow {
  readonly nostro: string;
  readonly currency: string;
  readonly valueDate: string;
  readonly expected: string;
  readonly settled: string;
  readonly failing: string;
}

export interface DebtRow {
  readonly book: string;
  readonly isin: string;
  readonly currency: string;
  readonly tradedNominal: string;
  readonly settledNominal: string;
  readonly cost: string;
  readonly accruedInterest: string;
}

export interface ExposureRow {
  readonly counterparty: string;
  readonly currency: string;
  readonly toPay: string;
  readonly toReceive: string;
  readonly failing: string;
  readonly openObligations: number;
  readonly failingObligations: number;
}

/** RFC 9457 problem details, the form of every error. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly errors?: readonly {
    readonly field: string;
    readonly value: string;
    readonly rule: string;
    readonly remedy: string;
  }[];
}
