import { Decimal } from '#domain/money';
import {
  amount,
  worked1Bond,
  worked2Equity,
  worked3Spot,
  worked4Forward,
  worked4Swap,
  worked5Deposit,
} from '#test/worked-trades';
import { written, writtenByBook } from '#test/written-journals';
import type { Trade } from '#domain/trade';
import {
  ClosingRates,
  depositAccrual,
  explain,
  failJournal,
  failReversal,
  forwardRelease,
  forwardValuation,
  fxRevaluation,
  interestClaim,
  interestUpTo,
  settlementJournals,
  tradeDateJournals,
  type OpenDeposit,
  type OpenForward,
  type SettledPart,
} from '../index.js';

const booked = (trade: Trade) => ({ tradeId: 'T1', version: 1, basis: 'front', trade }) as const;
const onTradeDate = (trade: Trade) => writtenByBook(tradeDateJournals(booked(trade)));
const settled = (trade: Trade, part: Partial<SettledPart> = {}) =>
  writtenByBook(
    settlementJournals({
      tradeId: 'T1',
      version: 1,
      leg: 'delivery',
      trade,
      effectiveDate: '2026-06-17',
      pay: null,
      receive: null,
      settledSoFar: 'all',
      wasFailing: false,
      nostroOf: (currency) => `NOSTRO-${currency}`,
      ...part,
    }),
  );

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
    const [trade, ...commission] = tradeDateJournals(booked(agency)).filter(({ accounting }) => accounting !== 'SDA');
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
    const [near, far] = tradeDateJournals(booked(worked4Swap()));
    expect([near?.head.key, far?.head.key]).toEqual(['T1/1/trade-date', 'T1/1/trade-date/far']);
    expect(far?.postings.map(written)[0]).toBe('D9100 BRUMGB20 1087000.00 USD');
  });
});

describe('R5 deposit', () => {
  const deposit: OpenDeposit = {
    tradeId: 'T1',
    version: 1,
    book: 'house.treasury',
    counterparty: 'BRUMGB20',
    direction: 'PLACED',
    principal: amount('10000000.00', 'USD'),
    ratePercent: '5',
    dayCount: 'ACT/360',
    startDate: '2026-06-15',
    maturityDate: '2026-07-15',
    interest: amount('41666.67', 'USD'),
    accruedMinorUnits: 0n,
    withdrawn: false,
  };

  it('places 10,000,000 and gets 10,041,666.67 back', () => {
    const trade = worked5Deposit();
    expect(tradeDateJournals(booked(trade))).toEqual([]);
    expect(settled(trade, { leg: 'start', pay: trade.principal })['house.treasury']).toEqual([
      'D1310 BRUMGB20 10000000.00 USD',
      'C1010 NOSTRO-USD 10000000.00 USD',
    ]);
    expect(settled(trade, { leg: 'maturity', receive: amount('10041666.67', 'USD') })['house.treasury']).toEqual([
      'C1310 BRUMGB20 10000000.00 USD',
      'C1150 BRUMGB20 41666.67 USD',
      'D1010 NOSTRO-USD 10041666.67 USD',
    ]);
  });

  it('is the same turned round when taken', () => {
    const trade = worked5Deposit({ direction: 'TAKEN' });
    expect(settled(trade, { leg: 'start', receive: trade.principal })['house.treasury']).toEqual([
      'C2210 BRUMGB20 10000000.00 USD',
      'D1010 NOSTRO-USD 10000000.00 USD',
    ]);
    expect(settled(trade, { leg: 'maturity', pay: amount('10041666.67', 'USD') })['house.treasury']).toEqual([
      'D2210 BRUMGB20 10000000.00 USD',
      'D2310 BRUMGB20 41666.67 USD',
      'C1010 NOSTRO-USD 10041666.67 USD',
    ]);
    expect(depositAccrual({ ...deposit, direction: 'TAKEN' }, '2026-06-16')?.journal.postings.map(written)).toEqual([
      'D5100 1388.89 USD',
      'C2310 BRUMGB20 1388.89 USD',
    ]);
  });

  it('accrues to 41,666.67 in total by differences of rounded cumulatives, whichever days it is run', () => {
    for (const step of [1, 2, 3, 7, 30]) {
      let accruedMinorUnits = 0n;
      for (let day = step; day < 30 + step; day += step) {
        const through = new Date(Date.UTC(2026, 5, 15 + day)).toISOString().slice(0, 10);
        accruedMinorUnits =
          depositAccrual({ ...deposit, accruedMinorUnits }, through)?.accrued.minorUnits ?? accruedMinorUnits;
      }
      expect(accruedMinorUnits).toBe(4_166_667n);
    }
  });

  it('accrues 435.56, 871.11, 1,306.67, 1,742.22, 2,177.78, 2,613.33, 3,048.89 on 4,900,000 at 3.20 % for a week', () => {
    const week = {
      ...deposit,
      principal: amount('4900000.00'),
      ratePercent: '3.20',
      maturityDate: '2026-06-22',
      interest: amount('3048.89'),
    };
    const cumulative = [16, 17, 18, 19, 20, 21, 22].map((day) => interestUpTo(week, `2026-06-${day}`).minorUnits);
    expect(cumulative).toEqual([43556n, 87111n, 130667n, 174222n, 217778n, 261333n, 304889n]);
  });

  it.each([
    ['ACT/365F', '2026-01-31', '2026-02-28', '38356.16'],
    ['30/360', '2026-01-31', '2026-02-28', '38888.89'],
    ['30E/360', '2026-01-30', '2026-03-31', '83333.33'],
    ['30/360', '2026-01-29', '2026-03-31', '86111.11'],
    ['ACT/ACT ISDA', '2023-12-28', '2024-02-28', '84714.42'],
  ] as const)('counts days by %s from %s to %s', (dayCount, startDate, day, interest) => {
    const term = { ...deposit, dayCount, startDate, maturityDate: '2030-01-01' };
    expect(interestUpTo(term, day)).toEqual(amount(interest, 'USD'));
  });

  it('takes back what was accrued when its version is void', () => {
    const back = depositAccrual({ ...deposit, accruedMinorUnits: 138_889n, withdrawn: true }, '2026-06-17');
    expect(back?.journal.postings.map(written)).toEqual(['C1150 BRUMGB20 1388.89 USD', 'D4100 1388.89 USD']);
  });
});

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
});

it('explains a journal in a sentence with its inputs, formula and rounding', () => {
  const [journal] = tradeDateJournals(booked(worked1Bond()));
  const { sentence, inputs } = explain(journal!.head.rule, journal!.head.inputs);
  expect(sentence).toBe(
    'Bond BUY of ES0A51B00019 with CIERESM0: clean price and accrued interest are recognised on the trade date 2026-06-15. ' +
      'Formula: buy: D1100 consideration, D1150 accrued, D5200 commission, C2100 what is owed; sale: the reverse against 1200. ' +
      'Rounding: None: every amount is taken over as it stands.',
  );
  expect(inputs['accruedInterest']).toBe('7726.03 EUR');
});
