import { formatAmount, type Money } from '#domain/money';
import { houseRecords, ReferenceData, referenceData, type StandingInstruction } from '#domain/parties';
import { spotTerms } from '#test/front-office-trades';
import { enrich, type ReportedTerms, type Trade } from './index.js';

const bond = {
  product: 'bond',
  tradeDate: '2026-06-15',
  portfolio: 'BD-GOVERNMENT',
  counterparty: 'CIERESM0',
  side: 'BUY',
  isin: 'ES0A51B00019',
  quantity: '1000000',
  price: '99.25',
  currency: 'EUR',
} as const satisfies ReportedTerms;

const shares = {
  product: 'equity',
  tradeDate: '2026-06-15',
  portfolio: 'EQ-EUROPE',
  counterparty: 'ARTAESM0',
  side: 'BUY',
  isin: 'ES0A51E00013',
  quantity: '1000',
  price: '50.00',
  currency: 'EUR',
  commission: '0',
} as const satisfies ReportedTerms;

const deposit = {
  product: 'deposit',
  tradeDate: '2026-06-15',
  portfolio: 'MM-FUNDING',
  counterparty: 'BRUMGB20',
  direction: 'PLACED',
  currency: 'USD',
  principal: '10000000.00',
  ratePercent: '5',
  dayCount: 'ACT/360',
  startDate: '2026-06-15',
  maturityDate: '2026-07-15',
} as const satisfies ReportedTerms;

function enriched(terms: ReportedTerms, reference = referenceData) {
  const found = enrich(terms, reference);
  if (found.kind === 'refused') throw new Error(JSON.stringify(found.faults));
  return found;
}

function faultsOf(terms: ReportedTerms, reference = referenceData): string[] {
  const found = enrich(terms, reference);
  return found.kind === 'refused' ? found.faults.map(({ field, value, rule }) => `${field} ${value} ${rule}`) : [];
}

const shown = (amount: Money | null): string | null => amount && `${formatAmount(amount)} ${amount.currency}`;

/** What each leg moves: date, paid, received. */
const legs = ({ obligations }: Trade) =>
  obligations.map(({ leg, settlementDate, pay, receive }) => [leg, settlementDate, shown(pay), shown(receive)]);

describe('a bond', () => {
  it('of 1,000,000 at 99.25 with 94 days of 3 % costs 992,500.00 and 7,726.03 of accrued interest (R1)', () => {
    const { trade, provenance } = enriched(bond);
    expect(trade).toMatchObject({
      product: 'bond',
      unit: 'debt',
      book: 'house.debt',
      consideration: { minorUnits: 99_250_000n, currency: 'EUR' },
      accruedInterest: { minorUnits: 772_603n, currency: 'EUR' },
      commission: { minorUnits: 0n, currency: 'EUR' },
    });
    expect(legs(trade)).toEqual([['delivery', '2026-06-17', '1000226.03 EUR', null]]);
    expect(provenance).toContainEqual({
      field: 'accruedInterest',
      value: '7726.03',
      rule: '3 % ACT/ACT ICMA',
      why: '94 days since the coupon of 2026-03-15, next on 2027-03-15',
    });
  });

  it.each([
    // Days since the last coupon, from trade date + settlement cycle; nominal x rate x days / basis by hand.
    ['FR0A51B00035', 'BD-CORPORATE', '2000000', 'EUR', '2026-06-17', '33483.33', '2,000,000 x 4.10 % x 147/360'],
    ['IT0A51B00048', 'BD-CORPORATE', '1000000', 'EUR', '2026-06-17', '6760.27', '1,000,000 x 5.25 % x 47/365'],
    ['US0A51B00050', 'BD-GOVERNMENT', '1000000', 'USD', '2026-06-16', '3586.96', '1,000,000 x 4.125 % / 2 x 32/184'],
    ['US0A51B00068', 'BD-CORPORATE', '1000000', 'USD', '2026-06-16', '16333.33', '1,000,000 x 5.60 % x 105/360'],
    ['GB0A51B00073', 'BD-GOVERNMENT', '1000000', 'GBP', '2026-06-16', '15966.85', '1,000,000 x 4.25 % / 2 x 136/181'],
  ])(
    '%s accrues by its own schedule and day count, to the cent',
    (isin, portfolio, quantity, currency, date, accrued) => {
      const { trade } = enriched({ ...bond, isin, portfolio, quantity, currency, price: '100' });
      expect(trade.product === 'bond' && formatAmount(trade.accruedInterest)).toBe(accrued);
      expect(trade.obligations[0]?.settlementDate).toBe(date);
    },
  );

  it('settled on its coupon date has earned nothing yet, on the day before nearly all of it', () => {
    const on = (settlementDate: string) => {
      const { trade } = enriched({ ...bond, tradeDate: '2026-03-11', settlementDate });
      return trade.product === 'bond' && formatAmount(trade.accruedInterest);
    };
    // 2026-03-15 is a Sunday: told as such it rolls to Monday, one day into the new period.
    expect([on('2026-03-13'), on('2026-03-15'), on('2026-03-16')]).toEqual(['29835.62', '82.19', '82.19']);
  });

  it('is refused beyond its life, below its denomination, and with what the amounts do not allow', () => {
    expect(faultsOf({ ...bond, settlementDate: '2031-03-17' })).toEqual([
      '/terms/settlementDate 2031-03-17 is outside the life of ES0A51B00019, issued on 2021-03-15 and matured on 2031-03-15',
    ]);
    expect(faultsOf({ ...bond, quantity: '1000500' })).toEqual(['/terms/quantity 1000500 is not a multiple of 1000']);
    expect(faultsOf({ ...bond, price: '-1', quantity: '0' })).toEqual([
      '/terms/quantity 0 must be greater than zero',
      '/terms/price -1 must be greater than zero',
    ]);
  });
});

