import type { Purpose } from './closure-rule.js';
import { atEaster, onDate, type SettlementCalendar } from './calendar.js';

const EXCHANGE: readonly Purpose[] = ['trading'];

/** The franc: Swiss Interbank Clearing and SECOM; the exchange SIX does not deal on 24 and 31 December either. */
export const CHZU: SettlementCalendar = {
  id: 'CHZU',
  name: 'Zurich',
  rules: [
    onDate("New Year's Day", 1, 1),
    onDate("Berchtold's Day", 1, 2),
    atEaster('Good Friday', -2),
    atEaster('Easter Monday', 1),
    onDate('Labour Day', 5, 1),
    atEaster('Ascension', 39),
    atEaster('Whit Monday', 50),
    onDate('National Day', 8, 1),
    onDate('Christmas Eve', 12, 24, { closes: EXCHANGE }),
    onDate('Christmas Day', 12, 25),
    onDate("St Stephen's Day", 12, 26),
    onDate("New Year's Eve", 12, 31, { closes: EXCHANGE }),
  ],
};
