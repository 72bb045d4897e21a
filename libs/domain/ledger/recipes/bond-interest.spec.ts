import fc from 'fast-check';
import { addDays } from '#domain/calendars';
import { accruedInterest } from '#domain/day-count';
import { amount, worked1Bond } from '#test/worked-trades';
import { balancesOf, written, writtenByBook } from '#test/written-journals';
import {
  bondInterest,
  couponClaim,
  couponClaimSettled,
  couponEntitlement,
  couponOf,
  couponReceived,
  settlementJournals,
  tradeDateJournals,
  type BondHeld,
  type Coupon,
  type CouponClaim,
  type Journal,
} from '../index.js';

const terms = {
  currency: 'EUR',
  couponPercent: '3',
  couponsPerYear: 1,
  dayCount: 'ACT/ACT ICMA',
  maturityDate: '2031-03-15',
} as const;
const held: BondHeld = {
  book: 'house.debt',
  isin: 'ES0A51B00019',
  terms,
  settledNominal: '1000000',
  openAccrued: amount('0'),
  couponTakenThrough: '2026-03-15',
};
const coupon: Coupon = {
  book: 'house.debt',
  isin: 'ES0A51B00019',
  couponDate: '2027-03-15',
  nominal: '1000000',
  gross: amount('30000.00'),
};

describe('R8 interest of bonds held', () => {
  it('begins at settlement: a purchase brings its 7,726.03 and the first day earns 82.19', () => {
    const before = { ...held, settledNominal: '0', openAccrued: amount('7726.03') };
    const at = { accounting: 'TDA' } as const;
    expect(bondInterest(before, 772_603n, { ...at, through: '2026-06-16' })).toBeUndefined();
    expect(bondInterest(held, 772_603n, { ...at, through: '2026-06-17' })).toBeUndefined();
    const day = bondInterest(held, 772_603n, { ...at, through: '2026-06-18' });
    expect(day?.journal.postings.map(written)).toEqual(['D1150 ES0A51B00019 82.19 EUR', 'C4100 82.19 EUR']);
  });

  it('shows what the day count says, day by day or with gaps, across coupon dates, and nothing twice', () => {
    const days = fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 15 });
    fc.assert(
      fc.property(days, (after) => {
        const ordered = [...after].sort((one, other) => one - other).map((day) => addDays('2026-03-15', day));
        const run = (when: readonly string[]): bigint =>
          when.reduce(
            (booked, through) => bondInterest(held, booked, { through, accounting: 'SDA' })?.bookedMinorUnits ?? booked,
            0n,
          );
        const last = ordered.at(-1)!;
        expect(run([...ordered, last])).toBe(run([last]));
        if (last < '2027-03-15') expect(run([last])).toBe(accruedInterest(terms, '1000000', last).amount.minorUnits);
      }),
    );
  });

  it('earns the whole coupon over the ex-date when the bond is held over it', () => {
    const exCoupon = { businessDays: 7, calendars: ['GBLO'] };
    const through = '2027-03-12';
    const kept = bondInterest({ ...held, terms: { ...terms, exCoupon } }, 0n, { through, accounting: 'TDA' });
    expect(kept?.bookedMinorUnits).toBe(2_975_342n);
  });

  it('takes the last coupon at maturity and nothing after it', () => {
    const end = { ...held, couponTakenThrough: '2030-03-15' };
    const last = bondInterest(end, 0n, { through: '2031-03-15', accounting: 'TDA' });
    expect(last?.bookedMinorUnits).toBe(3_000_000n);
    expect(bondInterest(end, 3_000_000n, { through: '2031-09-15', accounting: 'TDA' })).toBeUndefined();
  });

  it.each([
    ['ACT/ACT ICMA', 2, '15000.00'],
    ['30E/360', 2, '15000.00'],
    ['ACT/365F', 4, '7561.64'],
  ] as const)('reckons a coupon by %s, %i a year', (dayCount, couponsPerYear, expected) => {
    const one = { ...terms, dayCount, couponsPerYear };
    expect(couponOf(one, '1000000', '2026-03-20')).toEqual(amount(expected));
  });
});

