import { cashLadder, debtSchedule, settlementExposure } from '#contracts';
import { idOf } from '#domain/identity';
import { money } from '#domain/money';
import {
  cashLadderView,
  Changes,
  debtView,
  exposureView,
  formatQuantity,
  type CashLadderFigure,
  type CashLadderKey,
  type DebtFigure,
  type DebtKey,
  type ExposureFigure,
  type ExposureKey,
} from '#domain/units';
import type { Transaction } from '#platform/database';
import type { Batch } from '#platform/messaging';
import { addToView, type ViewState } from './storage/view.store.js';
import { cashLadderTable, debtTable, exposureTable } from './storage/view-tables.js';

/** What a batch changes in the three views. */
export class ViewChanges {
  readonly ladder = new Changes<CashLadderKey, CashLadderFigure>(cashLadderView);
  readonly debt = new Changes<DebtKey, DebtFigure>(debtView);
  readonly exposure = new Changes<ExposureKey, ExposureFigure>(exposureView);
  private asOf = '';

  /** The views are as of the latest of these. */
  note(occurredAt: string): void {
    if (occurredAt > this.asOf) this.asOf = occurredAt;
  }

  /** Keeps the new figures and says one new state of every key they touch. */
  async tell(batch: Batch<unknown>, tx: Transaction): Promise<void> {
    const { asOf } = this;
    batch.publish(cashLadder, (await addToView(tx, cashLadderTable, this.ladder.all(), asOf)).map(cashLadderEvent));
    batch.publish(debtSchedule, (await addToView(tx, debtTable, this.debt.all(), asOf)).map(debtEvent));
    batch.publish(
      settlementExposure,
      (await addToView(tx, exposureTable, this.exposure.all(), asOf)).map(exposureEvent),
    );
  }
}

/** The digest names the state and all states before it, so equal ids mean equal content. */
const proofOf = (view: string, { proof, asOf }: ViewState<string, string>) => ({
  eventId: idOf(view, proof.sequence, proof.digest),
  ...proof,
  asOf,
});

function cashLadderEvent(state: ViewState<CashLadderKey, CashLadderFigure>) {
  const { currency } = state.key;
  const { expected, settled, failing } = state.figures;
  return {
    ...proofOf('cash-ladder', state),
    ...state.key,
    expected: money(expected, currency),
    settled: money(settled, currency),
    failing: money(failing, currency),
  };
}

function debtEvent(state: ViewState<DebtKey, DebtFigure>) {
  const { book, isin, currency } = state.key;
  const { tradedNominal, settledNominal, cost, accruedInterest } = state.figures;
  return {
    ...proofOf('debt-schedule', state),
    book,
    isin,
    tradedNominal: formatQuantity(tradedNominal),
    settledNominal: formatQuantity(settledNominal),
    cost: money(cost, currency),
    accruedInterest: money(accruedInterest, currency),
  };
}

function exposureEvent(state: ViewState<ExposureKey, ExposureFigure>) {
  const { currency } = state.key;
  const { toPay, toReceive, failing, openObligations, failingObligations } = state.figures;
  return {
    ...proofOf('settlement-exposure', state),
    ...state.key,
    toPay: money(toPay, currency),
    toReceive: money(toReceive, currency),
    failing: money(failing, currency),
    openObligations: Number(openObligations),
    failingObligations: Number(failingObligations),
  };
}
