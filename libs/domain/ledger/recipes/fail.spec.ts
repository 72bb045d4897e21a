import fc from 'fast-check';
import { settled } from '#test/lived-trades';
import { amount, worked1Bond } from '#test/worked-trades';
import { written, writtenByBook } from '#test/written-journals';
import { failJournal, failReversal, interestClaim, failCompensation, shareOf } from '../index.js';

describe('R10 fail', () => {
  const fail = {
    tradeId: 'T1',
    version: 1,
    leg: 'delivery',
    book: 'house.debt',
    counterparty: 'CIERESM0',
    since: '2026-06-17',
  };

  it('shows an unpaid purchase on 2110 and an undelivered sale on 1210', () => {
    expect(failJournal({ ...fail, pay: amount('1000226.03'), receive: null })?.postings.map(written)).toEqual([
      'D2100 CIERESM0 1000226.03 EUR',
      'C2110 CIERESM0 1000226.03 EUR',
    ]);
    expect(failJournal({ ...fail, pay: null, receive: amount('35980.00') })?.postings.map(written)).toEqual([
      'D1210 CIERESM0 35980.00 EUR',
      'C1200 CIERESM0 35980.00 EUR',
    ]);
  });

  it('lets a late settlement clear 2110', () => {
    expect(settled(worked1Bond(), { pay: amount('1000226.03'), wasFailing: true })['house.debt']?.[0]).toBe(
      'D2110 CIERESM0 1000226.03 EUR',
    );
  });

  it('takes back only what never settled when the failing trade is withdrawn', () => {
    const reversal = failReversal(
      { ...fail, pay: amount('1000226.03'), receive: null },
      { pay: amount('600135.62'), receive: null },
    );
    expect(reversal?.postings.map(written)).toEqual(['C2100 CIERESM0 600135.62 EUR', 'D2110 CIERESM0 600135.62 EUR']);
  });

  it('claims interest for cash that came two days late', () => {
    const claim = interestClaim({
      ...fail,
      amount: amount('1000226.03'),
      ratePercent: '3.65',
      days: 2,
      basis: 365,
      on: '2026-06-19',
    });
    expect(claim.postings.map(written)).toEqual(['D1230 CIERESM0 200.05 EUR', 'C4100 200.05 EUR']);
  });

  it('is shown by trade date alone: by settlement date nothing was open', () => {
    const [obligation] = worked1Bond().obligations;
    const fail = failJournal({
      ...{ tradeId: 'T1', version: 1, leg: 'delivery', book: 'house.debt', counterparty: 'CIERESM0' },
      ...{ since: '2026-06-17', pay: obligation?.pay ?? null, receive: null },
    });
    expect(fail?.accounting).toBe('TDA');
  });

  it('splits cash by quantity, the last part taking what is left, for any parts', () => {
    const parts = fc.array(fc.bigInt({ min: 1n, max: 1000n }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(parts, fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), (quantities, minorUnits) => {
        const whole = quantities.reduce((sum, one) => sum + one, 0n);
        let before = 0n;
        const shares = quantities.map((quantity) => {
          const share = shareOf({ minorUnits, currency: 'EUR' }, { before, upTo: before + quantity, whole });
          before += quantity;
          return share.minorUnits;
        });
        expect(shares.reduce((sum, one) => sum + one, 0n)).toBe(minorUnits);
      }),
    );
  });

  it.each([
    ['received', 'C4200 CIERESM0 1250.00 EUR', 'D1010 NOSTRO-EUR 1250.00 EUR'],
    ['paid', 'D4200 CIERESM0 1250.00 EUR', 'C1010 NOSTRO-EUR 1250.00 EUR'],
  ] as const)('takes a compensation %s for a buy-in as profit or loss', (direction, result, cash) => {
    const journals = failCompensation({
      ...{ tradeId: 'T1', version: 1, leg: 'delivery', book: 'house.debt', counterparty: 'CIERESM0', direction },
      ...{ occasion: 'buy-in', amount: amount('1250.00'), on: '2026-07-01', nostro: 'NOSTRO-EUR' },
    });
    expect(writtenByBook(journals)['house.debt']?.[0]).toBe(result);
    expect(writtenByBook(journals)['house.treasury']?.[0]).toBe(cash);
  });
});
