import { accrueDeposits } from './accrue-deposits.js';
import { bookCostOfSales } from './book-cost-of-sales.js';
import type { DayStep } from './day.js';
import { valueForwards } from './value-forwards.js';

/** What the end of a day does, in this order. */
export const daySteps: readonly DayStep[] = [accrueDeposits, valueForwards, bookCostOfSales];

/** The step after this one; undefined after the last. */
export function stepAfter({ name }: DayStep): DayStep | undefined {
  return daySteps[daySteps.findIndex((step) => step.name === name) + 1];
}