describe('shares', () => {
  it('bought, 1,000 at 50.00, are paid with the commission that the portfolio tells where the desk tells none', () => {
    const { commission: _told, ...silent } = shares;
    const { trade, provenance } = enriched(silent);
    expect(legs(trade)).toEqual([['delivery', '2026-06-17', '50010.00 EUR', null]]);
    expect(provenance).toContainEqual({
      field: 'commission',
      value: '10.00',
      rule: '2 basis points of the consideration',
      why: 'portfolio EQ-EUROPE',
    });
  });

  it('sold, 600 at 60.00 less a commission of 20, bring 35,980.00 (R2)', () => {
    const { trade } = enriched({ ...shares, side: 'SELL', quantity: '600', price: '60.00', commission: '20' });
    expect(legs(trade)).toEqual([['delivery', '2026-06-17', null, '35980.00 EUR']]);
    expect(trade.obligations[0]?.security).toEqual({ isin: 'ES0A51E00013', quantity: '600', direction: 'deliver' });
  });

  it.each([
    ['BUY', '50000.00 EUR', null],
    ['SELL', null, '50000.00 EUR'],
  ] as const)(
    'dealt for a client, %s, settle with the market at the bare price: the commission is the house’s (R9)',
    (side, pay, receive) => {
      const { commission: _told, ...silent } = shares;
      const { trade } = enriched({
        ...silent,
        side,
        portfolio: 'EQ-AGENCY',
        capacity: 'client',
        beneficialOwner: 'LEVANTE',
      });
      expect(legs(trade)).toEqual([['delivery', '2026-06-17', pay, receive]]);
      expect(trade).toMatchObject({
        book: 'client.LEVANTE',
        beneficialOwner: 'LEVANTE',
        commission: { minorUnits: 4_000n, currency: 'EUR' },
      });
    },
  );

  it('are whole, and each row says for whom it is', () => {
    expect(faultsOf({ ...shares, quantity: '10.5' })).toEqual(['/terms/quantity 10.5 is not a whole number of shares']);
    expect(faultsOf({ ...shares, capacity: 'client' })).toEqual([
      '/terms/beneficialOwner nothing is no client of the house',
    ]);
    expect(faultsOf({ ...shares, beneficialOwner: 'LEVANTE' })).toEqual([
      '/terms/beneficialOwner LEVANTE is told, but the capacity is house',
    ]);
  });

  it('settle a cycle after the trade over weekends and holidays, with every day that was skipped', () => {
    const { trade, provenance } = enriched({ ...shares, tradeDate: '2026-04-02' });
    expect(trade.obligations[0]?.settlementDate).toBe('2026-04-08');
    expect(provenance.find(({ field }) => field === 'settlementDate')?.why).toMatch(/Good Friday.*Easter Monday/);
  });
});

