import { accrueBonds } from './accrue-bonds.js';
import { accrueDeposits } from './accrue-deposits.js';
import { bookCostOfSales } from './book-cost-of-sales.js';
import type { DayStep } from './day.js';
import { followDeliveries } from './follow-deliveries.js';
import { markHoldings } from './mark-holdings.js';
import { revalueCurrencies } from './revalue-currencies.js';
import { accrueIssues, accrueRepos, allowForLosses, chargeBorrowings, expectPenalties } from './told-positions.js';
import { valueForwards } from './value-forwards.js';

/**
 * What the end of a day does, in this order: what time has earned, what was dealt and delivered, what is held at the close.
 * A day under way goes on by the names of its steps.
 */
export const daySteps: readonly DayStep[] = [
  accrueDeposits,
  accrueRepos,
  accrueIssues,
  chargeBorrowings,
  valueForwards,
  bookCostOfSales,
  followDeliveries,
  accrueBonds,
  markHoldings,
  expectPenalties,
  allowForLosses,
  revalueCurrencies,
];

/** The step after this one; undefined after the last. */
export function stepAfter({ name }: DayStep): DayStep | undefined {
  return daySteps[daySteps.findIndex((step) => step.name === name) + 1];
}
