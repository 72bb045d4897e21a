import { z } from 'zod';
import { ledgerSubject, type LedgerSubject } from '../outside/desk-decision.js';
import { clerk } from './clerk.js';
import type { Amount } from './page.js';

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

/** GET /api/ledger/journals?tradeId=  or  ?journalId=  or  ?linkOf=journalId  or  ?book=&sequence=  or  ?limit=&cursor=&book=&account=&detail=&currency= */
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

/** POST /api/ledger/proposals; answers with ProposalRow. */
export const proposalRequest = z.strictObject({ subject: ledgerSubject, ...clerk });

/** POST /api/ledger/proposals/:proposalId/approve, by another person; answers with ProposalRow. */
export const approvalRequest = z.strictObject({ shown: z.string().regex(/^[0-9a-f]{64}$/), ...clerk });

/** POST /api/ledger/proposals/:proposalId/reject, by another person, or …/withdraw, by whoever proposed it; ProposalRow. */
export const rejectionRequest = z.strictObject(clerk);

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

/** GET /api/ledger/periods/:month/closing */
export interface PeriodClosing {
  readonly month: string;
  /** Last day of the month. */
  readonly through: string;
  /** What closing it for good would take to retained earnings (R16); none where that is posted already. */
  readonly entries: readonly {
    readonly book: string;
    readonly accounting: 'common' | 'TDA' | 'SDA';
    readonly account: string;
    readonly accountName: string;
    readonly detail: string;
    readonly currency: string;
    /** Positive debit, negative credit. */
    readonly balance: string;
  }[];
  /** The same after the close, whether its entries are posted or only computed. Earnings are positive. */
  readonly retainedEarnings: readonly {
    readonly book: string;
    readonly accounting: 'TDA' | 'SDA';
    readonly currency: string;
    readonly before: string;
    readonly income: string;
    readonly after: string;
  }[];
}

/** GET /api/ledger/periods/:month/readiness */
export interface CloseReadiness {
  readonly month: string;
  readonly state: PeriodRow['state'];
  readonly ready: boolean;
  readonly blockers: readonly Blocker[];
}

/** GET /api/ledger/checkpoints?limit= , latest first */
export interface CheckpointRow {
  readonly businessDate: string | null;
  readonly size: string;
  /** Hex. */
  readonly root: string;
  /** The signed note. */
  readonly note: string;
  readonly madeAt: string;
}
