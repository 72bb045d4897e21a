import { noEvidence } from './evidence.js';
import { instructionIdOf } from './instruction-id.js';
import { isNothing, nextPart, remainderOf, sumOf, wholeOf, type Parts } from './parts.js';
import { isCashOnly, type Cause, type Contradiction, type Obligation, type Outcome, type Step } from './obligation.js';
import { reasonText } from './reason-text.js';
import { legalWay, type LegalStep, type ObligationState } from './legal-way.js';

/** What a step says beside its way through the life cycle. */
type Said<Kind extends Step['kind']> = Kind extends unknown
  ? Omit<Extract<Step, { kind: Kind }>, 'transition' | 'from' | 'to' | 'sequence' | 'cause'>
  : never;

/** An obligation while one fact is applied to it: every change of state goes through here, and is legal and numbered. */
export class Following {
  readonly steps: Step[] = [];
  readonly contradictions: Contradiction[] = [];

  constructor(
    public obligation: Obligation,
    readonly cause: Cause,
  ) {}

  get remaining(): Parts {
    return remainderOf(wholeOf(this.obligation.terms), this.obligation.settled);
  }

  change(changes: Partial<Obligation>): void {
    this.obligation = { ...this.obligation, ...changes };
  }

  contradict(kind: Contradiction['kind'], reason: string): void {
    this.contradictions.push({ kind, obligationId: this.obligation.obligationId, cause: this.cause, reason });
  }

  /** A step that leaves the state as it is. */
  stay(transition: string, said: Said<Step['kind']>): void {
    const { state } = this.obligation;
    this.take({ id: transition, from: state, to: state }, said);
  }

  /**
   * Moves to a state by the legal way, the last step saying `said`, those before it what they imply.
   * @throws NoLegalWay
   */
  move(to: ObligationState, said: Said<Step['kind']>): void {
    const way = legalWay(this.obligation.state, to, isCashOnly(this.obligation));
    if (way === undefined) throw new NoLegalWay(this.obligation, to);
    way.forEach((step, index) => this.take(step, index === way.length - 1 ? said : progressed()));
  }

  private take(step: LegalStep, said: Said<Step['kind']>): void {
    const sequence = this.obligation.sequence + 1;
    const { id: transition, from, to } = step;
    this.steps.push({ ...said, transition, from, to, sequence, cause: this.cause } as Step);
    this.change({ state: to, sequence });
  }

  outcome(): Outcome {
    const { obligation, steps, contradictions } = this;
    return { obligation, steps, contradictions };
  }
}

/** The life cycle knows no way: a fault of ours, since reports that ask for one are refused before. */
export class NoLegalWay extends Error {
  override readonly name = 'NoLegalWay';

  constructor({ obligationId, state }: Obligation, to: ObligationState) {
    super(`obligation ${obligationId} cannot go from ${state} to ${to}`);
  }
}

export function progressed(changes: Partial<Said<'progressed'>> = {}): Said<'progressed'> {
  return { kind: 'progressed', reasonCode: null, reason: null, remaining: null, ...changes };
}

/** Where the evidence puts an obligation that is at a custodian, a cancellation left aside. */
export function stateWithoutCancellation(obligation: Obligation): ObligationState {
  const { state, settled, fail, evidence } = obligation;
  // Rejected before the cut-off and not sent again: late to instruct, not failing at the custodian.
  if (state === 'CONFIRMED' && mayBeSentAgain(obligation)) return 'CONFIRMED';
  if (fail) return 'FAILING';
  if (!isNothing(settled)) return 'PARTIALLY_SETTLED';
  if (evidence.rejected) return 'CONFIRMED';
  return evidence.matching?.matched ? 'MATCHED' : 'INSTRUCTED';
}

/** Nothing is left of the instruction at the custodian. */
function isGone({ settled, evidence }: Obligation): boolean {
  return evidence.cancelAnswer === 'CANCELLED' || (evidence.rejected !== null && isNothing(settled));
}

/** The custodian has rejected it and nothing of it has moved: a clerk may send it under a new reference. */
export function mayBeSentAgain({ state, settled, evidence }: Obligation): boolean {
  return (state === 'CONFIRMED' || state === 'FAILING') && evidence.rejected !== null && isNothing(settled);
}

/** Brings the state in step with the evidence. */
export function settleState(following: Following): void {
  followEvidence(following);
  if (mayBeSentAgain(following.obligation) && following.obligation.evidence.resendAsked) sendAgain(following);
}

