import type { ObligationTerms } from '#domain/trade';
import type { Evidence } from './evidence.js';
import type { Parts } from './parts.js';
import type { ObligationState } from './legal-way.js';

/** One leg of a trade at a custodian: what must move, what has moved, and what the custodian has said about it. */
export interface Obligation {
  readonly obligationId: string;
  readonly tradeId: string;
  /** Version whose confirmation brought it about; internal amendments leave it as it is. */
  readonly version: number;
  /** Our reference at the custodian. */
  readonly instructionId: string;
  readonly custodian: string;
  readonly counterparty: string;
  readonly terms: ObligationTerms;
  readonly state: ObligationState;
  /** Number of events said about it so far. */
  readonly sequence: number;
  readonly settled: Parts;
  readonly fail: Fail | null;
  readonly evidence: Evidence;
}

/** The settlement cut-off passed with a remainder open. */
export interface Fail {
  /** Business date of the cut-off. */
  readonly since: string;
  /** Said, so that the books show it as a fail (R10); not while a cancellation is unanswered. */
  readonly said: boolean;
}

/** What brought a change: a message of the custodian, a tick, an event. */
export interface Cause {
  /** Its id; ids of what is said follow from it. */
  readonly id: string;
  /** When it says it happened; instant, UTC. */
  readonly at: string;
}

interface StepCommon {
  /** Row of the life cycle that allows it. */
  readonly transition: string;
  readonly from: ObligationState;
  readonly to: ObligationState;
  readonly sequence: number;
  readonly cause: Cause;
}

/** One legal step of an obligation, as it is said to others. */
export type Step = StepCommon &
  (
    | { readonly kind: 'released' }
    | { readonly kind: 'cancellation-requested'; readonly remaining: Parts }
    | {
        readonly kind: 'progressed';
        readonly reasonCode: string | null;
        readonly reason: string | null;
        /** What was still open when it was cancelled. */
        readonly remaining: Parts | null;
      }
    | {
        readonly kind: 'settled';
        readonly part: 'partial' | 'final';
        readonly effectiveDate: string;
        readonly moved: Parts;
        readonly remaining: Parts;
        readonly wasFailing: boolean;
      }
    | {
        readonly kind: 'failing';
        readonly since: string;
        readonly remaining: Parts;
        readonly reasonCode: string | null;
        readonly reason: string;
        /** Nothing is at the custodian: the state is kept, the books show the fail all the same. */
        readonly lateInstruct: boolean;
      }
  );

/** A report that cannot be true beside what is known; the obligation stays as it is and a clerk must look. */
export interface Contradiction {
  readonly kind:
    | 'over-settlement'
    | 'part-of-cash'
    | 'settled-after-cancel'
    | 'settled-after-rejection'
    | 'cancelled-unasked'
    | 'cancel-denied';
  readonly obligationId: string;
  readonly cause: Cause;
  readonly reason: string;
}

/** What follows from a fact about an obligation. */
export interface Outcome {
  readonly obligation: Obligation;
  readonly steps: readonly Step[];
  readonly contradictions: readonly Contradiction[];
}

export const isCashOnly = ({ terms }: Obligation): boolean => terms.security === null;
