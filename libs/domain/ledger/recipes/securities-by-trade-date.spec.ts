import { onTradeDate, settled, tradeDay } from '#test/lived-trades';
import { amount, worked1Bond, worked2Equity } from '#test/worked-trades';
import { written, writtenByBook } from '#test/written-journals';
import { explain } from '../index.js';

describe('R1 bond', () => {
  it('books the purchase at its clean price and accrued interest on the trade date', () => {
    expect(onTradeDate(worked1Bond())).toEqual({
      'house.debt': [
        'D1100 ES0A51B00019 992500.00 EUR',
        'D1150 ES0A51B00019 7726.03 EUR',
        'C2100 CIERESM0 1000226.03 EUR',
      ],
    });
  });

  it('pays it from the nostro of treasury, over the bridge', () => {
    expect(settled(worked1Bond(), { pay: amount('1000226.03') })).toEqual({
      'house.debt': ['D2100 CIERESM0 1000226.03 EUR', 'C2980 house.treasury 1000226.03 EUR'],
      'house.treasury': ['C1010 NOSTRO-EUR 1000226.03 EUR', 'D1980 house.debt 1000226.03 EUR'],
    });
  });

  it('takes a fee of 150 as an expense: in what is owed when the counterparty keeps it, as a fee payable when not', () => {
    expect(onTradeDate(worked1Bond({ commission: amount('150'), cash: amount('1000376.03') }))['house.debt']).toEqual([
      'D1100 ES0A51B00019 992500.00 EUR',
      'D1150 ES0A51B00019 7726.03 EUR',
      'D5200 150.00 EUR',
      'C2100 CIERESM0 1000376.03 EUR',
    ]);
    expect(onTradeDate(worked1Bond({ commission: amount('150') }))['house.debt']?.slice(2)).toEqual([
      'D5200 150.00 EUR',
      'C2120 150.00 EUR',
      'C2100 CIERESM0 1000226.03 EUR',
    ]);
  });

  it('books a sale with negative accrued interest between ex-date and coupon date', () => {
    const sale = worked1Bond({ side: 'SELL', accruedInterest: amount('-12.34'), cash: amount('992487.66') });
    expect(onTradeDate(sale)['house.debt']).toEqual([
      'C1100 ES0A51B00019 992500.00 EUR',
      'D1150 ES0A51B00019 12.34 EUR',
      'D1200 CIERESM0 992487.66 EUR',
    ]);
  });
});

describe('R2 equity', () => {
  it('books 1,000 at 50.00', () => {
    expect(onTradeDate(worked2Equity())).toEqual({
      'house.risk': ['D1100 ES0A51E00013 50000.00 EUR', 'C2100 ARTAESM0 50000.00 EUR'],
    });
  });

  it('books a sale of 36,000 less commission 20 as 35,980 due, at its proceeds until the end of the day', () => {
    const sale = worked2Equity({
      side: 'SELL',
      quantity: '600',
      price: '60.00',
      consideration: amount('36000.00'),
      commission: amount('20.00'),
      cash: amount('35980.00'),
    });
    expect(onTradeDate(sale)['house.risk']).toEqual([
      'C1100 ES0A51E00013 36000.00 EUR',
      'D5200 20.00 EUR',
      'D1200 ARTAESM0 35980.00 EUR',
    ]);
    expect(settled(sale, { receive: amount('35980.00') })).toEqual({
      'house.risk': ['C1200 ARTAESM0 35980.00 EUR', 'D1980 house.treasury 35980.00 EUR'],
      'house.treasury': ['D1010 NOSTRO-EUR 35980.00 EUR', 'C2980 house.risk 35980.00 EUR'],
    });
  });

  it.each([
    ['JPY', '1850000'],
    ['KWD', '1850.123'],
    ['BHD', '1850.999'],
    ['CLF', '52.0001'],
  ])('keeps every minor unit of %s', (currency, text) => {
    const shares = worked2Equity({ consideration: amount(text, currency) });
    expect(onTradeDate(shares)['house.risk']).toEqual([
      `D1100 ES0A51E00013 ${text} ${currency}`,
      `C2100 ARTAESM0 ${text} ${currency}`,
    ]);
  });

  it("keeps a client's trade in the client's book and lets the unit earn the commission over the bridge", () => {
    const agency = worked2Equity({
      capacity: 'client',
      beneficialOwner: 'LEVANTE',
      book: 'client.LEVANTE',
      commission: amount('40.00'),
    });
    const [trade, ...commission] = tradeDay(agency).filter(({ accounting }) => accounting !== 'SDA');
    expect(trade?.book).toBe('client.LEVANTE');
    expect(trade?.postings.map(written)).toEqual(['D1100 ES0A51E00013 50000.00 EUR', 'C2100 ARTAESM0 50000.00 EUR']);
    expect(writtenByBook(commission)).toEqual({
      'client.LEVANTE': ['D5200 40.00 EUR', 'C2980 house.risk 40.00 EUR'],
      'house.risk': ['C4400 client.LEVANTE 40.00 EUR', 'D1980 client.LEVANTE 40.00 EUR'],
    });
    expect(settled(agency, { pay: amount('50000.00') })).toEqual({
      'client.LEVANTE': ['D2100 ARTAESM0 50000.00 EUR', 'C2980 house.treasury 50000.00 EUR'],
      'house.treasury': ['C1010 NOSTRO-EUR 50000.00 EUR', 'D1980 client.LEVANTE 50000.00 EUR'],
    });
  });
});

it('explains a journal in a sentence with its inputs, formula and rounding', () => {
  const [journal] = tradeDay(worked1Bond());
  const { sentence, inputs } = explain(journal!.head.rule, journal!.head.inputs);
  expect(sentence).toBe(
    'Bond BUY of ES0A51B00019 with CIERESM0: clean price and accrued interest are recognised on the trade date 2026-06-15. ' +
      'Formula: buy: D1100 consideration, D1150 accrued, D5200 commission, C2100 what is owed; sale: the reverse against 1200. ' +
      'Rounding: None: every amount is taken over as it stands.',
  );
  expect(inputs['accruedInterest']).toBe('7726.03 EUR');
});
