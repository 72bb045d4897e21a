import {
  amount,
  worked1Bond,
  worked2Equity,
  worked3Spot,
  worked4Forward,
  worked4Swap,
  worked5Deposit,
} from '#test/worked-trades';
import type { Trade } from '#domain/trade';
import { breakReason } from './break.js';
import { compare, oneSided } from './compare.js';
import { frontMiddleTolerances } from './tolerance-set.js';

const compared = (front: Trade, middle: Trade) => compare(front, middle, frontMiddleTolerances);
const differing = (front: Trade, middle: Trade): string[] =>
  compared(front, middle)
    .comparison.filter(({ differs }) => differs)
    .map(({ field }) => field);

describe('comparing front and middle office', () => {
  it.each<[string, Trade]>([
    ['bond', worked1Bond()],
    ['equity', worked2Equity()],
    ['spot', worked3Spot()],
    ['forward', worked4Forward()],
    ['swap', worked4Swap()],
    ['deposit', worked5Deposit()],
  ])('finds a %s equal to itself, every field shown and none marked', (_, trade) => {
    const { agrees, comparison } = compared(trade, structuredClone(trade));
    expect(agrees).toBe(true);
    expect(comparison.length).toBeGreaterThan(8);
    expect(comparison.every(({ front, middle }) => front !== null && front === middle)).toBe(true);
  });

  it('marks the price that differs and says so in plain words', () => {
    const front = worked2Equity({ price: '189.25' });
    const { agrees, comparison } = compared(front, worked2Equity({ price: '189.52' }));
    expect(agrees).toBe(false);
    expect(breakReason('economics', comparison)).toBe('price: front 189.25, middle 189.52');
  });

  it('reads prices as numbers: 50.00 and 50.0000 agree', () => {
    expect(differing(worked2Equity({ price: '50.00' }), worked2Equity({ price: '50.0000' }))).toEqual([]);
  });

  it.each([
    ['EUR', '50000.00', '50000.01', '50000.02'],
    ['JPY', '50000', '50001', '50002'],
    ['KWD', '50000.000', '50000.001', '50000.002'],
    ['BHD', '50000.000', '50000.001', '50000.010'],
  ])('accepts one minor unit of rounding in %s and no more', (currency, front, rounded, wrong) => {
    const at = (text: string): Trade => worked2Equity({ consideration: amount(text, currency) });
    expect(differing(at(front), at(rounded))).toEqual([]);
    expect(differing(at(front), at(wrong))).toEqual(['consideration']);
  });

  it.each<[string, Trade, Trade, string[]]>([
    ['the side', worked2Equity(), worked2Equity({ side: 'SELL' }), ['side']],
    ['the settlement date', worked2Equity(), worked2Equity({ settlementDate: '2026-06-18' }), ['settlementDate']],
    ['the counterparty', worked2Equity(), worked2Equity({ counterparty: 'CIERESM0' }), ['counterparty']],
    [
      'for whom it is',
      worked2Equity(),
      worked2Equity({ capacity: 'client', beneficialOwner: 'LEVANTE' }),
      ['capacity', 'beneficialOwner'],
    ],
    [
      'an amount of a spot',
      worked3Spot(),
      worked3Spot({ near: { bought: amount('2000000.00'), sold: amount('1085000.00', 'USD'), rate: '1.0850' } }),
      ['boughtAmount'],
    ],
    ['the rate of a deposit', worked5Deposit(), worked5Deposit({ ratePercent: '5.09' }), ['ratePercent']],
  ])('finds that %s differs', (_, front, middle, fields) => expect(differing(front, middle)).toEqual(fields));

  it.each<[string, Trade, Trade]>([
    ['book and portfolio', worked2Equity(), worked2Equity({ book: 'house.debt', portfolio: 'EQ-WORLD' })],
    [
      'the rate behind equal amounts, within a tenth of a basis point',
      worked3Spot(),
      worked3Spot({ near: { bought: amount('1000000.00'), sold: amount('1085000.00', 'USD'), rate: '1.085001' } }),
    ],
  ])('lets %s differ', (_, front, middle) => expect(differing(front, middle)).toEqual([]));

  it('does not take one product for another', () => {
    expect(differing(worked3Spot(), worked4Forward({ near: worked3Spot().near }))).toEqual(['product']);
  });

  it('shows the one side there is beside an empty place', () => {
    const row = oneSided('middle', worked2Equity()).find(({ field }) => field === 'price');
    expect(row).toEqual({ field: 'price', front: null, middle: '50.00', tolerance: null, differs: true });
  });
});
