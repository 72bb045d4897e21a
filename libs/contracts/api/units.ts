/** GET /api/units/cash-ladder, /api/units/debt, /api/units/exposure */
export interface CashLadderRow {
  readonly nostro: string;
  readonly currency: string;
  readonly valueDate: string;
  readonly expected: string;
  readonly settled: string;
  readonly failing: string;
}

export interface DebtRow {
  readonly book: string;
  readonly isin: string;
  readonly currency: string;
  readonly tradedNominal: string;
  readonly settledNominal: string;
  readonly cost: string;
  readonly accruedInterest: string;
}

export interface ExposureRow {
  readonly counterparty: string;
  readonly currency: string;
  readonly toPay: string;
  readonly toReceive: string;
  readonly failing: string;
  readonly openObligations: number;
  readonly failingObligations: number;
}
