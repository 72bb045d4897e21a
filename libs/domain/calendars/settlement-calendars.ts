import type { ClosureRule, Purpose } from './closure-rule.js';

/** Closed days of one settlement system or financial centre, beside weekends. */
export interface SettlementCalendar {
  readonly id: string;
  readonly name: string;
  readonly rules: readonly ClosureRule[];
}

const ALL: readonly Purpose[] = ['trading', 'dvp', 'fop', 'cash'];

const fixed = (name: string, month: number, day: number, more: Partial<ClosureRule> = {}): ClosureRule => ({
  name,
  when: { on: 'date', month, day },
  closes: ALL,
  ...more,
});
const nth = (
  name: string,
  month: number,
  weekday: 1 | 4,
  which: number,
  more: Partial<ClosureRule> = {},
): ClosureRule => ({
  name,
  when: { on: 'weekday', month, weekday, nth: which },
  closes: ALL,
  ...more,
});
const easter = (name: string, offset: number, more: Partial<ClosureRule> = {}): ClosureRule => ({
  name,
  when: { on: 'easter', offset },
  closes: ALL,
  ...more,
});
const once = (name: string, dates: readonly string[], closes: readonly Purpose[] = ALL): ClosureRule => ({
  name,
  when: { on: 'one-off', dates },
  closes,
});

/** TARGET and T2S. On 1 May securities still settle free of payment (notices of the CSDs), cash does not move. */
const EUTA: SettlementCalendar = {
  id: 'EUTA',
  name: 'TARGET / T2S',
  rules: [
    fixed("New Year's Day", 1, 1),
    easter('Good Friday', -2, { from: 2000 }),
    easter('Easter Monday', 1, { from: 2000 }),
    fixed('Labour Day', 5, 1, { from: 2000, closes: ['trading', 'dvp', 'cash'] }),
    fixed('Christmas Day', 12, 25),
    fixed('St Stephen', 12, 26, { from: 2000 }),
    once("year's end", ['1999-12-31', '2001-12-31']),
  ],
};

const FEDERAL: readonly Purpose[] = ['dvp', 'fop', 'cash'];
const EXCHANGE: readonly Purpose[] = ['trading'];
const us = { observed: 'nearest-weekday' } as const;

/** New York: the exchange closes on Good Friday and for mourning, the Federal Reserve on Columbus and Veterans Day. */
const USNY: SettlementCalendar = {
  id: 'USNY',
  name: 'New York',
  rules: [
    fixed("New Year's Day", 1, 1, { observed: 'sunday-to-monday' }),
    nth('Martin Luther King Day', 1, 1, 3, { from: 1998 }),
    nth("Presidents' Day", 2, 1, 3),
    easter('Good Friday', -2, { closes: EXCHANGE }),
    nth('Memorial Day', 5, 1, -1),
    fixed('Juneteenth', 6, 19, { from: 2022, ...us }),
    fixed('Independence Day', 7, 4, us),
    nth('Labor Day', 9, 1, 1),
    nth('Columbus Day', 10, 1, 2, { closes: FEDERAL }),
    fixed('Veterans Day', 11, 11, { closes: FEDERAL, observed: 'sunday-to-monday' }),
    nth('Thanksgiving', 11, 4, 4),
    fixed('Christmas Day', 12, 25, us),
    once('attacks of September 2001', ['2001-09-11', '2001-09-12', '2001-09-13', '2001-09-14'], EXCHANGE),
    once('Hurricane Sandy', ['2012-10-29', '2012-10-30'], EXCHANGE),
    once('day of mourning', ['2004-06-11', '2007-01-02', '2018-12-05', '2025-01-09'], EXCHANGE),
  ],
};

const moved = { observed: 'next-free-day' } as const;

const GBLO: SettlementCalendar = {
  id: 'GBLO',
  name: 'London',
  rules: [
    fixed("New Year's Day", 1, 1, moved),
    easter('Good Friday', -2),
    easter('Easter Monday', 1),
    nth('Early May', 5, 1, 1, { except: [2020] }),
    nth('Spring', 5, 1, -1, { except: [2002, 2012, 2022] }),
    nth('Summer', 8, 1, -1),
    fixed('Christmas Day', 12, 25, moved),
    fixed('Boxing Day', 12, 26, moved),
    once('Early May, moved', ['2020-05-08']),
    once('jubilees', ['2002-06-03', '2002-06-04', '2012-06-04', '2012-06-05', '2022-06-02', '2022-06-03']),
    once('royal wedding', ['2011-04-29']),
    once('state funeral', ['2022-09-19']),
    once('coronation', ['2023-05-08']),
  ],
};

const CHZU: SettlementCalendar = {
  id: 'CHZU',
  name: 'Zurich',
  rules: [
    fixed("New Year's Day", 1, 1),
    fixed('Berchtold', 1, 2),
    easter('Good Friday', -2),
    easter('Easter Monday', 1),
    fixed('Labour Day', 5, 1),
    easter('Ascension', 39),
    easter('Whit Monday', 50),
    fixed('National Day', 8, 1),
    fixed('Christmas Day', 12, 25),
    fixed('St Stephen', 12, 26),
  ],
};

export const settlementCalendars: readonly SettlementCalendar[] = [EUTA, USNY, GBLO, CHZU];

/** Calendar of the cash of a currency; the others have weekends only, which is said in every "why". */
export const calendarOfCurrency: Readonly<Record<string, string>> = {
  EUR: 'EUTA',
  USD: 'USNY',
  GBP: 'GBLO',
  CHF: 'CHZU',
};
