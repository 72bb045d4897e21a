import { amount } from '#test/worked-trades';
import { written } from '#test/written-journals';
import { postingRules } from '../rules/rule-book.js';
import { credit, debit, type JournalHead } from './journal.js';
import { linkedJournals, type BookSide } from './unit-bridge.js';

const head: JournalHead = {
  key: 'T1/1/settled/delivery/all',
  rule: postingRules.bondSettlement,
  effectiveDate: '2026-06-17',
  tradeId: 'T1',
  reverses: null,
  inputs: {},
};
const bySettlement = postingRules.equitySettlement;
const cash = { book: 'house.treasury', postings: [credit('1010', 'NOSTRO-EUR', amount('100'))] };
const sides = (book: string, atSettlement = '100'): BookSide[] => [
  { book, accounting: 'TDA', postings: [debit('2100', 'X', amount('100'))] },
  { book, accounting: 'SDA', rule: bySettlement, postings: [debit('1100', 'I', amount(atSettlement))] },
  cash,
];
const shown = (all: readonly BookSide[]): string[] =>
  linkedJournals(head, all).map(
    ({ accounting, book, postings }) => `${accounting} ${book}: ${postings.map(written).join(', ')}`,
  );

describe('books by trade date and by settlement date', () => {
  it('share the cash of treasury, which pays once for both', () => {
    expect(shown(sides('house.debt'))).toEqual([
      'TDA house.debt: D2100 X 100.00 EUR, C2980 house.treasury 100.00 EUR',
      'SDA house.debt: D1100 I 100.00 EUR, C2980 house.treasury 100.00 EUR',
      'common house.treasury: C1010 NOSTRO-EUR 100.00 EUR, D1980 house.debt 100.00 EUR',
    ]);
  });

  it('each take the cash where the unit that deals keeps the nostro', () => {
    expect(shown(sides('house.treasury'))).toEqual([
      'TDA house.treasury: D2100 X 100.00 EUR, C1010 NOSTRO-EUR 100.00 EUR',
      'SDA house.treasury: D1100 I 100.00 EUR, C1010 NOSTRO-EUR 100.00 EUR',
    ]);
  });

  it('tell the journals of one book apart by their rules', () => {
    const [one, other] = linkedJournals(head, sides('house.debt'));
    expect(one?.head.key).toBe(other?.head.key);
    expect(one?.id).not.toBe(other?.id);
  });

  it.each<[string, BookSide[], string]>([
    ['amounts that differ', sides('house.debt', '99'), 'moves other amounts over the bridge'],
    ['only one of them', sides('house.debt').filter(({ accounting }) => accounting !== 'SDA'), 'moves other amounts'],
  ])('refuse %s', (_, given, reason) => {
    expect(() => linkedJournals(head, given)).toThrow(reason);
  });
});
