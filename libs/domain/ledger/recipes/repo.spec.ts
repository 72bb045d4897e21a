import fc from 'fast-check';
import { addDays } from '#domain/calendars';
import { amount } from '#test/worked-trades';
import { balancesOf, written, writtenByBook } from '#test/written-journals';
import {
  manufacturedCoupon,
  repoAccrual,
  repoEnd,
  repoInterest,
  repoStart,
  type Journal,
  type Repo,
} from '../index.js';

const repo: Repo = {
  repoId: 'RP1',
  book: 'house.debt',
  counterparty: 'CIERESM0',
  direction: 'REPO',
  cash: amount('4900000.00'),
  ratePercent: '3.20',
  dayCount: 'ACT/360',
  startDate: '2026-06-15',
  endDate: '2026-06-22',
  collateral: { isin: 'ES0A51B00019', value: amount('4962500.00'), mayBePledgedOn: true },
};
const reverse: Repo = { ...repo, direction: 'REVERSE' };

/** Accrues on the given days and on the last one. */
function accruedOver(one: Repo, days: readonly number[]): Journal[] {
  let booked = 0n;
  return [...days, 7, 7].flatMap((day) => {
    const accrual = repoAccrual(one, booked, addDays(one.startDate, day));
    booked = accrual?.bookedMinorUnits ?? booked;
    return accrual ? [accrual.journal] : [];
  });
}

describe('R6 repo', () => {
  it('takes cash as a liability and shows collateral that may be pledged on apart', () => {
    expect(writtenByBook(repoStart(repo, 'NOSTRO-EUR'))).toEqual({
      'house.debt': [
        'C2200 CIERESM0 4900000.00 EUR',
        'D1105 ES0A51B00019 4962500.00 EUR',
        'C1100 ES0A51B00019 4962500.00 EUR',
        'D1980 house.treasury 4900000.00 EUR',
      ],
      'house.treasury': ['D1010 NOSTRO-EUR 4900000.00 EUR', 'C2980 house.debt 4900000.00 EUR'],
    });
    const kept = { ...repo, collateral: { ...repo.collateral, mayBePledgedOn: false } };
    expect(writtenByBook(repoStart(kept, 'NOSTRO-EUR'))['house.debt']).toEqual([
      'C2200 CIERESM0 4900000.00 EUR',
      'D1980 house.treasury 4900000.00 EUR',
    ]);
  });

  it('accrues 435.56, 871.11, 1,306.67, 1,742.22, 2,177.78, 2,613.33, 3,048.89 in a week', () => {
    const cumulative = [1, 2, 3, 4, 5, 6, 7, 8].map((day) => repoInterest(repo, addDays('2026-06-15', day)).minorUnits);
    expect(cumulative).toEqual([43556n, 87111n, 130667n, 174222n, 217778n, 261333n, 304889n, 304889n]);
    expect(accruedOver(repo, [1, 2, 3, 4, 5, 6]).map(({ postings }) => written(postings[0]!))).toEqual([
      'D5100 435.56 EUR',
      'D5100 435.55 EUR',
      'D5100 435.56 EUR',
      'D5100 435.55 EUR',
      'D5100 435.56 EUR',
      'D5100 435.55 EUR',
      'D5100 435.56 EUR',
    ]);
  });

  it('pays 4,903,048.89 back and gets the collateral back', () => {
    expect(writtenByBook(repoEnd(repo, 'NOSTRO-EUR'))).toEqual({
      'house.debt': [
        'D2200 CIERESM0 4900000.00 EUR',
        'D2310 CIERESM0 3048.89 EUR',
        'C1105 ES0A51B00019 4962500.00 EUR',
        'D1100 ES0A51B00019 4962500.00 EUR',
        'C2980 house.treasury 4903048.89 EUR',
      ],
      'house.treasury': ['C1010 NOSTRO-EUR 4903048.89 EUR', 'D1980 house.debt 4903048.89 EUR'],
    });
  });

  it('gets the coupon of the collateral back from the buyer', () => {
    const coupon = { amount: amount('30000.00'), couponDate: '2026-06-18', nostro: 'NOSTRO-EUR' };
    expect(writtenByBook(manufacturedCoupon(repo, coupon))).toEqual({
      'house.debt': ['C1160 ES0A51B00019 30000.00 EUR', 'D1980 house.treasury 30000.00 EUR'],
      'house.treasury': ['D1010 NOSTRO-EUR 30000.00 EUR', 'C2980 house.debt 30000.00 EUR'],
    });
    expect(writtenByBook(manufacturedCoupon(reverse, coupon))['house.debt']?.[0]).toBe(
      'D1160 ES0A51B00019 30000.00 EUR',
    );
  });

  it('is a loan with the collateral as a memo the other way round', () => {
    expect(writtenByBook(repoStart(reverse, 'NOSTRO-EUR'))['house.debt']).toEqual([
      'D1300 CIERESM0 4900000.00 EUR',
      'D9100 CIERESM0 4962500.00 EUR',
      'C9190 CIERESM0 4962500.00 EUR',
      'C2980 house.treasury 4900000.00 EUR',
    ]);
    expect(repoAccrual(reverse, 0n, '2026-06-16')?.journal.postings.map(written)).toEqual([
      'D1150 CIERESM0 435.56 EUR',
      'C4100 435.56 EUR',
    ]);
  });

  it.each([
    ['repo', repo, { '1010 EUR': '-3048.89', '5100 EUR': '3048.89' }],
    ['reverse repo', reverse, { '1010 EUR': '3048.89', '4100 EUR': '-3048.89' }],
  ])('leaves only the interest of a %s when it is over, whichever days were accrued', (_, one, left) => {
    fc.assert(
      fc.property(fc.subarray([0, 1, 2, 3, 4, 5, 6]), (days) => {
        const all = [...repoStart(one, 'N'), ...accruedOver(one, days), ...repoEnd(one, 'N')];
        const { '1980 EUR': due, '2980 EUR': owed, ...balances } = balancesOf(all);
        expect(balances).toEqual(left);
        expect((due ?? '').replace('-', '')).toBe((owed ?? '').replace('-', ''));
      }),
    );
  });

  it('never drifts from the interest of the whole term, for any cash, rate and length', () => {
    const terms = fc.record({
      cash: fc.bigInt({ min: 1n, max: 10n ** 14n }),
      basisPoints: fc.integer({ min: -200, max: 2000 }),
      length: fc.integer({ min: 1, max: 40 }),
    });
    fc.assert(
      fc.property(terms, ({ cash, basisPoints, length }) => {
        const one = {
          ...repo,
          cash: { minorUnits: cash, currency: 'EUR' },
          ratePercent: (basisPoints / 100).toFixed(2),
          endDate: addDays(repo.startDate, length),
        };
        let booked = 0n;
        for (let day = 1; day <= length; day += 1)
          booked = repoAccrual(one, booked, addDays(repo.startDate, day))?.bookedMinorUnits ?? booked;
        expect(booked).toBe(repoInterest(one, one.endDate).minorUnits);
        expect(repoAccrual(one, booked, addDays(one.endDate, 3))).toBeUndefined();
      }),
    );
  });
});
