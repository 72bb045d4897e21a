import { Decimal } from '#domain/money';
import { onTradeDate, settled, tradeDay } from '#test/lived-trades';
import { amount, worked3Spot, worked4Forward, worked4Swap } from '#test/worked-trades';
import { written } from '#test/written-journals';
import { ClosingRates, forwardRelease, forwardValuation, fxRevaluation, type OpenForward } from '../index.js';

describe('R3 FX spot', () => {
  const commitments = [
    'D9100 BRUMGB20 1000000.00 EUR',
    'C9190 BRUMGB20 1000000.00 EUR',
    'D9190 BRUMGB20 1085000.00 USD',
    'C9100 BRUMGB20 1085000.00 USD',
  ];

  it('is a commitment in both currencies until it settles', () => {
    expect(onTradeDate(worked3Spot())).toEqual({ 'house.treasury': commitments });
  });

  it('ends the commitment and passes each currency through its position', () => {
    const journals = settled(worked3Spot(), {
      leg: 'near',
      receive: amount('1000000.00'),
      pay: amount('1085000.00', 'USD'),
    });
    expect(journals['house.treasury']).toEqual([
      'D9100 BRUMGB20 1085000.00 USD',
      'C9190 BRUMGB20 1085000.00 USD',
      'D9190 BRUMGB20 1000000.00 EUR',
      'C9100 BRUMGB20 1000000.00 EUR',
      'C1901 1000000.00 EUR',
      'D1901 1085000.00 USD',
      'D1010 NOSTRO-EUR 1000000.00 EUR',
      'C1010 NOSTRO-USD 1085000.00 USD',
    ]);
  });

  it('revalues USD 1,000,000 from 909,090.91 to 925,925.93 and posts nothing the second time (R12)', () => {
    const position = {
      book: 'house.treasury',
      position: amount('1000000.00', 'USD'),
      countervalue: amount('909090.91'),
      rate: new Decimal(1).div('1.08'),
      on: '2026-06-15',
    };
    expect(fxRevaluation(position)?.postings.map(written)).toEqual(['D1902 USD 16835.02 EUR', 'C4500 16835.02 EUR']);
    expect(fxRevaluation({ ...position, countervalue: amount('925925.93') })).toBeUndefined();
  });
});

describe('R4 FX forward', () => {
  const forward: OpenForward = {
    tradeId: 'T1',
    version: 1,
    leg: 'near',
    book: 'house.treasury',
    counterparty: 'BRUMGB20',
    bought: amount('1000000.00'),
    sold: amount('1090000.00', 'USD'),
    bookedMinorUnits: 0n,
  };
  const at = (rate: string, booked = 0n) =>
    forwardValuation(
      { ...forward, bookedMinorUnits: booked },
      new ClosingRates([{ base: 'EUR', quote: 'USD', rate }]),
      '2026-06-16',
    );

  it('is worth nothing when agreed', () => {
    expect(Object.keys(onTradeDate(worked4Forward()))).toEqual(['house.treasury']);
    expect(at('1.0900')).toBeUndefined();
  });

  it('loses 5,000.00 USD at 1.0850, and posts only the difference from day to day', () => {
    expect(at('1.0850')?.journal.postings.map(written)).toEqual(['C2400 BRUMGB20 5000.00 USD', 'D4500 5000.00 USD']);
    expect(at('1.0850', -500_000n)).toBeUndefined();
    expect(at('1.0870', -500_000n)?.journal.postings.map(written)).toEqual([
      'D2400 BRUMGB20 2000.00 USD',
      'C4500 2000.00 USD',
    ]);
  });

  it('turns from a liability into an asset when the rate crosses', () => {
    expect(at('1.0910', -500_000n)?.journal.postings.map(written)).toEqual([
      'D1400 BRUMGB20 1000.00 USD',
      'D2400 BRUMGB20 5000.00 USD',
      'C4500 6000.00 USD',
    ]);
  });

  it('releases what is booked at settlement', () => {
    const release = forwardRelease({ ...forward, bookedMinorUnits: -500_000n }, 'settled', '2026-07-17');
    expect(release?.postings.map(written)).toEqual(['D2400 BRUMGB20 5000.00 USD', 'C4500 5000.00 USD']);
  });

  it('values an inverted or crossed pair, in currencies without and with three decimals', () => {
    const rates = new ClosingRates([
      { base: 'USD', quote: 'JPY', rate: '150.00' },
      { base: 'KWD', quote: 'USD', rate: '3.2500' },
    ]);
    const leg = { ...forward, bought: amount('1000.000', 'KWD'), sold: amount('480000', 'JPY') };
    expect(forwardValuation(leg, rates, '2026-06-16')?.value).toEqual(amount('7500', 'JPY'));
    const inverse = { ...forward, bought: amount('150000', 'JPY'), sold: amount('990.00', 'USD') };
    expect(forwardValuation(inverse, rates, '2026-06-16')?.value).toEqual(amount('10.00', 'USD'));
  });

  it('books a swap as a near and a far leg under keys of their own', () => {
    const [near, far] = tradeDay(worked4Swap());
    expect([near?.head.key, far?.head.key]).toEqual(['T1/1/trade-date', 'T1/1/trade-date/far']);
    expect(far?.postings.map(written)[0]).toBe('D9100 BRUMGB20 1087000.00 USD');
  });
});
