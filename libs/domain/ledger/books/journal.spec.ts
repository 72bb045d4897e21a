import fc from 'fast-check';
import { amount } from '#test/worked-trades';
import { writtenByBook } from '#test/written-journals';
import { credit, debit, Journal, type JournalHead, type Posting } from './journal.js';
import { postingRules } from '../rules/rule-book.js';
import { linkedJournals } from './unit-bridge.js';

const head: JournalHead = {
  key: 'T1/1/trade-date',
  rule: postingRules.bondTradeDate,
  effectiveDate: '2026-06-15',
  tradeId: 'T1',
  reverses: null,
  inputs: {},
};

describe('a journal', () => {
  it.each([
    ['EUR', '0.01'],
    ['JPY', '1'],
    ['KWD', '0.001'],
    ['BHD', '0.001'],
    ['CLF', '0.0001'],
  ])('balances to the last minor unit of %s', (currency, smallest) => {
    const postings = [debit('1010', 'N', amount(smallest, currency)), credit('2100', 'X', amount(smallest, currency))];
    expect(Journal.of(head, 'house.debt', postings).postings).toHaveLength(2);
  });

  it.each<[string, Posting[], string]>([
    ['one posting', [debit('1010', 'N', amount('1'))], 'needs at least two postings'],
    ['an empty posting', [debit('1010', 'N', amount('0')), credit('2100', '', amount('0'))], 'has an empty posting'],
    [
      'one cent too much',
      [debit('1010', 'N', amount('1.01')), credit('2100', '', amount('1'))],
      'is off by 1 minor units of EUR',
    ],
    [
      'currencies that only balance together',
      [debit('1010', 'N', amount('1')), credit('2100', '', amount('1', 'USD'))],
      'is off by 100 minor units of EUR',
    ],
    [
      'an account nobody knows',
      [debit('7777' as '1010', 'N', amount('1')), credit('2100', '', amount('1'))],
      'posts to 7777, which the chart does not know',
    ],
  ])('refuses %s', (_, postings, reason) => {
    expect(() => Journal.of(head, 'house.debt', postings)).toThrow(`journal T1/1/trade-date in house.debt ${reason}`);
  });

  it('has an id that follows from what is booked, and differs by book', () => {
    const postings = [debit('1010', 'N', amount('1')), credit('2100', '', amount('1'))];
    const one = Journal.of(head, 'house.debt', postings);
    expect(Journal.of({ ...head, effectiveDate: '2027-01-01' }, 'house.debt', postings).id).toBe(one.id);
    expect(Journal.of(head, 'house.risk', postings).id).not.toBe(one.id);
  });
});

describe('the unit bridge (R18)', () => {
  it("lets treasury pay the debt unit's coupon of 2,000,000", () => {
    const journals = linkedJournals(head, [
      { book: 'house.debt', postings: [debit('2310', '', amount('2000000'))] },
      { book: 'house.treasury', postings: [credit('1010', 'NOSTRO-EUR', amount('2000000'))] },
    ]);
    expect(writtenByBook(journals)).toEqual({
      'house.debt': ['D2310 2000000.00 EUR', 'C2980 house.treasury 2000000.00 EUR'],
      'house.treasury': ['C1010 NOSTRO-EUR 2000000.00 EUR', 'D1980 house.debt 2000000.00 EUR'],
    });
  });

  it('refuses sides that do not balance together', () => {
    const sides = [
      { book: 'house.debt', postings: [debit('2310', '', amount('5'))] },
      { book: 'house.treasury', postings: [credit('1010', 'N', amount('4'))] },
    ];
    expect(() => linkedJournals(head, sides)).toThrow('house.treasury is off by 100 minor units of EUR');
  });

  it('nets to zero over all books in every currency, whatever the books owe each other', () => {
    const currencies = fc.constantFrom('EUR', 'JPY', 'KWD', 'CLF');
    const books = fc.constantFrom('house.debt', 'house.risk', 'client.LEVANTE');
    const flow = fc.record({ book: books, currency: currencies, minorUnits: fc.bigInt({ min: 1n, max: 10n ** 30n }) });
    fc.assert(
      fc.property(fc.array(flow, { minLength: 1, maxLength: 8 }), (flows) => {
        const sides = flows.flatMap(({ book, currency, minorUnits }) => [
          { book, postings: [debit('2100', 'X', { minorUnits, currency })] },
          { book: 'house.treasury', postings: [credit('1010', 'N', { minorUnits, currency })] },
        ]);
        const sums = new Map<string, bigint>();
        for (const { postings } of linkedJournals(head, sides))
          for (const { account, amount: money } of postings)
            if (account === '1980' || account === '2980')
              sums.set(money.currency, (sums.get(money.currency) ?? 0n) + money.minorUnits);
        return sums.size > 0 && [...sums.values()].every((sum) => sum === 0n);
      }),
    );
  });
});
