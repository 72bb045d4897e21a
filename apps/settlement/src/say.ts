import {
  cancellationRequested,
  instructionReleased,
  obligationFailing,
  obligationProgressed,
  obligationSettled,
  versionWithdrawn,
} from '#contracts';
import { idOf } from '#domain/identity';
import type { Cause, Obligation, Said, Step, VersionTerms, Withdrawal } from '#domain/obligation';
import type { Batch } from '#platform/messaging';

/** Says on the topics of settlement what became of one trade, in the order in which it happened. */
export function say(batch: Batch<unknown>, tradeId: string, said: readonly Said[], cause: Cause): void {
  for (const one of said) {
    if (one.kind === 'step') sayStep(batch, one.step, one.obligation, one.version, one.terms);
    if (one.kind === 'withdrawn') sayWithdrawn(batch, tradeId, one.withdrawal, cause);
  }
}

/** A step said without the terms that stand: a fault of ours, what is released always has terms. */
class NoTerms extends Error {
  override readonly name = 'NoTerms';

  constructor({ obligationId }: Obligation) {
    super(`obligation ${obligationId} has no terms that stand`);
  }
}

function sayStep(
  batch: Batch<unknown>,
  step: Step,
  obligation: Obligation,
  version: number,
  standing: VersionTerms | null,
): void {
  const { obligationId, tradeId, terms, instructionId, custodian } = obligation;
  const { transition, sequence, cause } = step;
  const common = {
    eventId: idOf('obligation-event', obligationId, step.kind, transition, step.to, cause.id),
    obligationId,
    sequence,
    tradeId,
    // The version whose terms are said with it, so that books and views find what they booked.
    version,
    leg: terms.leg,
    transition,
    occurredAt: cause.at,
  };
  const trade = () => {
    if (!standing) throw new NoTerms(obligation);
    return standing.trade;
  };
  switch (step.kind) {
    case 'released': {
      const { counterparty, unit, book, capacity, beneficialOwner } = trade();
      const { settlementDate, method, pay, receive, security, ourInstructions, theirInstructions } = terms;
      const sent = { settlementDate, method, pay, receive, security, ourInstructions, theirInstructions };
      batch.publish(instructionReleased, [
        { ...common, instructionId, custodian, counterparty, unit, book, capacity, beneficialOwner, ...sent },
      ]);
      return;
    }
    case 'cancellation-requested':
      batch.publish(cancellationRequested, [{ ...common, instructionId, custodian, remaining: step.remaining }]);
      return;
    case 'progressed': {
      const { from, to, reasonCode, reason, remaining } = step;
      batch.publish(obligationProgressed, [{ ...common, from, to, reasonCode, reason, remaining }]);
      return;
    }
    case 'settled': {
      const { part, effectiveDate, moved, remaining, wasFailing } = step;
      batch.publish(obligationSettled, [
        { ...common, part, effectiveDate, ...moved, remaining, wasFailing, trade: trade() },
      ]);
      return;
    }
    case 'failing': {
      const { since, remaining, reasonCode, reason } = step;
      const late = step.lateInstruct ? { lateInstruct: true as const } : {};
      batch.publish(obligationFailing, [
        { ...common, since, ...remaining, reasonCode, reason, ...late, trade: trade() },
      ]);
      return;
    }
  }
}

function sayWithdrawn(batch: Batch<unknown>, tradeId: string, withdrawal: Withdrawal, { at }: Cause): void {
  const eventId = idOf('version-withdrawn', tradeId, withdrawal.version);
  batch.publish(versionWithdrawn, [{ eventId, tradeId, ...withdrawal, occurredAt: at }]);
}
