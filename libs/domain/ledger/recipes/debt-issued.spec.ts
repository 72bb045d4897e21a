import fc from 'fast-check';
import { addDays } from '#domain/calendars';
import { formatAmount } from '#domain/money';
import { amount } from '#test/worked-trades';
import { balancesOf, written, writtenByBook } from '#test/written-journals';
import {
  debtBoughtBack,
  debtCouponPaid,
  debtInterest,
  debtIssued,
  debtRedeemed,
  effectiveInterestSchedule,
  effectiveRatePercent,
  IssueRejected,
  type DebtIssue,
  type IssuePosition,
  type IssueStep,
  type Journal,
} from '../index.js';

const issue: DebtIssue = {
  isin: 'ES0A51D00017',
  book: 'house.debt',
  nominal: amount('50000000.00'),
  couponPercent: '4',
  couponsPerYear: 1,
  issueDate: '2026-06-15',
  maturityDate: '2031-06-15',
  issuePrice: '99.40',
  costs: amount('200000.00'),
};
const NOSTRO = 'NOSTRO-EUR';

/** Lives through an issue: interest on the given days, coupons and redemption when due, what else happens on its day. */
function lifeOf(
  one: DebtIssue,
  days: readonly string[],
  happens: Record<string, (position: IssuePosition) => IssueStep> = {},
): { journals: Journal[]; position: IssuePosition } {
  const first = debtIssued(one, NOSTRO);
  const journals = [...first.journals];
  let { position } = first;
  const take = (step: IssueStep | undefined): void => {
    if (!step) return;
    journals.push(...step.journals);
    position = step.position;
  };
  const coupons = effectiveInterestSchedule(one).map(({ end }) => end);
  for (const day of [...new Set([...days, ...coupons, ...Object.keys(happens)])].sort()) {
    if (day > one.maturityDate) break;
    if (days.includes(day) || day === one.maturityDate || happens[day]) take(debtInterest(one, position, day));
    if (coupons.includes(day)) take(debtCouponPaid(one, position, day, NOSTRO));
    if (happens[day]) take(happens[day](position));
  }
  take(debtRedeemed(one, position, NOSTRO));
  return { journals, position };
}

