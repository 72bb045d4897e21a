import { formatQuantity } from './nominal.js';
import { cashSides, type FollowedObligation } from './followed-obligation.js';
import type { Changes, Figures, Key, View } from './view.js';

export type CashLadderKey = 'nostro' | 'currency' | 'valueDate';
export type CashLadderFigure = 'expected' | 'settled' | 'failing';

/** Treasury (D1): cash of one nostro and day, positive comes in. What settled stands on the day it came. */
export const cashLadderView: View<CashLadderKey, CashLadderFigure> = {
  keyNames: ['nostro', 'currency', 'valueDate'],
  figureNames: ['expected', 'settled', 'failing'],
};

export type ExposureKey = 'counterparty' | 'currency';
export type ExposureFigure = 'toPay' | 'toReceive' | 'failing' | 'openObligations' | 'failingObligations';

/** Risk: what is still to move with one counterparty in one currency, both ways, and how much of it fails. */
export const exposureView: View<ExposureKey, ExposureFigure> = {
  keyNames: ['counterparty', 'currency'],
  figureNames: ['toPay', 'toReceive', 'failing', 'openObligations', 'failingObligations'],
};

export type DebtKey = 'book' | 'isin' | 'currency';
export type DebtFigure = 'tradedNominal' | 'settledNominal' | 'cost' | 'accruedInterest';

/** Debt: position of one book in one bond; nominals in 10^-12 of the major unit. */
export const debtView: View<DebtKey, DebtFigure> = {
  keyNames: ['book', 'isin', 'currency'],
  figureNames: ['tradedNominal', 'settledNominal', 'cost', 'accruedInterest'],
};

/** What an obligation adds to the cash ladder beside its settled parts: due on its intended date, failing if it fails. */
export function addToLadder(
  ladder: Changes<CashLadderKey, CashLadderFigure>,
  obligation: FollowedObligation,
  sign: bigint,
): void {
  const { terms, failing } = obligation;
  for (const { cash, sign: way, settled, open } of terms ? cashSides(obligation) : []) {
    const key = { nostro: cash.nostro, currency: cash.currency, valueDate: terms?.settlementDate ?? '' };
    ladder.add(key, { expected: way * (settled + open), failing: failing ? way * open : 0n }, sign);
  }
}

export function addToExposure(
  exposure: Changes<ExposureKey, ExposureFigure>,
  obligation: FollowedObligation,
  sign: bigint,
): void {
  const { terms, failing } = obligation;
  for (const { cash, sign: way, open } of terms ? cashSides(obligation) : []) {
    if (open === 0n) continue;
    exposure.add(
      { counterparty: terms?.counterparty ?? '', currency: cash.currency },
      {
        toPay: way < 0n ? open : 0n,
        toReceive: way > 0n ? open : 0n,
        failing: failing ? open : 0n,
        openObligations: 1n,
        failingObligations: failing ? 1n : 0n,
      },
      sign,
    );
  }
}

/** Key and figures in the order of the event's fields: what the digest is taken over. */
export function canonicalCash(key: Key<CashLadderKey>, figures: Figures<CashLadderFigure>): string {
  return [key.nostro, key.currency, key.valueDate, figures.expected, figures.settled, figures.failing].join('|');
}

export function canonicalExposure(key: Key<ExposureKey>, figures: Figures<ExposureFigure>): string {
  const { toPay, toReceive, failing, openObligations, failingObligations } = figures;
  return [key.counterparty, key.currency, toPay, toReceive, failing, openObligations, failingObligations].join('|');
}

export function canonicalDebt(key: Key<DebtKey>, figures: Figures<DebtFigure>): string {
  const { tradedNominal, settledNominal, cost, accruedInterest } = figures;
  const nominals = [formatQuantity(tradedNominal), formatQuantity(settledNominal)];
  return [key.book, key.isin, key.currency, ...nominals, cost, accruedInterest].join('|');
}
