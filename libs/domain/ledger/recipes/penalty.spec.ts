import fc from 'fast-check';
import { addDays } from '#domain/calendars';
import { amount } from '#test/worked-trades';
import { written, writtenByBook } from '#test/written-journals';
import { penaltiesSettled, penaltyExpected, penaltyOf, PenaltyRates, type FailingDay } from '../index.js';

const dayOf = (changes: Partial<FailingDay> = {}): FailingDay => ({
  date: '2026-06-18',
  method: 'SECU',
  penaltyClass: 'sovereign-debt',
  value: amount('49625000.00'),
  cash: amount('0'),
  cashBasisPoints: '0',
  ...changes,
});
const fail = {
  tradeId: 'T1',
  version: 1,
  leg: 'delivery',
  book: 'house.debt',
  isin: 'ES0A51B00019',
  depository: 'IBRCESM0',
  role: 'causes',
  currency: 'EUR',
} as const;

describe('R11 penalties', () => {
  it.each([
    ['sovereign debt, 50m at 99.25 %', dayOf(), '496.25'],
    ['10,000 liquid shares at 25', dayOf({ penaltyClass: 'liquid-share', value: amount('250000') }), '25.00'],
    ['corporate debt, 2m at 101 %', dayOf({ penaltyClass: 'other-debt', value: amount('2020000') }), '40.40'],
    ['1,000 fund units at 100', dayOf({ penaltyClass: 'other-instrument', value: amount('100000') }), '5.00'],
    ['cash of 1m at 1 bp', dayOf({ method: 'CASH', cash: amount('1000000'), cashBasisPoints: '1' }), '100.00'],
    ['cash at a rate below zero', dayOf({ method: 'CASH', cash: amount('1000000'), cashBasisPoints: '-1' }), '0.00'],
    [
      'securities at the rate of cash',
      dayOf({ method: 'MIXE', value: amount('1000000'), cashBasisPoints: '1' }),
      '100.00',
    ],
    ['both', dayOf({ method: 'BOTH', cash: amount('1000000'), cashBasisPoints: '1' }), '596.25'],
    ['a day before penalties began', dayOf({ date: '2022-01-31' }), '0.00'],
  ])('cost a day of %s', (_, day, expected) => {
    expect(penaltyOf(day)).toEqual(amount(expected));
  });

  it('keep the rate of their day when a new one comes into force', () => {
    const rates = new PenaltyRates([
      { penaltyClass: 'other-instrument', validFrom: '2022-02-01', basisPoints: '0.5' },
      { penaltyClass: 'other-instrument', validFrom: '2026-07-01', basisPoints: '0.75' },
    ]);
    const fund = dayOf({ penaltyClass: 'other-instrument', value: amount('100000') });
    expect(penaltyOf({ ...fund, date: '2026-06-30' }, rates)).toEqual(amount('5.00'));
    expect(penaltyOf({ ...fund, date: '2026-07-01' }, rates)).toEqual(amount('7.50'));
  });

  it('are expected as a cost by who causes them and as income by who suffers', () => {
    expect(penaltyExpected(fail, [dayOf()], 0n, '2026-06-18')?.journal.postings.map(written)).toEqual([
      'D5300 496.25 EUR',
      'C2150 IBRCESM0 496.25 EUR',
    ]);
    const suffered = penaltyExpected({ ...fail, role: 'suffers' }, [dayOf()], 0n, '2026-06-18');
    expect(suffered?.journal.postings.map(written)).toEqual(['D1250 IBRCESM0 496.25 EUR', 'C4300 496.25 EUR']);
  });

  it('add up to the days of the list, however often and with whichever gaps they are booked', () => {
    const values = fc.array(fc.bigInt({ min: 1n, max: 10n ** 10n }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(values, fc.array(fc.boolean()), (minorUnits, skipped) => {
        const days = minorUnits.map((one, index) =>
          dayOf({ date: addDays('2026-06-18', index), value: { minorUnits: one, currency: 'EUR' } }),
        );
        const last = days.at(-1)!.date;
        const booked = [...days.filter((_, index) => !skipped[index]).map(({ date }) => date), last, last].reduce(
          (sum, through) => penaltyExpected(fail, days, sum, through)?.bookedMinorUnits ?? sum,
          0n,
        );
        expect(booked).toBe(days.reduce((sum, day) => sum + penaltyOf(day).minorUnits, 0n));
      }),
    );
  });

  const month = {
    ...{ book: 'house.debt', depository: 'IBRCESM0', month: '2026-06', on: '2026-07-24', nostro: 'NOSTRO-EUR' },
    ...{ expectedToPay: amount('496.25'), expectedToGet: amount('25.00') },
  };

  it('are settled net once a month', () => {
    const { journals, difference } = penaltiesSettled({ ...month, listedNet: amount('-471.25') });
    expect(difference).toEqual(amount('0'));
    expect(writtenByBook(journals)).toEqual({
      'house.debt': ['D2150 IBRCESM0 496.25 EUR', 'C1250 IBRCESM0 25.00 EUR', 'C2980 house.treasury 471.25 EUR'],
      'house.treasury': ['C1010 NOSTRO-EUR 471.25 EUR', 'D1980 house.debt 471.25 EUR'],
    });
  });

  it.each([
    ['-471.20', 'C2900 IBRCESM0 2026-06 0.05 EUR', '0.05'],
    ['-500.00', 'D2900 IBRCESM0 2026-06 28.75 EUR', '-28.75'],
    ['0', 'C2900 IBRCESM0 2026-06 471.25 EUR', '471.25'],
  ])('leave the difference to a list of %s in suspense', (listed, posting, difference) => {
    const settled = penaltiesSettled({ ...month, listedNet: amount(listed) });
    expect(settled.difference).toEqual(amount(difference));
    expect(writtenByBook(settled.journals)['house.debt']).toContain(posting);
  });
});
