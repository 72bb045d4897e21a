import type { ClosingRates, Journal } from '#domain/ledger';
import type { Transaction } from '#platform/database';
import type { Cause } from '../books/entry.js';

/** A business day whose end is being posted. */
export interface Day {
  readonly businessDate: string;
  /** The business date that had ended before; null for the first. */
  readonly previousDate: string | null;
  readonly rates: ClosingRates;
  /** Closing prices by ISIN, exact decimals: clean per cent for a bond, per unit for anything else. */
  readonly prices: ReadonlyMap<string, string>;
  /** The tick that ended the day: the cause of all it posts. */
  readonly cause: Cause;
}

/** What one page of a step posts, and the key of the last position it did; null where none is left. */
export interface DayPage {
  readonly journals: readonly Journal[];
  readonly after: readonly string[] | null;
}

/**
 * One kind of position that the end of a day goes over, in pages. A page posts the difference between what should be booked and
 * what is, so that doing it again posts nothing.
 */
export interface DayStep {
  readonly name: string;
  page(tx: Transaction, day: Day, after: readonly string[] | null): Promise<DayPage>;
}

/** Positions of a page: a transaction of some tenths of a second, between which trades are posted. */
export const POSITIONS_A_PAGE = 2_000;

/** The page that did these positions, in the order of their keys. */
export function pageOf<Position>(
  positions: readonly Position[],
  journals: readonly Journal[],
  keyOf: (position: Position) => readonly string[],
): DayPage {
  const last = positions.at(-1);
  return { journals, after: last !== undefined && positions.length === POSITIONS_A_PAGE ? keyOf(last) : null };
}