describe('foreign exchange', () => {
  it('exchanges EUR 1,000,000 for USD 1,085,000 at 1.0850 on the spot date (R3)', () => {
    const { trade } = enriched(spotTerms);
    expect(legs(trade)).toEqual([['near', '2026-06-17', '1085000.00 USD', '1000000.00 EUR']]);
    expect(trade.obligations[0]).toMatchObject({
      method: 'CASH',
      ourInstructions: ['ASNTESM0:CASH:USD', 'ASNTESM0:CASH:EUR'],
    });
  });

  it('takes a rate quoted either way, and amounts that differ from it by their rounding only', () => {
    expect(faultsOf({ ...spotTerms, soldAmount: '1085000.01' })).toEqual([]);
    expect(
      faultsOf({
        ...spotTerms,
        boughtCurrency: 'USD',
        boughtAmount: '1085000.00',
        soldCurrency: 'EUR',
        soldAmount: '1000000.00',
      }),
    ).toEqual([]);
    expect(faultsOf({ ...spotTerms, soldAmount: '1085000.02' })).toEqual([
      '/terms/rate 1.0850 does not explain 1000000.00 EUR against 1085000.02 USD',
    ]);
    expect(faultsOf({ ...spotTerms, soldCurrency: 'EUR', soldAmount: '1085000.00' })).toEqual([
      '/terms/soldCurrency EUR is the currency that is bought',
    ]);
  });

  it('turns a swap round on its far date', () => {
    const near = {
      boughtCurrency: 'EUR',
      boughtAmount: '1000000.00',
      soldCurrency: 'USD',
      soldAmount: '1085000.00',
      rate: '1.0850',
    };
    const far = {
      boughtCurrency: 'USD',
      boughtAmount: '1087000.00',
      soldCurrency: 'EUR',
      soldAmount: '1000000.00',
      rate: '1.0870',
      valueDate: '2026-07-17',
    };
    const swap = {
      product: 'fx-swap',
      tradeDate: '2026-06-15',
      portfolio: 'FX-TERM',
      counterparty: 'BRUMGB20',
      near,
      far,
    } as const;
    expect(legs(enriched(swap).trade)).toEqual([
      ['near', '2026-06-17', '1085000.00 USD', '1000000.00 EUR'],
      ['far', '2026-07-17', '1000000.00 EUR', '1087000.00 USD'],
    ]);
    expect(faultsOf({ ...swap, far: { ...near, valueDate: '2026-07-17' } })).toEqual([
      '/terms/far/boughtCurrency EUR is not what the near leg sold',
    ]);
    expect(faultsOf({ ...swap, far: { ...far, valueDate: '2026-06-17' } })).toEqual([
      "/terms/far/valueDate 2026-06-17 is not after the near leg's 2026-06-17",
    ]);
  });
});

