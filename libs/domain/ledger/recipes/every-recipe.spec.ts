import fc from 'fast-check';
import { money, type Money } from '#domain/money';
import { oneOfEachRecipe, parallel, type Recipe } from '#test/one-of-each-recipe';
import { amount } from '#test/worked-trades';
import { explain, postingRules, type Journal } from '../index.js';

const books = [
  'house.debt',
  'house.treasury',
  'house.risk.strategic',
  'house.debt.collect',
  'house.risk.market-making',
] as const;
const journalsOf = (recipe: Recipe, some: Money, book: string): Journal[] =>
  recipe(some, book).filter((journal) => journal !== undefined);

describe('every recipe', () => {
  it.each(Object.entries(oneOfEachRecipe))(
    '%s: balances, and the units owe each other nothing in either accounting',
    (_, recipe) => {
      fc.assert(
        fc.property(fc.bigInt({ min: 1n, max: 10n ** 15n }), fc.constantFrom(...books), (minorUnits, book) => {
          const journals = journalsOf(recipe, money(minorUnits, 'EUR'), book);
          expect(journals.length).toBeGreaterThan(0);
          for (const accounting of parallel) {
            const perBook = new Map<string, bigint>();
            const bridge = new Map<string, bigint>();
            for (const journal of journals.filter(
              (one) => one.accounting === 'common' || one.accounting === accounting,
            ))
              for (const { account, amount: posted } of journal.postings) {
                const place = `${journal.book} ${posted.currency}`;
                perBook.set(place, (perBook.get(place) ?? 0n) + posted.minorUnits);
                if (account === '1980' || account === '2980')
                  bridge.set(posted.currency, (bridge.get(posted.currency) ?? 0n) + posted.minorUnits);
              }
            expect([...perBook.values(), ...bridge.values()].every((sum) => sum === 0n)).toBe(true);
          }
        }),
        { numRuns: 40 },
      );
    },
  );

  const all = books.flatMap((book) =>
    Object.values(oneOfEachRecipe).flatMap((recipe) => journalsOf(recipe, amount('12345.67'), book)),
  );

  it('explains its journals in whole sentences', () => {
    const sentences = all.map(({ head: { rule, inputs } }) => explain(rule, inputs).sentence);
    expect(sentences.filter((sentence) => /[{}]/.test(sentence))).toEqual([]);
  });

  it('is a rule of the house, and every rule of the house books something', () => {
    const used = new Set(all.map(({ head }) => head.rule.id));
    expect(
      Object.values(postingRules)
        .map(({ id }) => id)
        .filter((id) => !used.has(id)),
    ).toEqual([]);
  });

  it('tells the journals of one fact apart by book and rule', () => {
    for (const recipe of Object.values(oneOfEachRecipe)) {
      const pairs = journalsOf(recipe, amount('12345.67'), 'house.debt');
      const byId = new Map<string, Journal>();
      for (const journal of pairs) {
        const same = byId.get(journal.id);
        if (same) expect(same.accounting).toBe(journal.accounting);
        byId.set(journal.id, journal);
      }
    }
  });
});
