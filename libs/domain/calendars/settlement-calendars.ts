import type { SettlementCalendar } from './calendar.js';
import { GBLO } from './london.js';
import { USNY } from './new-york.js';
import { EUTA } from './target.js';
import { JPTO } from './tokyo.js';
import { CHZU } from './zurich.js';

export const settlementCalendars: readonly SettlementCalendar[] = [EUTA, USNY, GBLO, CHZU, JPTO];

const CALENDAR_OF_CURRENCY: ReadonlyMap<string, string> = new Map([
  ['EUR', 'EUTA'],
  ['USD', 'USNY'],
  ['GBP', 'GBLO'],
  ['CHF', 'CHZU'],
  ['JPY', 'JPTO'],
]);

/**
 * Calendars of the cash of the currencies, each once. A currency without a calendar here has weekends only, Saturday and
 * Sunday, also where its own banks rest on Friday: its holidays must come with the value date that the desk tells.
 */
export function calendarsOf(currencies: readonly string[]): string[] {
  return [...new Set(currencies.flatMap((currency) => CALENDAR_OF_CURRENCY.get(currency) ?? []))];
}