describe('a deposit', () => {
  it('of USD 10,000,000 at 5 % ACT/360 earns 41,666.67 in 30 days (R5)', () => {
    const { trade } = enriched(deposit);
    expect(legs(trade)).toEqual([
      ['start', '2026-06-15', '10000000.00 USD', null],
      ['maturity', '2026-07-15', null, '10041666.67 USD'],
    ]);
    expect(trade.product === 'deposit' && formatAmount(trade.interest)).toBe('41666.67');
  });

  it('taken, is the same turned round; a negative rate takes interest back', () => {
    expect(legs(enriched({ ...deposit, direction: 'TAKEN' }).trade)).toEqual([
      ['start', '2026-06-15', null, '10000000.00 USD'],
      ['maturity', '2026-07-15', '10041666.67 USD', null],
    ]);
    expect(legs(enriched({ ...deposit, ratePercent: '-0.5' }).trade)[1]).toEqual([
      'maturity',
      '2026-07-15',
      null,
      '9995833.33 USD',
    ]);
  });

  it('ending on a holiday runs to the next business day and earns for it; ending before it starts is refused', () => {
    // 2026-09-07 is Labor Day: from 15 June to 8 September are 85 days.
    const { trade } = enriched({ ...deposit, maturityDate: '2026-09-07' });
    expect(legs(trade)[1]).toEqual(['maturity', '2026-09-08', null, '10118055.56 USD']);
    expect(faultsOf({ ...deposit, maturityDate: '2026-06-15' })).toEqual([
      '/terms/maturityDate 2026-06-15 is not after the start 2026-06-15',
    ]);
  });
});

describe('currencies at the edge', () => {
  /** The house and its counterparties keep no accounts in unidades de fomento; here they do. */
  const withUnidades = new ReferenceData({
    ...houseRecords,
    standingInstructions: [
      ...houseRecords.standingInstructions,
      ...houseRecords.standingInstructions
        .filter(({ method, currency }) => method === 'CASH' && currency === 'CLP')
        .map((one): StandingInstruction => ({ ...one, id: one.id.replace('CLP', 'CLF'), currency: 'CLF' })),
    ],
  });

  it.each([
    ['JPY', '170100000', '170.1', '170100000 JPY'],
    ['KWD', '307123.456', '0.307123456', '307123.456 KWD'],
    ['BHD', '376999.999', '0.376999999', '376999.999 BHD'],
    ['CLF', '25123.4567', '0.0251234567', '25123.4567 CLF'],
  ])('%s is taken to its last minor unit', (soldCurrency, soldAmount, rate, paid) => {
    const { trade } = enriched({ ...spotTerms, soldCurrency, soldAmount, rate }, withUnidades);
    expect(legs(trade)[0]?.slice(2)).toEqual([paid, '1000000.00 EUR']);
  });

  it.each([
    ['JPY', '170100000.5', 0],
    ['KWD', '307123.4567', 3],
    ['BHD', '376999.9999', 3],
    ['CLF', '25123.45678', 4],
  ])('%s is refused beyond it', (soldCurrency, soldAmount, decimals) => {
    expect(faultsOf({ ...spotTerms, soldCurrency, soldAmount }, withUnidades)[0]).toMatch(
      new RegExp(`^/terms/soldAmount .*more than the ${decimals} decimals`),
    );
  });

  it('yen of a share price with decimals are rounded half to even, once', () => {
    const yen = { ...shares, portfolio: 'EQ-WORLD', isin: 'JP0A51E00110', currency: 'JPY' };
    const paid = (price: string) => legs(enriched({ ...yen, quantity: '1', price }).trade)[0]?.[2];
    expect([paid('3120.5'), paid('3121.5'), paid('3120.51')]).toEqual(['3120 JPY', '3122 JPY', '3121 JPY']);
  });

  it('a deposit in dinar earns fils: KWD 1,000,000 at 3.75 % ACT/365F for 30 days is 3,082.192', () => {
    const { trade } = enriched({
      ...deposit,
      counterparty: 'KOSTKWK0',
      currency: 'KWD',
      principal: '1000000.000',
      ratePercent: '3.75',
      dayCount: 'ACT/365F',
    });
    expect(trade.product === 'deposit' && formatAmount(trade.interest)).toBe('3082.192');
  });

  it('an account that nobody has is told for each party that misses it', () => {
    expect(faultsOf({ ...spotTerms, soldCurrency: 'CLF', soldAmount: '25123.4567', rate: '0.0251234567' })).toEqual([
      '/terms/counterparty the house has no standing settlement instruction for CASH in CLF on 2026-06-17',
      '/terms/counterparty BRUMGB20 has no standing settlement instruction for CASH in CLF on 2026-06-17',
    ]);
  });
});
