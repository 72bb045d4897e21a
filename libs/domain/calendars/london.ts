import { atEaster, onDate, onWeekday, once, type SettlementCalendar } from './calendar.js';

/** The pound: bank holidays of England and Wales, which CREST, CHAPS and the London Stock Exchange keep alike. */
export const GBLO: SettlementCalendar = {
  id: 'GBLO',
  name: 'London',
  rules: [
    onDate("New Year's Day", 1, 1, { observed: 'next-free-day' }),
    atEaster('Good Friday', -2),
    atEaster('Easter Monday', 1),
    onWeekday('Early May bank holiday', 5, 1, 1, { except: [2020] }),
    onWeekday('Spring bank holiday', 5, 1, -1, { except: [2002, 2012, 2022] }),
    onWeekday('Summer bank holiday', 8, 1, -1),
    onDate('Christmas Day', 12, 25, { observed: 'next-free-day' }),
    onDate('Boxing Day', 12, 26, { observed: 'next-free-day' }),
    once('Millennium', ['1999-12-31']),
    once('Spring bank holiday (moved) and Golden Jubilee', ['2002-06-03', '2002-06-04']),
    once('Royal wedding', ['2011-04-29']),
    once('Spring bank holiday (moved) and Diamond Jubilee', ['2012-06-04', '2012-06-05']),
    once('Early May bank holiday (moved to VE Day)', ['2020-05-08']),
    once('Spring bank holiday (moved) and Platinum Jubilee', ['2022-06-02', '2022-06-03']),
    once('State funeral of Queen Elizabeth II', ['2022-09-19']),
    once('Coronation of King Charles III', ['2023-05-08']),
  ],
};
