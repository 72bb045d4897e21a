import { amount, worked1Bond, worked2Equity, worked3Spot, worked4Swap, worked5Deposit } from '#test/worked-trades';
import { economics, invertedEconomics, type Trade } from './index.js';

describe('the economic terms of a trade', () => {
  it('of a bond are what both parties agree on when dealing (R1)', () => {
    expect(economics(worked1Bond())).toEqual({
      product: 'bond',
      tradeDate: '2026-06-15',
      counterparty: 'CIERESM0',
      side: 'BUY',
      isin: 'ES0A51B00019',
      quantity: '1000000',
      price: '99.25',
      currency: 'EUR',
      consideration: '992500.00',
      accruedInterest: '7726.03',
      commission: '0.00',
      settlementDate: '2026-06-17',
    });
  });

  it('of a swap name its two exchanges apart, of a deposit its term (R4, R5)', () => {
    expect(economics(worked4Swap())).toMatchObject({
      nearBoughtCurrency: 'EUR',
      nearBoughtAmount: '1000000.00',
      nearSoldAmount: '1085000.00',
      nearRate: '1.0850',
      nearValueDate: '2026-06-17',
      farBoughtCurrency: 'USD',
      farBoughtAmount: '1087000.00',
      farSoldAmount: '1000000.00',
      farValueDate: '2026-07-17',
    });
    expect(economics(worked5Deposit())).toMatchObject({
      direction: 'PLACED',
      principal: '10000000.00',
      interest: '41666.67',
      startDate: '2026-06-15',
      maturityDate: '2026-07-15',
    });
  });

  it.each([
    ['JPY', '1850000'],
    ['KWD', '1850.123'],
    ['BHD', '1850.999'],
    ['CLF', '52.0001'],
  ])('write every minor unit of %s', (currency, text) => {
    expect(economics(worked2Equity({ consideration: amount(text, currency) }))).toMatchObject({
      consideration: text,
      currency,
    });
  });

  it.each<[string, Trade, Record<string, string>]>([
    ['its purchase is our sale', worked1Bond({ side: 'SELL' }), { side: 'BUY', price: '99.25' }],
    [
      'what it bought we sold',
      worked3Spot(),
      {
        boughtCurrency: 'USD',
        boughtAmount: '1085000.00',
        soldCurrency: 'EUR',
        soldAmount: '1000000.00',
        rate: '1.0850',
      },
    ],
    ['both legs of a swap turn', worked4Swap(), { nearBoughtCurrency: 'USD', farBoughtCurrency: 'EUR' }],
    ['it takes what we place', worked5Deposit(), { direction: 'TAKEN', interest: '41666.67' }],
  ])('seen by the counterparty are turned round: %s, and it does not name itself', (_, trade, theirs) => {
    const inverted = invertedEconomics(trade);
    expect(inverted).toMatchObject(theirs);
    expect(inverted).not.toHaveProperty('counterparty');
    expect(Object.keys(inverted)).toEqual(Object.keys(economics(trade)).filter((field) => field !== 'counterparty'));
  });

  it('do not change with the book, the unit or the portfolio: that is the house’s own affair (L27)', () => {
    const moved = worked2Equity({ book: 'house.debt', unit: 'debt', portfolio: 'EQ-WORLD' });
    expect(economics(moved)).toEqual(economics(worked2Equity()));
  });
});
