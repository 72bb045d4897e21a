/** States of a trade and of its obligations (see docs/life-cycle.md). */
export const states = [
  'CAPTURED',
  'ENRICHED',
  'RECONCILED',
  'CONFIRMED',
  'INSTRUCTED',
  'MATCHED',
  'PARTIALLY_SETTLED',
  'FAILING',
  'CANCEL_PENDING',
  'SETTLED',
  'CANCELLED',
] as const;

export type State = (typeof states)[number];

/** Nothing has gone out yet: cancel and amend at once. */
export const EARLY: readonly State[] = ['CAPTURED', 'ENRICHED', 'RECONCILED', 'CONFIRMED'];

/** At the custodian, not final. */
export const OPEN: readonly State[] = ['INSTRUCTED', 'MATCHED', 'PARTIALLY_SETTLED', 'FAILING'];

export const FINAL: readonly State[] = ['SETTLED', 'CANCELLED'];