describe('R8 coupon received', () => {
  it('becomes receivable on the record date; what had not accrued is earned', () => {
    const on = { recordDate: '2027-03-12', accounting: 'TDA' } as const;
    expect(couponEntitlement(coupon, amount('29753.42'), on).postings.map(written)).toEqual([
      'D1160 ES0A51B00019 30000.00 EUR',
      'C1150 ES0A51B00019 29753.42 EUR',
      'C4100 246.58 EUR',
    ]);
    expect(couponEntitlement(coupon, amount('30000'), on).postings).toHaveLength(2);
  });

  it('accrues nothing more for the coupon that is receivable, and starts anew after its date', () => {
    const taken = { ...held, couponTakenThrough: '2027-03-15' };
    expect(bondInterest(taken, 0n, { through: '2027-03-14', accounting: 'TDA' })).toBeUndefined();
    expect(bondInterest(taken, 0n, { through: '2027-03-16', accounting: 'TDA' })?.bookedMinorUnits).toBe(8_197n);
  });

  it('comes in at 25,500 after 15 % are withheld, which are to be recovered', () => {
    const paid = { withholdingPercent: '15', payDate: '2027-03-15', nostro: 'NOSTRO-EUR' };
    expect(writtenByBook(couponReceived(coupon, paid))).toEqual({
      'house.debt': [
        'D1170 ES0A51B00019 4500.00 EUR',
        'C1160 ES0A51B00019 30000.00 EUR',
        'D1980 house.treasury 25500.00 EUR',
      ],
      'house.treasury': ['D1010 NOSTRO-EUR 25500.00 EUR', 'C2980 house.debt 25500.00 EUR'],
    });
  });

  const claim: CouponClaim = {
    ...coupon,
    tradeId: 'T1',
    version: 1,
    counterparty: 'CIERESM0',
    side: 'BUY',
    accrued: amount('30000.00'),
  };

  it('is claimed from the seller of a purchase that was open over the record date', () => {
    expect(couponClaim(claim, '2027-03-12').postings.map(written)).toEqual([
      'D1160 CIERESM0 30000.00 EUR',
      'C1150 ES0A51B00019 30000.00 EUR',
    ]);
    const settled = couponClaimSettled(claim, { on: '2027-03-18', nostro: 'NOSTRO-EUR' });
    expect(writtenByBook(settled)['house.debt']).toEqual([
      'C1160 CIERESM0 30000.00 EUR',
      'D1980 house.treasury 30000.00 EUR',
    ]);
  });

  it('is owed to the buyer of a sale that was open over it', () => {
    const sold = { ...claim, side: 'SELL' as const, accrued: amount('29753.42') };
    expect(couponClaim(sold, '2027-03-12').postings.map(written)).toEqual([
      'C1160 CIERESM0 30000.00 EUR',
      'D1150 ES0A51B00019 29753.42 EUR',
      'D4100 246.58 EUR',
    ]);
    const settled = couponClaimSettled(sold, { on: '2027-03-18', nostro: 'NOSTRO-EUR' });
    expect(writtenByBook(settled)['house.treasury']?.[0]).toBe('C1010 NOSTRO-EUR 30000.00 EUR');
  });

  it('earns 22,273.97 from a purchase at 94 days to its coupon, in both accountings', () => {
    const trade = worked1Bond();
    const part = { tradeId: 'T1', version: 1, trade, wasFailing: false, nostroOf: () => 'NOSTRO-EUR' };
    const all = (accounting: 'TDA' | 'SDA'): Journal[] => {
      const journals = [
        ...tradeDateJournals({ tradeId: 'T1', version: 1, basis: 'front', trade }),
        ...settlementJournals({
          ...{ ...part, leg: 'delivery', effectiveDate: '2026-06-17', settledSoFar: '1000000', quantity: '1000000' },
          ...{ pay: amount('1000226.03'), receive: null },
        }),
      ];
      const earned = bondInterest(held, 772_603n, { through: '2027-03-12', accounting })!;
      const accrued = { minorUnits: earned.bookedMinorUnits, currency: 'EUR' };
      return [
        ...journals,
        earned.journal,
        couponEntitlement(coupon, accrued, { recordDate: '2027-03-12', accounting }),
        ...couponReceived(coupon, { withholdingPercent: '15', payDate: '2027-03-15', nostro: 'NOSTRO-EUR' }),
      ];
    };
    for (const accounting of ['TDA', 'SDA'] as const)
      expect(balancesOf(all(accounting), accounting)).toMatchObject({
        '1170 EUR': '4500.00',
        '4100 EUR': '-22273.97',
        '1010 EUR': '-974726.03',
      });
  });
});
