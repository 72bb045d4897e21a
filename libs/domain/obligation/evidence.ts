/** What a custodian says about one instruction (after sese.024, sese.025, sese.027). */
export interface StatusReport {
  readonly messageId: string;
  readonly status:
    | 'ACCEPTED'
    | 'REJECTED'
    | 'MATCHED'
    | 'UNMATCHED'
    | 'PENDING'
    | 'FAILING'
    | 'PARTIALLY_SETTLED'
    | 'SETTLED'
    | 'CANCELLED'
    | 'CANCEL_DENIED';
  /** ISO 20022 reason code. */
  readonly reasonCode?: string | undefined;
  /** Of this part, exact decimal; absent with SETTLED: the rest. */
  readonly settledQuantity?: string | undefined;
  /** Given whenever something settled. */
  readonly effectiveDate?: string | undefined;
  readonly occurredAt: string;
}

/** Something said, by its time; of two reports the later one counts, whichever comes first. */
export interface Dated {
  readonly at: string;
  readonly messageId: string;
}

/** What counts of all reports heard so far; a function of their set, not of their order. */
export interface Evidence {
  readonly matching: (Dated & { readonly matched: boolean }) | null;
  readonly reason: (Dated & { readonly code: string }) | null;
  readonly rejected: (Dated & { readonly code: string | null }) | null;
  /** Reports of settlement that have been applied. */
  readonly applied: readonly string[];
  /** Quantity that settled as "the rest": parts reported after it were in it. */
  readonly restSettled: string | null;
  /** A last part whose earlier parts have not been reported yet. */
  readonly awaitsParts: StatusReport | null;
  /** We have asked to cancel. */
  readonly cancelRequested: boolean;
  /** A cancellation stands over a denial, whatever comes last. */
  readonly cancelAnswer: 'CANCELLED' | 'CANCEL_DENIED' | null;
  /** A clerk wants it sent again once it is rejected; of several who say so the first counts. */
  readonly resendAsked: Dated | null;
  /** References under which it was sent before, each rejected, with the decision that replaced it. */
  readonly replaced: readonly { readonly instructionId: string; readonly decision: string }[];
}

export const noEvidence: Evidence = {
  matching: null,
  reason: null,
  rejected: null,
  applied: [],
  restSettled: null,
  awaitsParts: null,
  cancelRequested: false,
  cancelAnswer: null,
  resendAsked: null,
  replaced: [],
};

/** Takes note of a report. Settlements are applied elsewhere: they move cash. */
export function withReport(evidence: Evidence, report: StatusReport): Evidence {
  const dated: Dated = { at: report.occurredAt, messageId: report.messageId };
  switch (report.status) {
    case 'MATCHED':
    case 'UNMATCHED':
      return { ...evidence, matching: later(evidence.matching, { ...dated, matched: report.status === 'MATCHED' }) };
    case 'PENDING':
    case 'FAILING':
      if (report.reasonCode === undefined) return evidence;
      return { ...evidence, reason: later(evidence.reason, { ...dated, code: report.reasonCode }) };
    case 'REJECTED':
      return { ...evidence, rejected: later(evidence.rejected, { ...dated, code: report.reasonCode ?? null }) };
    case 'CANCELLED':
      return { ...evidence, cancelAnswer: 'CANCELLED' };
    case 'CANCEL_DENIED':
      return { ...evidence, cancelAnswer: evidence.cancelAnswer ?? 'CANCEL_DENIED' };
    case 'ACCEPTED':
    case 'PARTIALLY_SETTLED':
    case 'SETTLED':
      return evidence;
  }
}

/** Takes note of a clerk's decision to send it again. */
export function withResendAsked(evidence: Evidence, asked: Dated): Evidence {
  const known = evidence.resendAsked;
  return { ...evidence, resendAsked: known && orderOf(known) <= orderOf(asked) ? known : asked };
}

function later<Report extends Dated>(known: Report | null, report: Report): Report {
  return known && orderOf(known) >= orderOf(report) ? known : report;
}

/** Without its Z an instant sorts by time however many decimals its seconds have. */
const orderOf = ({ at, messageId }: Dated): string => `${at.replace(/Z$/, '')} ${messageId}`;
