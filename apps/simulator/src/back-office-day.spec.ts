import { backOfficeFact, decode, payrollBatch } from '#contracts';
import { LedgerDesk } from '#test/ledger-desk';
import { freshDatabase } from '#test/postgres';
import { handlers } from '../../ledger/src/handlers.js';
import { ledger } from '../../ledger/src/index.js';
import { BackOfficeDay } from './back-office-day.js';
import { dayAfter } from './dealing-dates.js';

/** All that is told of a day and of the days after it, in the order in which it is told. */
function told(businessDate: string, seed = '7', duplicatesPercent = 0) {
  const settlementDates = [dayAfter(businessDate)];
  for (let count = 1; count < 3; count += 1) settlementDates.push(dayAfter(settlementDates.at(-1) ?? businessDate));
  const day = new BackOfficeDay({ seed, businessDate, settlementDates, duplicatesPercent });
  return [day.opening(), day.evening(), ...settlementDates.map((date) => day.later(date))].flat();
}

describe('what other systems of the house tell on a simulated day', () => {
  it('follows from the seed and the date, and arrives twice as often as is asked for', () => {
    expect(told('2026-06-15')).toEqual(told('2026-06-15'));
    expect(told('2026-06-15', '8')).not.toEqual(told('2026-06-15'));
    expect(told('2026-06-15', '7', 100)).toHaveLength(2 * told('2026-06-15').length);
  });

  it('can be booked on any day, also on the last of a month and in a leap year', async () => {
    const database = await freshDatabase([ledger]);
    try {
      const desk = new LedgerDesk(await database.as('ledger'), handlers);
      for (const date of ['2026-06-15', '2026-08-31', '2027-12-30', '2028-02-29']) {
        const messages = told(date);
        const facts = messages
          .filter(({ topic }) => topic === backOfficeFact.topic)
          .map(({ body }) => decode(backOfficeFact, String(body)));
        const batches = messages
          .filter(({ topic }) => topic === payrollBatch.topic)
          .map(({ body }) => decode(payrollBatch, String(body)));
        expect([facts.length, batches.length]).toEqual([9, 1]);
        expect((await desk.tell(...facts)).parked).toEqual([]);
        expect((await desk.payroll(...batches)).parked).toEqual([]);
      }
    } finally {
      await database.drop();
    }
  }, 60_000);
});
