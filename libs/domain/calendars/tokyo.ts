import { atEquinox, onDate, onWeekday, once, type SettlementCalendar } from './calendar.js';

/** Since 2007 a holiday on a Sunday goes to the next day that is none; before, to Monday, which came to the same. */
const moved = { observed: 'sunday-to-next-free-day' } as const;

/** The yen: national holidays of Japan and the bank holidays round the new year; exchange, JASDEC and BOJ-NET keep them alike. */
export const JPTO: SettlementCalendar = {
  id: 'JPTO',
  name: 'Tokyo',
  rules: [
    // Its substitute is the bank holiday of the 2nd.
    onDate("New Year's Day", 1, 1),
    onDate('Bank holiday', 1, 2),
    onDate('Bank holiday', 1, 3),
    onWeekday('Coming of Age Day', 1, 1, 2, { from: 2000 }),
    onDate('Foundation Day', 2, 11, moved),
    onDate("Emperor's Birthday", 2, 23, { from: 2020, ...moved }),
    atEquinox('Vernal Equinox', 3, moved),
    onDate('Greenery Day', 4, 29, { to: 2006, ...moved }),
    onDate('Showa Day', 4, 29, { from: 2007, ...moved }),
    onDate('Constitution Day', 5, 3, moved),
    onDate("Citizens' Holiday", 5, 4, { to: 2006 }),
    onDate('Greenery Day', 5, 4, { from: 2007, ...moved }),
    onDate("Children's Day", 5, 5, moved),
    onDate('Marine Day', 7, 20, { to: 2002, ...moved }),
    onWeekday('Marine Day', 7, 1, 3, { from: 2003, except: [2020, 2021] }),
    onDate('Mountain Day', 8, 11, { from: 2016, except: [2020, 2021], ...moved }),
    onDate('Respect for the Aged Day', 9, 15, { to: 2002, ...moved }),
    onWeekday('Respect for the Aged Day', 9, 1, 3, { from: 2003 }),
    atEquinox('Autumnal Equinox', 9, moved),
    onWeekday('Sports Day', 10, 1, 2, { from: 2000, except: [2020, 2021] }),
    onDate('Culture Day', 11, 3, moved),
    onDate('Labour Thanksgiving Day', 11, 23, moved),
    onDate("Emperor's Birthday", 12, 23, { to: 2018, ...moved }),
    onDate('Bank holiday', 12, 31),
    once('Accession of the Emperor', ['2019-04-30', '2019-05-01', '2019-05-02']),
    once('Enthronement of the Emperor', ['2019-10-22']),
    once('Holidays moved for the Olympic Games', [
      '2020-07-23',
      '2020-07-24',
      '2020-08-10',
      '2021-07-22',
      '2021-07-23',
      '2021-08-09',
    ]),
    once('Failure of the exchange', ['2020-10-01'], { closes: ['trading'] }),
    // A single day between two holidays is one itself.
    once("Citizens' Holiday", [
      '2009-09-22',
      '2015-09-22',
      '2026-09-22',
      '2032-09-21',
      '2037-09-22',
      '2043-09-22',
      '2049-09-21',
    ]),
  ],
};
