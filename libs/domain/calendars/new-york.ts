import type { Purpose } from './closure-rule.js';
import { atEaster, onDate, onWeekday, once, type SettlementCalendar } from './calendar.js';

/** The exchange, and with it the settlement cycle: a day without a market is no settlement day (FINRA's schedules). */
const MARKET: readonly Purpose[] = ['trading', 'dvp'];
/** Fedwire and the depository's free deliveries. */
const FEDERAL_RESERVE: readonly Purpose[] = ['fop', 'cash'];
/** A bank holiday on which the exchange deals: no settlement day, as the banks are closed (FINRA notice 99-83). */
const BANKS: readonly Purpose[] = ['dvp', 'cash'];

/** The exchange moves a Saturday to Friday; the Federal Reserve does not, its banks are open on that Friday. */
const onceAYear = (name: string, month: number, day: number, from?: number) => [
  onDate(name, month, day, { closes: MARKET, observed: 'nearest-weekday', ...(from ? { from } : {}) }),
  onDate(name, month, day, { closes: FEDERAL_RESERVE, observed: 'sunday-to-monday', ...(from ? { from } : {}) }),
];

/**
 * The dollar. `trading` is the New York Stock Exchange, `dvp` the settlement days of NSCC and DTC, `fop` DTC alone, `cash`
 * Fedwire. Mourning, storms and attacks shut the exchange only: settlement went on (SIFMA for 2025-01-09).
 */
export const USNY: SettlementCalendar = {
  id: 'USNY',
  name: 'New York',
  rules: [
    // Neither moves a Saturday: the Friday is the last business day of the old year.
    onDate("New Year's Day", 1, 1, { observed: 'sunday-to-monday' }),
    onWeekday('Martin Luther King Day', 1, 1, 3, { from: 1998 }),
    onWeekday("Washington's Birthday", 2, 1, 3),
    atEaster('Good Friday', -2, { closes: MARKET }),
    onWeekday('Memorial Day', 5, 1, -1),
    ...onceAYear('Juneteenth', 6, 19, 2022),
    ...onceAYear('Independence Day', 7, 4),
    onWeekday('Labor Day', 9, 1, 1),
    onWeekday('Columbus Day', 10, 1, 2, { closes: BANKS }),
    onDate('Veterans Day', 11, 11, { closes: BANKS, observed: 'sunday-to-monday' }),
    onWeekday('Thanksgiving', 11, 4, 4),
    ...onceAYear('Christmas Day', 12, 25),
    once('attacks of September 2001', ['2001-09-11', '2001-09-12', '2001-09-13', '2001-09-14'], {
      closes: ['trading'],
    }),
    once('Hurricane Sandy', ['2012-10-29', '2012-10-30'], { closes: ['trading'] }),
    once('national day of mourning', ['2004-06-11', '2007-01-02', '2018-12-05', '2025-01-09'], { closes: ['trading'] }),
  ],
};
