export {
  addBusinessDays,
  calendarsOf,
  closedBecause,
  following,
  isBusinessDay,
  spotDate,
  type FoundDate,
} from './business-days.js';
export type { Purpose } from './closure-rule.js';
export {
  addDays,
  addMonths,
  dateParts,
  daysBetween,
  daysInMonth,
  isDate,
  isLeapYear,
  InvalidDate,
} from './plain-date.js';
export { settlementCalendars } from './settlement-calendars.js';
