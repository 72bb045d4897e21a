import { Decimal } from '#domain/money';
import { withReport, withResendAsked, type Dated, type StatusReport } from './evidence.js';
import { failingSaid, Following, progressed, sayFailing, settlePart, settleState } from './follow.js';
import { isNothing } from './parts.js';
import { isCashOnly, type Cause, type Obligation, type Outcome } from './obligation.js';

/**
 * A custodian reports. Between two cut-offs any order, and any repetition, of the same reports ends in the same obligation;
 * a report that implies earlier ones is heard as all their steps (L10 to L12, L16 to L18, L20, L25, L26).
 */
export function hearStatus(obligation: Obligation, report: StatusReport): Outcome {
  const following = new Following(obligation, { id: report.messageId, at: report.occurredAt });
  if (report.status === 'PARTIALLY_SETTLED' || report.status === 'SETTLED') hearSettlement(following, report);
  else hearOther(following, report);
  return following.outcome();
}

/** A report on a reference that was rejected and replaced: nothing of it is open, so nothing of it can have settled. */
export function hearOfReplaced(obligation: Obligation, report: StatusReport): Outcome {
  const following = new Following(obligation, { id: report.messageId, at: report.occurredAt });
  if (report.status === 'PARTIALLY_SETTLED' || report.status === 'SETTLED')
    following.contradict(
      'settled-after-rejection',
      'the custodian reports a settlement of what it has rejected, and what was sent again in its place',
    );
  return following.outcome();
}

/**
 * A clerk decides that what the custodian has rejected is sent again (L10, L8). Good for the reference he saw rejected: the
 * order in which decision and rejection are heard does not matter.
 */
export function askResend(obligation: Obligation, asked: Dated): Outcome {
  const following = new Following(obligation, { id: asked.messageId, at: asked.at });
  following.change({ evidence: withResendAsked(obligation.evidence, asked) });
  settleState(following);
  return following.outcome();
}

function hearOther(following: Following, report: StatusReport): void {
  const before = following.obligation;
  following.change({ evidence: withReport(before.evidence, report) });
  const { evidence, state } = following.obligation;
  if (report.status === 'CANCELLED' && !evidence.cancelRequested && !isFinal(state))
    following.contradict('cancelled-unasked', 'the custodian reports a cancellation that we have not asked for');
  if (report.status === 'CANCEL_DENIED' && state === 'CANCEL_PENDING')
    following.contradict('cancel-denied', 'the custodian has denied the cancellation');
  settleState(following);
  const matchedLate = !before.evidence.matching?.matched && evidence.matching?.matched;
  if (state === 'FAILING' && matchedLate) following.stay('L20', progressed());
}

const isFinal = (state: Obligation['state']): boolean => state === 'SETTLED' || state === 'CANCELLED';

function hearSettlement(following: Following, report: StatusReport): void {
  const { state, evidence } = following.obligation;
  if (evidence.applied.includes(report.messageId) || evidence.awaitsParts?.messageId === report.messageId) return;
  if (state === 'SETTLED') return hearPartOfRest(following, report);
  if (state === 'CANCELLED') {
    following.contradict('settled-after-cancel', 'the custodian reports a settlement of what it has cancelled');
    return;
  }
  if (isCashOnly(following.obligation) && report.status === 'PARTIALLY_SETTLED') {
    following.contradict('part-of-cash', 'cash settles whole: a part of it cannot be reported');
    return;
  }
  applySettlement(following, report);
  const awaited = following.obligation.evidence.awaitsParts;
  if (awaited && awaited.messageId !== report.messageId) applySettlement(following, awaited);
}

/** All has settled already. A part that comes late was in "the rest" that settled before it; more than that cannot be. */
function hearPartOfRest(following: Following, report: StatusReport): void {
  const { evidence, terms } = following.obligation;
  const quantity = report.settledQuantity;
  if (quantity === undefined || terms.security === null) return;
  const left = new Decimal(evidence.restSettled ?? '0').minus(quantity);
  if (left.isNegative()) return tooMuch(following, report);
  following.change({
    evidence: { ...evidence, restSettled: left.toFixed(), applied: [...evidence.applied, report.messageId] },
  });
}

const isZero = (quantity: string): boolean => new Decimal(quantity).isZero();

function applySettlement(following: Following, report: StatusReport): void {
  const { evidence } = following.obligation;
  const { settledQuantity, effectiveDate = report.occurredAt.slice(0, 10) } = report;
  const open = following.remaining.quantity;
  const quantity = open === null ? undefined : settledQuantity;
  if (open !== null && quantity !== undefined) {
    const left = new Decimal(open).minus(quantity);
    if (left.isNegative() || !new Decimal(quantity).isPositive() || isZero(quantity)) return tooMuch(following, report);
    if (report.status === 'SETTLED' && !left.isZero()) {
      following.change({ evidence: { ...evidence, awaitsParts: report } });
      return;
    }
  }
  const restSettled = quantity === undefined ? open : evidence.restSettled;
  const awaitsParts = evidence.awaitsParts?.messageId === report.messageId ? null : evidence.awaitsParts;
  following.change({
    evidence: { ...evidence, awaitsParts, restSettled, applied: [...evidence.applied, report.messageId] },
  });
  settlePart(following, quantity ?? null, effectiveDate);
}

function tooMuch(following: Following, { settledQuantity }: StatusReport): void {
  const { quantity } = following.remaining;
  following.contradict('over-settlement', `${settledQuantity} is reported as settled, ${quantity} is open`);
}

/**
 * The settlement cut-off of a business date has passed (L19): what is open of a leg due by then fails. While a cancellation
 * is unanswered it is only noted, and takes effect if the custodian denies. What is not instructed keeps its state and is
 * said as late to instruct, so that the books show the fail (R10).
 */
export function passCutOff(obligation: Obligation, businessDate: string, cause: Cause): Outcome {
  const following = new Following(obligation, cause);
  const { state, terms, fail } = obligation;
  if (fail || terms.settlementDate > businessDate) return following.outcome();
  if (state === 'CANCEL_PENDING') following.change({ fail: { since: businessDate, said: false } });
  else if (state === 'CONFIRMED') {
    following.change({ fail: { since: businessDate, said: true } });
    following.stay('L19', failingSaid(following, businessDate));
  } else if (state === 'INSTRUCTED' || state === 'MATCHED' || state === 'PARTIALLY_SETTLED')
    sayFailing(following, businessDate);
  return following.outcome();
}

/** We ask to cancel what is open (L24). What the custodian has rejected is gone at once (L22). */
export function requestCancellation(obligation: Obligation, cause: Cause): Outcome {
  const following = new Following(obligation, cause);
  const { state, evidence } = obligation;
  if (isFinal(state) || evidence.cancelRequested) return following.outcome();
  following.change({ evidence: { ...evidence, cancelRequested: true } });
  if (state !== 'CONFIRMED')
    following.move('CANCEL_PENDING', { kind: 'cancellation-requested', remaining: following.remaining });
  settleState(following);
  return following.outcome();
}

/** The trade has moved to another book or unit (L27): a fail is said again, so that the new books show it. */
export function moveBooks(obligation: Obligation, cause: Cause): Outcome {
  const following = new Following(obligation, cause);
  const { state, fail } = obligation;
  if ((state === 'FAILING' || state === 'CONFIRMED') && fail?.said)
    following.stay('L27', failingSaid(following, fail.since));
  return following.outcome();
}

export const hasSettledPart = ({ settled }: Obligation): boolean => !isNothing(settled);
