/** GET /api/confirmation/disputes?limit=&cursor=&kind= */
export interface DisputeRow {
  readonly tradeId: string;
  readonly version: number | null;
  readonly counterparty: string;
  readonly kind: string;
  readonly reason: string;
  readonly differences: readonly {
    readonly field: string;
    readonly ours: string | null;
    readonly theirs: string | null;
    readonly tolerance: string | null;
  }[];
  readonly counterfactual: string;
  readonly since: string;
}

/** GET /api/confirmation/summary */
export interface ConfirmationSummary {
  readonly confirmed: number;
  readonly unconfirmed: number;
  readonly disputes: Readonly<Record<string, number>>;
}
