import fc from 'fast-check';
import { delivered, partOf, tradeDay } from '#test/lived-trades';
import { amount, worked2Equity } from '#test/worked-trades';
import { balancesOf, written, writtenByBook } from '#test/written-journals';
import {
  firstInFirstOutCost,
  heldInLots,
  holdingChange,
  holdingCostJournal,
  JournalRejected,
  NO_LOTS,
  NOTHING_HELD,
  regularWayChange,
  scaledQuantity,
  settledHoldingChange,
  withLotTrade,
  withTrade,
  type ClosingPrice,
  type Parallel,
} from '../index.js';

const shares: ClosingPrice = { kind: 'equity', price: '60.00', currency: 'EUR' };
const heldIn = (book: string, ...trades: [string, string][]) =>
  trades.reduce(
    (holding, [quantity, value]) =>
      withTrade(holding, { quantity: scaledQuantity(quantity), amountMinorUnits: amount(value).minorUnits }),
    NOTHING_HELD,
  );
const nothingBooked = { realisedMinorUnits: 0n, shortMinorUnits: 0n };

describe('R2 equity, cost of what is sold', () => {
  const of = { book: 'house.risk', isin: 'ES0A51E00013', currency: 'EUR' };
  const lots: [string, string][] = [
    ['1000', '50000'],
    ['500', '28000'],
    ['-600', '-36000'],
  ];
  const firstIn = lots.reduce(
    (held, [quantity, value]) =>
      withLotTrade(held, { quantity: scaledQuantity(quantity), amountMinorUnits: amount(value).minorUnits }),
    NO_LOTS,
  );

  it('realises 4,800 at average cost and 6,000 first in first out, as the policy of the book says', () => {
    expect(holdingCostJournal(of, heldIn('', ...lots), nothingBooked, '2026-06-15')?.postings.map(written)).toEqual([
      'D1100 ES0A51E00013 4800.00 EUR',
      'C4200 ES0A51E00013 4800.00 EUR',
    ]);
    const making = { ...of, book: 'house.risk.market-making' };
    const journal = holdingCostJournal(making, heldInLots(firstIn), nothingBooked, '2026-06-15');
    expect(journal?.postings.map(written)).toEqual([
      'D1100 ES0A51E00013 6000.00 EUR',
      'C4200 ES0A51E00013 6000.00 EUR',
    ]);
    expect(journal?.head.inputs).toMatchObject({ costing: 'FIFO' });
  });

  it('keeps the result of a share at fair value through other comprehensive income from profit for ever', () => {
    const strategic = { ...of, book: 'house.risk.strategic', kind: 'equity' as const };
    const journal = holdingCostJournal(strategic, heldIn('', ...lots), nothingBooked, '2026-06-15');
    expect(journal?.postings.map(written)).toEqual([
      'D1110 ES0A51E00013 4800.00 EUR',
      'C3100 ES0A51E00013 4800.00 EUR',
      'D3100 ES0A51E00013 4800.00 EUR',
      'C3900 ES0A51E00013 4800.00 EUR',
    ]);
    const bond = { ...strategic, kind: 'bond' as const };
    expect(holdingCostJournal(bond, heldIn('', ...lots), nothingBooked, '2026-06-15')?.postings.map(written)[1]).toBe(
      'C4200 ES0A51E00013 4800.00 EUR',
    );
    const { kind: _, ...unknown } = strategic;
    expect(() => holdingCostJournal(unknown, heldIn('', ...lots), nothingBooked, '2026-06-15')).toThrow(
      JournalRejected,
    );
  });

  it('books nothing on the trade date of a sale by settlement date, and all of it at settlement', () => {
    const sale = worked2Equity({
      side: 'SELL',
      quantity: '600',
      price: '60.00',
      consideration: amount('36000.00'),
      commission: amount('20.00'),
      cash: amount('35980.00'),
    });
    expect(writtenByBook(tradeDay(sale), 'SDA')).toEqual({});
    expect(writtenByBook(delivered(sale), 'SDA')['house.risk']).toEqual([
      'C1100 ES0A51E00013 36000.00 EUR',
      'D5200 20.00 EUR',
      'D1980 house.treasury 35980.00 EUR',
    ]);
    const held = withTrade(heldIn('', ...lots.slice(0, 2)), settledHoldingChange(partOf(sale)));
    const cost = holdingCostJournal(of, held, nothingBooked, '2026-06-17', 'SDA');
    expect(cost?.accounting).toBe('SDA');
    expect(cost?.postings.map(written)[1]).toBe('C4200 ES0A51E00013 4800.00 EUR');
  });

  it.each<[Parallel, string[], Record<string, string>]>([
    ['TDA', ['trade'], { '1100 EUR': '-1000.00', '1200 EUR': '1010.00', '4200 EUR': '-10.00' }],
    ['TDA', ['trade', 'settle'], { '1010 EUR': '1010.00', '1100 EUR': '-1000.00', '4200 EUR': '-10.00' }],
    ['SDA', ['trade'], {}],
    ['SDA', ['trade', 'settle'], { '1010 EUR': '1010.00', '1100 EUR': '-1000.00', '4200 EUR': '-10.00' }],
  ])('agrees with the published example by %s after %s: cost 1,000 sold for 1,010', (accounting, steps, expected) => {
    const sale = worked2Equity({ side: 'SELL', quantity: '1', consideration: amount('1010') });
    const sold = holdingChange(sale);
    const known = accounting === 'TDA' || steps.includes('settle');
    const holding = withTrade(heldIn('', ['1', '1000']), {
      quantity: known ? scaledQuantity(sold.quantity) : 0n,
      amountMinorUnits: sold.amount.minorUnits,
    });
    const cost = holdingCostJournal(of, holding, nothingBooked, '2026-06-17', accounting);
    const all = [...tradeDay(sale), ...(steps.includes('settle') ? delivered(sale) : []), ...(cost ? [cost] : [])];
    const { '1980 EUR': _due, '2980 EUR': _owed, ...balances } = balancesOf(all, accounting);
    expect(balances).toEqual(expected);
  });

  it('agrees, first in first out, with lots counted one by one', () => {
    const run = fc.array(fc.tuple(fc.bigInt({ min: 1n, max: 50n }), fc.bigInt({ min: 1n, max: 99_999n })), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(run, fc.bigInt({ min: 1n, max: 400n }), (bought, wanted) => {
        const trades = bought.map(([quantity, amountMinorUnits]) => ({ quantity, amountMinorUnits }));
        const all = trades.reduce(withLotTrade, NO_LOTS);
        const held = heldInLots(all).quantity;
        const sold = wanted < held ? wanted : held;
        const after = withLotTrade(all, { quantity: -sold, amountMinorUnits: -7_000n });
        expect(after.realisedMinorUnits).toBe(7_000n - firstInFirstOutCost(trades, sold));
      }),
    );
  });

  it('keeps amounts = cost - realised in lots too, through short positions and back', () => {
    const run = fc.array(fc.tuple(fc.bigInt({ min: -50n, max: 50n }), fc.bigInt({ min: 1n, max: 99_999n })), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(run, (trades) => {
        let held = NO_LOTS;
        let total = 0n;
        for (const [quantity, price] of trades) {
          total += quantity * price;
          held = withLotTrade(held, { quantity, amountMinorUnits: quantity * price });
        }
        const { quantity, costMinorUnits, realisedMinorUnits } = heldInLots(held);
        expect(costMinorUnits - realisedMinorUnits).toBe(total);
        expect(quantity).toBe(trades.reduce((sum, [one]) => sum + one, 0n));
        if (quantity === 0n) expect(held.lots).toEqual([]);
      }),
    );
  });

  it('values 600 shares at 60.00 as 36,000', () => {
    const open = { tradeId: 'T1', version: 1, book: 'house.risk', isin: of.isin, quantity: scaledQuantity('600') };
    const change = regularWayChange({ ...open, cost: amount('30000'), bookedMinorUnits: 0n }, shares, '2026-06-16');
    expect(change?.bookedMinorUnits).toBe(600_000n);
  });
});