describe('R7 debt issued', () => {
  it('recognises 49,500,000 on the day of issue, over the bridge', () => {
    expect(writtenByBook(debtIssued(issue, NOSTRO).journals)).toEqual({
      'house.debt': ['C2300 ES0A51D00017 49500000.00 EUR', 'D1980 house.treasury 49500000.00 EUR'],
      'house.treasury': ['D1010 NOSTRO-EUR 49500000.00 EUR', 'C2980 house.debt 49500000.00 EUR'],
    });
  });

  it('has an effective rate of 4.226055513 %', () => {
    expect(effectiveRatePercent(issue)).toBe('4.226055513');
  });

  it('amortises 500,000 by the table of the recipe', () => {
    const lines = effectiveInterestSchedule(issue).map(({ interest, amortisation, carrying }) =>
      [interest, amortisation, carrying].map(formatAmount),
    );
    expect(lines).toEqual([
      ['2091897.48', '91897.48', '49591897.48'],
      ['2095781.12', '95781.12', '49687678.60'],
      ['2099828.88', '99828.88', '49787507.48'],
      ['2104047.70', '104047.70', '49891555.18'],
      ['2108444.82', '108444.82', '50000000.00'],
    ]);
  });

  it('books a year of interest as coupon and amortisation', () => {
    const { position } = debtIssued(issue, NOSTRO);
    const year = debtInterest(issue, position, '2027-06-15')!;
    expect(year.journals[0]?.postings.map(written)).toEqual([
      'D5100 2091897.48 EUR',
      'C2310 ES0A51D00017 2000000.00 EUR',
      'C2300 ES0A51D00017 91897.48 EUR',
    ]);
    expect(debtInterest(issue, year.position, '2027-06-15')).toBeUndefined();
  });

  it('moves coupon and amortisation evenly by day inside a year: 183 of 365 days', () => {
    const half = debtInterest(issue, debtIssued(issue, NOSTRO).position, '2026-12-15')!;
    expect(half.journals[0]?.postings.map(written)).toEqual([
      'D5100 1048814.36 EUR',
      'C2310 ES0A51D00017 1002739.73 EUR',
      'C2300 ES0A51D00017 46074.63 EUR',
    ]);
  });

  it("lets treasury pay the debt unit's coupon of 2,000,000 (R18)", () => {
    const { position } = debtIssued(issue, NOSTRO);
    expect(writtenByBook(debtCouponPaid(issue, position, '2027-06-15', NOSTRO).journals)).toEqual({
      'house.debt': ['D2310 ES0A51D00017 2000000.00 EUR', 'C2980 house.treasury 2000000.00 EUR'],
      'house.treasury': ['C1010 NOSTRO-EUR 2000000.00 EUR', 'D1980 house.debt 2000000.00 EUR'],
    });
  });

  it('leaves nothing but interest and cash after redemption, whichever days interest was booked', () => {
    const anyDays = fc.array(
      fc.integer({ min: 1, max: 1826 }).map((day) => addDays('2026-06-15', day)),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(anyDays, (days) => {
        const { '1980 EUR': _due, '2980 EUR': _owed, ...balances } = balancesOf(lifeOf(issue, days).journals);
        expect(balances).toEqual({ '1010 EUR': '-10500000.00', '5100 EUR': '10500000.00' });
      }),
    );
  });

  it('books the same interest day by day as at once', () => {
    const everyDay = Array.from({ length: 365 }, (_, day) => addDays('2026-06-15', day + 1));
    let { position } = debtIssued(issue, NOSTRO);
    for (const day of everyDay) position = debtInterest(issue, position, day)?.position ?? position;
    expect(position).toEqual(debtInterest(issue, debtIssued(issue, NOSTRO).position, '2027-06-15')?.position);
  });

  it('buys 10,000,000 back at 98.50 and takes the difference to its carrying amount as profit', () => {
    let { position } = debtIssued(issue, NOSTRO);
    position = debtInterest(issue, position, '2027-06-15')!.position;
    position = debtCouponPaid(issue, position, '2027-06-15', NOSTRO).position;
    const buyBack = { buyBackId: 'B1', nominal: amount('10000000'), price: '98.50', on: '2027-06-15', nostro: NOSTRO };
    const { journals, position: left } = debtBoughtBack(issue, position, buyBack);
    expect(writtenByBook(journals)['house.debt']).toEqual([
      'D2300 ES0A51D00017 9918379.50 EUR',
      'C4200 ES0A51D00017 68379.50 EUR',
      'C2980 house.treasury 9850000.00 EUR',
    ]);
    expect(left.outstanding).toEqual(amount('40000000'));
    expect(left.carryingMinorUnits + 991_837_950n).toBe(4_959_189_748n);
  });

  it('still ends at nothing when parts are bought back on any day', () => {
    const day = fc.integer({ min: 1, max: 1800 }).map((after) => addDays('2026-06-15', after));
    const nominal = fc.bigInt({ min: 1n, max: 2_500_000_000n });
    fc.assert(
      fc.property(day, day, nominal, nominal, (one, other, first, second) => {
        const buy = (on: string, minorUnits: bigint) => (position: IssuePosition) =>
          debtBoughtBack(issue, position, {
            ...{ buyBackId: on, nominal: { minorUnits, currency: 'EUR' }, price: '98.5', on, nostro: NOSTRO },
          });
        const happens = { [one]: buy(one, first), ...(one === other ? {} : { [other]: buy(other, second) }) };
        const { journals, position } = lifeOf(issue, ['2028-02-29'], happens);
        const balances = balancesOf(journals);
        expect(balances['2300 EUR']).toBeUndefined();
        expect(balances['2310 EUR']).toBeUndefined();
        expect(position.payableMinorUnits).toBe(0n);
      }),
      { numRuns: 50 },
    );
  });

  it('ends at the nominal for any price, coupon, length and frequency', () => {
    const terms = fc.record({
      price: fc.integer({ min: 5000, max: 15_000 }),
      coupon: fc.integer({ min: 0, max: 1500 }),
      years: fc.integer({ min: 1, max: 12 }),
      couponsPerYear: fc.constantFrom(1 as const, 2 as const, 4 as const),
    });
    fc.assert(
      fc.property(terms, ({ price, coupon, years, couponsPerYear }) => {
        const one = {
          ...issue,
          issuePrice: (price / 100).toFixed(2),
          couponPercent: (coupon / 100).toFixed(2),
          couponsPerYear,
          maturityDate: `${2026 + years}-06-15`,
        };
        const lines = effectiveInterestSchedule(one);
        expect(lines).toHaveLength(years * couponsPerYear);
        expect(lines.at(-1)?.carrying).toEqual(issue.nominal);
        for (const { interest, coupon: paid, amortisation } of lines)
          expect(interest.minorUnits).toBe(paid.minorUnits + amortisation.minorUnits);
      }),
      { numRuns: 40 },
    );
  });

  it.each<[string, () => unknown, string]>([
    [
      'an issue between coupon dates',
      () => effectiveRatePercent({ ...issue, issueDate: '2026-07-01' }),
      'no coupon date',
    ],
    ['an issue that brings nothing', () => effectiveRatePercent({ ...issue, issuePrice: '0.1' }), 'brings nothing in'],
    [
      'a coupon out of turn',
      () => debtCouponPaid(issue, debtIssued(issue, NOSTRO).position, '2028-06-15', NOSTRO),
      'pays its next coupon on 2027-06-15',
    ],
    [
      'redemption before its interest is booked',
      () => debtRedeemed(issue, debtIssued(issue, NOSTRO).position, NOSTRO),
      'has interest to book up to 2031-06-15 first',
    ],
    [
      'more bought back than there is',
      () =>
        debtBoughtBack(issue, debtIssued(issue, NOSTRO).position, {
          ...{ buyBackId: 'B1', nominal: amount('50000000.01'), price: '98', on: '2026-06-15', nostro: NOSTRO },
        }),
      'has 50000000.00 EUR outstanding',
    ],
  ])('refuses %s', (_, act, reason) => {
    expect(act).toThrow(IssueRejected);
    expect(act).toThrow(reason);
  });
});
