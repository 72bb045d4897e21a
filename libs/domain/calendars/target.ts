import { atEaster, onDate, once, type SettlementCalendar } from './calendar.js';

/**
 * The euro: TARGET (now T2) moves cash, T2S settles securities, the exchanges of Euronext and Frankfurt keep the same days.
 * The ECB's long-term calendar of 14 December 2000; 1999 had only New Year and Christmas. On 1 May T2S settles free of
 * payment while T2 is closed (notices of LuxCSD and Clearstream), and did so on Good Friday and Easter Monday until 2018.
 */
export const EUTA: SettlementCalendar = {
  id: 'EUTA',
  name: 'TARGET and T2S',
  rules: [
    onDate("New Year's Day", 1, 1),
    atEaster('Good Friday', -2, { from: 2000, to: 2018, closes: ['trading', 'dvp', 'cash'] }),
    atEaster('Good Friday', -2, { from: 2019 }),
    atEaster('Easter Monday', 1, { from: 2000, to: 2018, closes: ['trading', 'dvp', 'cash'] }),
    atEaster('Easter Monday', 1, { from: 2019 }),
    onDate('Labour Day', 5, 1, { from: 2000, closes: ['trading', 'dvp', 'cash'] }),
    onDate('Christmas Day', 12, 25),
    onDate('26 December', 12, 26, { from: 2000 }),
    once("change of the year's accounts", ['1999-12-31', '2001-12-31']),
  ],
};
