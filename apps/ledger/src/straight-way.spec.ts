import { journalPosted, type EventOf } from '#contracts';
import { referenceData } from '#domain/parties';
import { enrich, type Trade } from '#domain/trade';
import { captured, endOfDay, failing, partly, settled, withdrawn } from '#test/ledger-events';
import { LedgerDesk } from '#test/ledger-desk';
import { freshDatabase, type TestDatabase } from '#test/postgres';
import { amount, worked1Bond, worked2Equity, worked3Spot, worked4Forward, worked5Deposit } from '#test/worked-trades';
import { handlers } from './handlers.js';
import { ledger } from './index.js';

let database: TestDatabase;
let desk: LedgerDesk;

beforeEach(async () => {
  database = await freshDatabase([ledger]);
  desk = new LedgerDesk(await database.as('ledger'), handlers);
}, 60_000);
afterEach(() => database.drop());

describe('the straight way of a trade through the books', () => {
  it('buys the bond of R1: owed on the trade date, paid from the nostro of treasury at settlement', async () => {
    const { published } = await desk.book(captured('B1', worked1Bond()));
    expect(await desk.balances()).toEqual({
      'house.debt 1100 ES0A51B00019 EUR': '99250000',
      'house.debt 1150 ES0A51B00019 EUR': '772603',
      'house.debt 2100 CIERESM0 EUR': '-100022603',
    });
    const [event] = published.map((one) => one.event as EventOf<typeof journalPosted>);
    expect(event).toMatchObject({ tradeId: 'B1', rule: 'R1.trade-date', effectiveDate: '2026-06-15' });
    expect(event?.journals[0]?.postings).toHaveLength(3);

    await desk.settle(settled('B1', worked1Bond()));
    expect(await desk.balances()).toEqual({
      'house.debt 1100 ES0A51B00019 EUR': '99250000',
      'house.debt 1150 ES0A51B00019 EUR': '772603',
      'house.debt 2980 house.treasury EUR': '-100022603',
      'house.treasury 1010 NOSTRO-EUR EUR': '-100022603',
      'house.treasury 1980 house.debt EUR': '100022603',
    });
  });

  it('sells 600 of the shares of R2 and realises 4,800 at the end of the day', async () => {
    const sale = worked2Equity({
      side: 'SELL',
      quantity: '600',
      price: '60.00',
      consideration: amount('36000'),
      commission: amount('20'),
      cash: amount('35980'),
    });
    const second = worked2Equity({ quantity: '500', price: '56.00', consideration: amount('28000') });
    await desk.book(captured('E1', worked2Equity()), captured('E2', second), captured('E3', sale));
    await desk.end(endOfDay('2026-06-15'));
    const after = await desk.balances();
    expect(after['house.risk 4200 ES0A51E00013 EUR']).toBe('-480000');
    expect(after['house.risk 1100 ES0A51E00013 EUR']).toBe('4680000');
    expect(after['house.risk 1200 ARTAESM0 EUR']).toBe('3598000');
    await desk.settle(settled('E3', sale));
    expect((await desk.balances())['house.treasury 1010 NOSTRO-EUR EUR']).toBe('3598000');
    await desk.end(endOfDay('2026-06-16'));
    expect((await desk.balances())['house.risk 4200 ES0A51E00013 EUR']).toBe('-480000');
  });

  it('exchanges the currencies of R3 and leaves no commitment', async () => {
    await desk.book(captured('S1', worked3Spot()));
    await desk.settle(settled('S1', worked3Spot()));
    expect(await desk.balances()).toEqual({
      'house.treasury 1010 NOSTRO-EUR EUR': '100000000',
      'house.treasury 1010 NOSTRO-USD USD': '-108500000',
      'house.treasury 1901 EUR': '-100000000',
      'house.treasury 1901 USD': '108500000',
    });
  });

  it('values the forward of R4 at -5,000.00 USD and releases it when it is exchanged', async () => {
    await desk.book(captured('F1', worked4Forward()));
    await desk.end(endOfDay('2026-06-15', [{ base: 'EUR', quote: 'USD', rate: '1.0850' }]));
    expect(await desk.balances()).toMatchObject({
      'house.treasury 2400 BRUMGB20 USD': '-500000',
      'house.treasury 4500 USD': '500000',
    });
    await desk.settle(settled('F1', worked4Forward()));
    await desk.end(endOfDay('2026-06-17'));
    const after = await desk.balances();
    expect(Object.keys(after).filter((account) => / (2400|1400|4500|9100|9190) /.test(account))).toEqual([]);
  });

  it('accrues 41,666.67 on the deposit of R5 and closes it at maturity, also when the cash comes before the end of the day', async () => {
    const deposit = worked5Deposit();
    await desk.book(captured('D1', deposit));
    await desk.settle(settled('D1', deposit, { leg: 'start' }));
    await desk.end(endOfDay('2026-06-16'), endOfDay('2026-06-30'));
    expect((await desk.balances())['house.treasury 1150 BRUMGB20 USD']).toBe('2083333');
    await desk.settle(settled('D1', deposit, { leg: 'maturity' }));
    await desk.end(endOfDay('2026-07-15'), endOfDay('2026-07-16'));
    expect(await desk.balances()).toEqual({
      'house.treasury 1010 NOSTRO-USD USD': '4166667',
      'house.treasury 4100 USD': '-4166667',
    });
  });

  it('shows a fail on 2110, clears it in parts, and returns to zero when the last part comes late', async () => {
    const bond = worked1Bond();
    await desk.book(captured('B1', bond));
    await desk.fail(failing('B1', bond));
    expect(await desk.balances()).toMatchObject({ 'house.debt 2110 CIERESM0 EUR': '-100022603' });
    await desk.settle(
      partly(
        'B1',
        bond,
        { quantity: '400000', cash: amount('400090.41'), leftQuantity: '600000', leftCash: amount('600135.62') },
        { wasFailing: true, effectiveDate: '2026-06-18' },
      ),
      settled('B1', bond, {
        pay: amount('600135.62'),
        quantity: '600000',
        wasFailing: true,
        effectiveDate: '2026-06-19',
      }),
    );
    const after = await desk.balances();
    expect(Object.keys(after).filter((account) => / (2100|2110|1210) /.test(account))).toEqual([]);
    expect(after['house.treasury 1010 NOSTRO-EUR EUR']).toBe('-100022603');
  });

  it('leaves nothing of a trade that is cancelled before anything settled, failing or not', async () => {
    await desk.book(
      captured('B1', worked1Bond()),
      captured('E1', worked2Equity()),
      captured('S1', worked3Spot()),
      captured('F1', worked4Forward()),
      captured('D1', worked5Deposit()),
    );
    await desk.fail(failing('B1', worked1Bond()));
    await desk.end(endOfDay('2026-06-15', [{ base: 'EUR', quote: 'USD', rate: '1.0850' }]));
    await desk.withdraw(...['B1', 'E1', 'S1', 'F1', 'D1'].map((tradeId) => withdrawn(tradeId)));
    await desk.end(endOfDay('2026-06-16', [{ base: 'EUR', quote: 'USD', rate: '1.0900' }]));
    expect(await desk.balances()).toEqual({});
  });

  it('keeps what had settled when the rest is cancelled', async () => {
    const bond = worked1Bond();
    await desk.book(captured('B1', bond));
    const part = {
      quantity: '400000',
      cash: amount('400090.41'),
      leftQuantity: '600000',
      leftCash: amount('600135.62'),
    };
    await desk.settle(partly('B1', bond, part));
    await desk.fail(failing('B1', bond, { pay: part.leftCash, quantity: part.leftQuantity }));
    await desk.withdraw(
      withdrawn('B1', { settled: [{ leg: 'delivery', pay: part.cash, receive: null, quantity: part.quantity }] }),
    );
    expect(await desk.balances()).toEqual({
      'house.debt 1100 ES0A51B00019 EUR': '39700000',
      'house.debt 1150 ES0A51B00019 EUR': '309041',
      'house.debt 2980 house.treasury EUR': '-40009041',
      'house.treasury 1010 NOSTRO-EUR EUR': '-40009041',
      'house.treasury 1980 house.debt EUR': '40009041',
    });
    const [holding] = await desk.db.rows('select quantity::text, amount_minor_units::text from ledger.trade_version');
    expect(holding).toEqual({ quantity: '400000', amount_minor_units: '39700000' });
  });

  it('refuses cash for which none of our accounts is named, and books the rest of the batch', async () => {
    const homeless = worked1Bond();
    const { parked } = await desk.settle(
      settled('B1', { ...homeless, obligations: homeless.obligations.map((one) => ({ ...one, ourInstructions: [] })) }),
      settled('E1', worked2Equity()),
    );
    expect(parked.flatMap(({ faults }) => faults.map(({ rule }) => rule))).toEqual([
      'no nostro of ours in EUR among the instructions (none)',
    ]);
    expect((await desk.balances())['house.treasury 1010 NOSTRO-EUR EUR']).toBe('-5000000');
  });

  describe('dealt for a client', () => {
    /** 1,000 at 50.00 as intake enriches it: the agency portfolio charges 8 basis points. */
    const agency = (side: 'BUY' | 'SELL'): Trade => {
      const found = enrich(
        {
          product: 'equity',
          tradeDate: '2026-06-15',
          portfolio: 'EQ-AGENCY',
          capacity: 'client',
          beneficialOwner: 'LEVANTE',
          counterparty: 'ARTAESM0',
          side,
          isin: 'ES0A51E00013',
          quantity: '1000',
          price: '50.00',
          currency: 'EUR',
        },
        referenceData,
      );
      if (found.kind === 'refused') throw new Error(JSON.stringify(found.faults));
      return found.trade;
    };

    it('a purchase costs the client 50,000 in the market and 40.00 to the house, whose income that is', async () => {
      await desk.book(captured('A1', agency('BUY')));
      await desk.settle(settled('A1', agency('BUY')));
      expect(await desk.balances()).toEqual({
        'client.LEVANTE 1100 ES0A51E00013 EUR': '5000000',
        'client.LEVANTE 5200 EUR': '4000',
        'client.LEVANTE 2980 house.risk EUR': '-4000',
        'client.LEVANTE 2980 house.treasury EUR': '-5000000',
        'house.risk 1980 client.LEVANTE EUR': '4000',
        'house.risk 4400 client.LEVANTE EUR': '-4000',
        'house.treasury 1010 NOSTRO-EUR EUR': '-5000000',
        'house.treasury 1980 client.LEVANTE EUR': '5000000',
      });
    });

    it('a sale brings the client 50,000 from the market and costs 40.00 to the house', async () => {
      await desk.book(captured('A1', agency('SELL')));
      expect(await desk.balances()).toEqual({
        'client.LEVANTE 1100 ES0A51E00013 EUR': '-5000000',
        'client.LEVANTE 1200 ARTAESM0 EUR': '5000000',
        'client.LEVANTE 5200 EUR': '4000',
        'client.LEVANTE 2980 house.risk EUR': '-4000',
        'house.risk 1980 client.LEVANTE EUR': '4000',
        'house.risk 4400 client.LEVANTE EUR': '-4000',
      });
    });

    it('what is cancelled after 400 of 1,000 have settled earns 16.00 on those, cancelled before nothing', async () => {
      await desk.book(captured('A1', agency('BUY')), captured('A2', agency('BUY')));
      const cash = amount('20000.00');
      await desk.settle(
        partly('A1', agency('BUY'), { quantity: '400', cash, leftQuantity: '600', leftCash: amount('30000.00') }),
      );
      await desk.withdraw(
        withdrawn('A1', { settled: [{ leg: 'delivery', pay: cash, receive: null, quantity: '400' }] }),
        withdrawn('A2'),
      );
      expect(await desk.balances()).toEqual({
        'client.LEVANTE 1100 ES0A51E00013 EUR': '2000000',
        'client.LEVANTE 5200 EUR': '1600',
        'client.LEVANTE 2980 house.risk EUR': '-1600',
        'client.LEVANTE 2980 house.treasury EUR': '-2000000',
        'house.risk 1980 client.LEVANTE EUR': '1600',
        'house.risk 4400 client.LEVANTE EUR': '-1600',
        'house.treasury 1010 NOSTRO-EUR EUR': '-2000000',
        'house.treasury 1980 client.LEVANTE EUR': '2000000',
      });
    });
  });
});