/** L8 under a new reference; after the cut-off it fails at once (L19). What fails already stays so (L28). */
function sendAgain(following: Following): void {
  const { tradeId, version, terms, state, instructionId, fail, evidence } = following.obligation;
  const decision = evidence.resendAsked?.messageId ?? '';
  const replaced = [...evidence.replaced, { instructionId, decision }];
  const next = instructionIdOf(tradeId, version, terms.leg, replaced.length + 1);
  following.change({ instructionId: next, evidence: { ...noEvidence, replaced } });
  if (state === 'FAILING') return following.stay('L28', { kind: 'released' });
  following.move('INSTRUCTED', { kind: 'released' });
  // The books show the fail already.
  if (fail) following.move('FAILING', progressed({ reason: 'instructed after the cut-off' }));
}

function followEvidence(following: Following): void {
  const { obligation } = following;
  const { state, evidence } = obligation;
  if (state === 'SETTLED' || state === 'CANCELLED') return;
  if (evidence.cancelRequested && isGone(obligation)) {
    following.move('CANCELLED', progressed({ remaining: following.remaining }));
    return;
  }
  const pending = evidence.cancelRequested && evidence.cancelAnswer === null;
  const target = pending ? 'CANCEL_PENDING' : stateWithoutCancellation(obligation);
  if (target === state) return;
  if (target === 'FAILING' && obligation.fail && !obligation.fail.said) {
    sayFailing(following, obligation.fail.since);
    return;
  }
  following.move(target, progressed(reasonOfMove(obligation, target)));
}

/** L19, or L26 where the cut-off had passed while a cancellation was unanswered. */
export function sayFailing(following: Following, since: string): void {
  following.change({ fail: { since, said: true } });
  following.move('FAILING', failingSaid(following, since));
}

export function failingSaid({ obligation, remaining }: Following, since: string): Said<'failing'> {
  const { code, text } = failReason(obligation);
  const lateInstruct = obligation.state === 'CONFIRMED';
  return { kind: 'failing', since, remaining, reasonCode: code, reason: text, lateInstruct };
}

export function failReason(obligation: Obligation): { code: string | null; text: string } {
  const { state, evidence } = obligation;
  if (mayBeSentAgain(obligation)) {
    const { code, text } = rejection(obligation);
    return { code, text: state === 'CONFIRMED' ? `not instructed by the cut-off, ${text}` : text };
  }
  const code = evidence.reason?.code ?? null;
  return { code, text: code === null ? 'the custodian has told no reason' : reasonText(code) };
}

/** Why it is back from the custodian. */
export function rejection({ evidence }: Obligation): { code: string | null; text: string } {
  const code = evidence.rejected?.code ?? null;
  return { code, text: code === null ? 'rejected by the custodian' : `rejected: ${reasonText(code)}` };
}

function reasonOfMove(obligation: Obligation, target: ObligationState): Partial<Said<'progressed'>> {
  const { evidence } = obligation;
  if (target === 'CONFIRMED') {
    const { code, text } = rejection(obligation);
    return { reasonCode: code, reason: text };
  }
  if (evidence.cancelAnswer === 'CANCEL_DENIED') return { reason: 'the custodian has denied the cancellation' };
  return {};
}

/** Applies a part that has moved: the rest where no quantity is given. The caller has checked that so much is open. */
export function settlePart(following: Following, quantity: string | null, effectiveDate: string): void {
  const { obligation } = following;
  const whole = wholeOf(obligation.terms);
  const { settled } = obligation;
  const moved = quantity === null ? remainderOf(whole, settled) : nextPart(quantity, whole, settled);
  const wasFailing = obligation.fail?.said ?? false;
  const asked = obligation.state === 'CANCEL_PENDING';
  following.change({ settled: sumOf(settled, moved) });
  const { remaining } = following;
  const final = isNothing(remaining);
  const said: Said<'settled'> = {
    kind: 'settled',
    part: final ? 'final' : 'partial',
    effectiveDate,
    moved,
    remaining,
    wasFailing,
  };
  const target = final ? 'SETTLED' : stateWithoutCancellation(following.obligation);
  if (target === following.obligation.state) following.stay(target === 'FAILING' ? 'L20' : 'L17', said);
  else following.move(target, said);
  // Settlement has overtaken the request (L26), which still waits for its answer about the rest.
  if (asked && !final) following.move('CANCEL_PENDING', progressed());
}
