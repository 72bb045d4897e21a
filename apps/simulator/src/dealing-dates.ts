import { addBusinessDays, addDays, following } from '#domain/calendars';
import type { DealingDates } from './trade-terms.js';

/** Days on which every market of the simulated world is open. */
const EVERYWHERE = ['EUTA', 'USNY', 'GBLO', 'CHZU', 'JPTO'];

const goodDay = (date: string): string => {
  let day = date;
  for (;;) {
    const cash = following(day, EVERYWHERE, 'cash').date;
    const trading = following(cash, EVERYWHERE, 'trading').date;
    if (trading === day) return day;
    day = trading;
  }
};

/** The first day on which everybody deals, on or after a date. */
export const firstGoodDay = goodDay;

export const dayAfter = (date: string): string => goodDay(addDays(date, 1));

/** Dates for what starts and ends later than the trade date. */
export function dealingDates(tradeDate: string): DealingDates {
  const later = (days: number): string => goodDay(addDays(tradeDate, days));
  return {
    spot: goodDay(addBusinessDays(tradeDate, 2, EVERYWHERE, 'cash').date),
    forwards: [30, 61, 91, 182].map(later),
    maturities: [9, 30, 91].map(later),
  };
}
