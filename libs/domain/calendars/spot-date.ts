import { addBusinessDays, type FoundDate } from './business-days.js';
import { calendarsOf } from './settlement-calendars.js';

/** Dollar pairs that settle on the first business day; all other pairs on the second. */
const ONE_DAY_AGAINST_DOLLAR = new Set(['CAD', 'PHP', 'TRY']);

/** Currencies whose banks count a holiday of the dollar between trade and value date as lost. */
const DOLLAR_HOLIDAY_COUNTS = new Set(['ARS', 'CLP', 'MXN']);

/**
 * Spot value date of a currency pair: the second business day (the first for the dollar against CAD, PHP and TRY), on which
 * the banks of both currencies are open. On the day between, a holiday of the dollar alone does not count as lost, save
 * against ARS, CLP and MXN (market usage). `why` tells each day passed.
 */
export function spotDate(tradeDate: string, first: string, second: string): FoundDate {
  const other = first === 'USD' ? second : first;
  const againstDollar = first === 'USD' || second === 'USD';
  const both = calendarsOf([first, second]);
  if (againstDollar && ONE_DAY_AGAINST_DOLLAR.has(other)) return addBusinessDays(tradeDate, 1, both, 'cash');
  if (!againstDollar || DOLLAR_HOLIDAY_COUNTS.has(other)) return addBusinessDays(tradeDate, 2, both, 'cash');
  const between = addBusinessDays(tradeDate, 1, calendarsOf([other]), 'cash');
  const value = addBusinessDays(between.date, 1, both, 'cash');
  return {
    date: value.date,
    why: [...between.why.map((step) => numbered(step, 1)), ...value.why.map((step) => numbered(step, 2))],
  };
}

const numbered = (step: string, day: number): string => step.replace('business day 1 of 1', `business day ${day} of 2`);
