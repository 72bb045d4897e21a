export {
  addBusinessDays,
  closedBecause,
  following,
  isBusinessDay,
  roll,
  UnknownCalendar,
  type FoundDate,
  type RollConvention,
} from './business-days.js';
export type { Purpose } from './closure-rule.js';
export {
  addDays,
  addMonths,
  dateParts,
  daysBetween,
  daysInMonth,
  isDate,
  isDealingDate,
  isLeapYear,
  InvalidDate,
} from './plain-date.js';
export { calendarsOf, settlementCalendars } from './settlement-calendars.js';
export { spotDate } from './spot-date.js';
