import fc from 'fast-check';
import {
  amount,
  worked1Bond,
  worked2Equity,
  worked3Spot,
  worked4Forward,
  worked4Swap,
  worked5Deposit,
} from '#test/worked-trades';
import { economics, invertedEconomics, type Trade } from '#domain/trade';
import { fromTheOtherSide, matchStatement, type StatementMatch } from './statement.js';
import { confirmationTolerances } from './tolerance-set.js';

const NAMES: Readonly<Record<string, string>> = { ARTABE: 'ARTAESM0', ARTAESM0: 'ARTAESM0', CIERESM0: 'CIERESM0' };
const partyOf = (name: string): string | undefined => NAMES[name];

const matched = (trade: Trade, terms: Record<string, string>, counterparty = trade.counterparty): StatementMatch =>
  matchStatement(trade, { counterparty, terms }, confirmationTolerances, partyOf);

const PRODUCTS: [string, Trade][] = [
  ['bond', worked1Bond()],
  ['equity', worked2Equity()],
  ['spot', worked3Spot()],
  ['forward', worked4Forward()],
  ['swap', worked4Swap()],
  ['deposit', worked5Deposit()],
];

describe("matching a counterparty's statement", () => {
  it.each(PRODUCTS)('matches a %s stated from the other side', (_, trade) => {
    expect(matched(trade, invertedEconomics(trade))).toEqual({ matches: true, differences: [], counterfactual: null });
  });

  it.each(PRODUCTS)('gates a %s only on fields it has', (_, trade) => {
    const fields = Object.keys(economics(trade));
    expect(
      Object.keys(confirmationTolerances.products[trade.product]).filter((field) => !fields.includes(field)),
    ).toEqual([]);
  });

  it.each(PRODUCTS)('turns the terms of a %s as the domain does, and back', (_, trade) => {
    const { counterparty: _ours, ...terms } = economics(trade);
    expect(fromTheOtherSide(terms)).toEqual(invertedEconomics(trade));
    expect(fromTheOtherSide(fromTheOtherSide(terms))).toEqual(terms);
  });

  it('says which price would match', () => {
    const trade = worked2Equity({ price: '189.25' });
    expect(matched(trade, { ...invertedEconomics(trade), price: '189.52' })).toEqual({
      matches: false,
      differences: [{ field: 'price', ours: '189.25', theirs: '189.52', tolerance: '0.0001' }],
      counterfactual: 'matches if price differs by at most 0.27',
    });
  });

  it('says which settlement date would match', () => {
    const trade = worked2Equity();
    expect(matched(trade, { ...invertedEconomics(trade), settlementDate: '2026-06-18' }).counterfactual).toBe(
      'matches if settlement date were 2026-06-17',
    );
  });

  it('knows the counterparty by any of its names, and says which alias would match', () => {
    const trade = worked2Equity({ counterparty: 'ARTAESM0' });
    expect(matched(trade, invertedEconomics(trade), 'ARTABE').matches).toBe(true);
    expect(matched(trade, invertedEconomics(trade), 'ARTABE-MADRID').counterfactual).toBe(
      'matches if party alias ARTABE-MADRID = ARTAESM0',
    );
    expect(matched(trade, invertedEconomics(trade), 'CIERESM0').differences).toEqual([
      { field: 'counterparty', ours: 'ARTAESM0', theirs: 'CIERESM0', tolerance: 'exact' },
    ]);
  });

  it('shows both sides of a wrong direction from our point of view', () => {
    const trade = worked2Equity({ side: 'BUY' });
    const { differences, counterfactual } = matched(trade, { ...invertedEconomics(trade), side: 'BUY' });
    expect(differences).toEqual([{ field: 'side', ours: 'BUY', theirs: 'SELL', tolerance: 'exact' }]);
    expect(counterfactual).toBe('matches if side were BUY instead of SELL');
  });

  it('names every field that differs, and what all of it would take', () => {
    const trade = worked3Spot();
    const terms = { ...invertedEconomics(trade), boughtAmount: '2170000.00', soldAmount: '2000000.00' };
    const { differences, counterfactual } = matched(trade, terms);
    expect(differences.map(({ field, ours, theirs }) => [field, ours, theirs])).toEqual([
      ['boughtAmount', '1000000.00', '2000000.00'],
      ['soldAmount', '1085000.00', '2170000.00'],
    ]);
    expect(counterfactual).toBe(
      'matches if bought amount differs by at most 1000000 and sold amount differs by at most 1085000',
    );
  });

  it('asks for a gating field that is not stated, and does without one that need not be', () => {
    const trade = worked1Bond();
    const { price: _price, accruedInterest: _accrued, tradeDate: _date, ...terms } = invertedEconomics(trade);
    expect(matched(trade, terms)).toMatchObject({
      differences: [{ field: 'price', ours: '99.25', theirs: null }],
      counterfactual: 'matches if price 99.25 were stated',
    });
  });

  it.each([
    ['JPY', '41666', '41668', '41667'],
    ['KWD', '41666.667', '41666.669', '41666.668'],
    ['BHD', '41666.667', '41666.669', '41666.666'],
  ])('counts the rounding of interest in minor units of %s', (currency, ours, wrong, right) => {
    const trade = worked5Deposit({ principal: amount('10000000', currency), interest: amount(ours, currency) });
    expect(matched(trade, { ...invertedEconomics(trade), interest: right }).matches).toBe(true);
    expect(matched(trade, { ...invertedEconomics(trade), interest: wrong }).matches).toBe(false);
  });

  it('does not stumble over nonsense in a statement', () => {
    const trade = worked2Equity();
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-zA-Z]{1,12}$/), fc.string({ maxLength: 64 })), (nonsense) => {
        const result = matched(trade, nonsense);
        expect(result.matches).toBe(false);
        expect(result.counterfactual).toMatch(/^matches if ./);
      }),
    );
  });

  it('finds the same from either side of the trade, every time', () => {
    const price = fc
      .integer({ min: 499_990, max: 500_010 })
      .map((units) => `${Math.floor(units / 10_000)}.${String(units % 10_000).padStart(4, '0')}`);
    const equity = fc
      .record({
        side: fc.constantFrom('BUY' as const, 'SELL' as const),
        price,
        quantity: fc.constantFrom('1000', '1000.0', '1025'),
      })
      .map((terms) => worked2Equity(terms));
    fc.assert(
      fc.property(equity, equity, (ours, theirs) => {
        const mirrored = { ...theirs, side: theirs.side === 'BUY' ? ('SELL' as const) : ('BUY' as const) };
        const here = matched(ours, invertedEconomics(theirs));
        const there = matched(mirrored, economics(ours));
        expect(there.matches).toBe(here.matches);
        expect(there.differences.map(({ field }) => field)).toEqual(here.differences.map(({ field }) => field));
        expect(matched(ours, invertedEconomics(theirs))).toEqual(here);
      }),
      { numRuns: 300 },
    );
  });
});
