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

/** GET /api/ledger/journals?tradeId=  or  ?limit=&cursor=&book=&account=&detail=&currency= */
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
  readonly hash: string;
  readonly postings: readonly PostingView[];
  /** Why these amounts: each input by name and the sentence of the rule. */
  readonly explain: { readonly sentence: string; readonly inputs: Readonly<Record<string, string>> };
}
