import { canonicalCash, canonicalDebt, canonicalExposure, cashLadderView, debtView, exposureView } from '#domain/units';
import type { CashLadderFigure, CashLadderKey, DebtFigure, DebtKey, ExposureFigure, ExposureKey } from '#domain/units';
import type { KeptView } from './view.store.js';

export const cashLadderTable: KeptView<CashLadderKey, CashLadderFigure> = {
  ...cashLadderView,
  table: 'units.cash_ladder',
  columns: {
    nostro: 'nostro',
    currency: 'currency',
    valueDate: 'value_date',
    expected: 'expected',
    settled: 'settled',
    failing: 'failing',
  },
  canonical: canonicalCash,
};

export const debtTable: KeptView<DebtKey, DebtFigure> = {
  ...debtView,
  table: 'units.debt_position',
  columns: {
    book: 'book',
    isin: 'isin',
    currency: 'currency',
    tradedNominal: 'traded_nominal',
    settledNominal: 'settled_nominal',
    cost: 'cost',
    accruedInterest: 'accrued_interest',
  },
  canonical: canonicalDebt,
};

export const exposureTable: KeptView<ExposureKey, ExposureFigure> = {
  ...exposureView,
  table: 'units.settlement_exposure',
  columns: {
    counterparty: 'counterparty',
    currency: 'currency',
    toPay: 'to_pay',
    toReceive: 'to_receive',
    failing: 'failing',
    openObligations: 'open_obligations',
    failingObligations: 'failing_obligations',
  },
  canonical: canonicalExposure,
};
