import fc from 'fast-check';
import { amount, worked2Equity, worked5Deposit } from '#test/worked-trades';
import { balancesOf, written, writtenByBook } from '#test/written-journals';
import {
  borrowFee,
  borrowMemo,
  closingEntries,
  creditMatched,
  fairValueOf,
  holdingCostJournal,
  lossAllowance,
  markToMarket,
  NOTHING_HELD,
  NOTHING_MARKED,
  releaseOfSold,
  scaledQuantity,
  settlementJournals,
  suspenseAge,
  tradeDateJournals,
  unidentifiedCredit,
  withTrade,
  type BookedMark,
  type Borrowing,
  type ClosingBalance,
  type ClosingPrice,
  type Holding,
} from '../index.js';

const of = { book: 'house.risk', isin: 'ES0A51E00013', currency: 'EUR' };
const at = { through: '2026-06-15', accounting: 'TDA' } as const;
const priced = (price: string): ClosingPrice => ({ kind: 'equity', price, currency: 'EUR' });
const heldOf = (...trades: [string, string][]): Holding =>
  trades.reduce(
    (held, [quantity, value]) =>
      withTrade(held, { quantity: scaledQuantity(quantity), amountMinorUnits: amount(value).minorUnits }),
    NOTHING_HELD,
  );

describe('R5 rollover', () => {
  it('moves only the interest in cash: maturity and the new deposit together', () => {
    const trade = worked5Deposit();
    const part = { ...{ version: 1, effectiveDate: '2026-07-15', settledSoFar: 'all', wasFailing: false } };
    const nostroOf = () => 'NOSTRO-USD';
    const journals = [
      ...settlementJournals({
        ...{ ...part, tradeId: 'OLD', trade, leg: 'maturity', nostroOf },
        ...{ pay: null, receive: amount('10041666.67', 'USD') },
      }),
      ...settlementJournals({
        ...{ ...part, tradeId: 'NEW', trade, leg: 'start', nostroOf },
        ...{ pay: trade.principal, receive: null },
      }),
    ];
    expect(balancesOf(journals)).toEqual({ '1010 USD': '41666.67', '1150 USD': '-41666.67' });
  });
});

describe('R13 unidentified credit', () => {
  const credit = { reference: 'S-12', nostro: 'NOSTRO-EUR', amount: amount('35980.00'), valueDate: '2026-06-15' };

  it('waits in suspense, and leaves it for where it belongs, over the bridge', () => {
    expect(unidentifiedCredit(credit).postings.map(written)).toEqual([
      'D1010 NOSTRO-EUR 35980.00 EUR',
      'C2900 S-12 35980.00 EUR',
    ]);
    const match = {
      book: 'house.risk',
      account: '1200',
      detail: 'ARTAESM0',
      reason: 'sale T9',
      on: '2026-06-17',
    } as const;
    expect(writtenByBook(creditMatched(credit, match))).toEqual({
      'house.treasury': ['D2900 S-12 35980.00 EUR', 'C2980 house.risk 35980.00 EUR'],
      'house.risk': ['C1200 ARTAESM0 35980.00 EUR', 'D1980 house.treasury 35980.00 EUR'],
    });
    const own = creditMatched(credit, { ...match, book: 'house.treasury', account: '1310' });
    expect(own.map(({ postings }) => postings.map(written))).toEqual([
      ['D2900 S-12 35980.00 EUR', 'C1310 ARTAESM0 35980.00 EUR'],
    ]);
  });

  it('is escalated when it has waited more than 30 days', () => {
    expect(suspenseAge(credit, '2026-07-15')).toEqual({ days: 30, escalated: false });
    expect(suspenseAge(credit, '2026-07-16')).toEqual({ days: 31, escalated: true });
  });
});

describe('R14 mark to market', () => {
  const held = heldOf(['1000', '50000'], ['500', '28000']);

  it('posts the change of fair value to profit or loss, and nothing the second time', () => {
    const first = markToMarket(of, held, priced('54.00'), NOTHING_MARKED, at)!;
    expect(first.journal.postings.map(written)).toEqual([
      'D1100 ES0A51E00013 3000.00 EUR',
      'C4210 ES0A51E00013 3000.00 EUR',
    ]);
    expect(markToMarket(of, held, priced('54.00'), first.booked, at)).toBeUndefined();
    expect(markToMarket(of, held, priced('53.00'), first.booked, at)?.journal.postings.map(written)[0]).toBe(
      'C1100 ES0A51E00013 1500.00 EUR',
    );
  });

  it.each([
    ['house.risk.strategic', ['D1110 ES0A51E00013 3000.00 EUR', 'C3100 ES0A51E00013 3000.00 EUR']],
    ['house.debt.collect', undefined],
  ])('follows the classification of %s', (book, postings) => {
    const mark = markToMarket({ ...of, book }, held, priced('54.00'), NOTHING_MARKED, at);
    expect(mark?.journal.postings.map(written)).toEqual(postings);
  });

  it('values a bond by its clean price, so that accrued interest does not count twice', () => {
    expect(fairValueOf(scaledQuantity('1000000'), { kind: 'bond', price: '99.50', currency: 'EUR' })).toEqual(
      amount('995000.00'),
    );
  });

  it('releases the unrealised part of what is sold before profit shows it as realised (R2)', () => {
    const marked = markToMarket(of, held, priced('60.00'), NOTHING_MARKED, at)!;
    const quantities = { sold: scaledQuantity('600'), held: scaledQuantity('1500') };
    const released = releaseOfSold(of, quantities, marked.booked, at)!;
    expect(released.journal.postings.map(written)).toEqual([
      'D4210 ES0A51E00013 4800.00 EUR',
      'C1100 ES0A51E00013 4800.00 EUR',
    ]);
    const after = withTrade(held, { quantity: scaledQuantity('-600'), amountMinorUnits: -3_600_000n });
    const cost = holdingCostJournal(of, after, { realisedMinorUnits: 0n, shortMinorUnits: 0n }, '2026-06-16')!;
    expect(cost.postings.map(written)[1]).toBe('C4200 ES0A51E00013 4800.00 EUR');
    expect(markToMarket(of, after, priced('60.00'), released.booked, at)).toBeUndefined();
  });

  it('agrees with the published example: carried at 1,010, sold for 1,010, its gain is in profit already', () => {
    const bought = worked2Equity({ quantity: '1', consideration: amount('1000') });
    const sold = worked2Equity({ quantity: '1', side: 'SELL', consideration: amount('1010') });
    const day = (trade: typeof bought) => tradeDateJournals({ tradeId: 'T1', version: 1, basis: 'front', trade });
    const one = heldOf(['1', '1000']);
    const marked = markToMarket(of, one, priced('1010'), NOTHING_MARKED, at)!;
    const carried = [...day(bought), marked.journal];
    expect(balancesOf(carried)).toEqual({ '1100 EUR': '1010.00', '2100 EUR': '-1000.00', '4210 EUR': '-10.00' });
    const released = releaseOfSold(of, { sold: one.quantity, held: one.quantity }, marked.booked, at)!;
    const none = heldOf(['1', '1000'], ['-1', '-1010']);
    const cost = holdingCostJournal(of, none, { realisedMinorUnits: 0n, shortMinorUnits: 0n }, '2026-06-16')!;
    // The gain of 10 only changes its name, from unrealised to realised.
    expect(balancesOf([...carried, ...day(sold), released.journal, cost])).toEqual({
      '1200 EUR': '1010.00',
      '2100 EUR': '-1000.00',
      '4200 EUR': '-10.00',
    });
  });

  it('ends at the same books day by day or with gaps, through sales and short positions', () => {
    const day = fc.record({
      quantity: fc.bigInt({ min: -30n, max: 30n }),
      cents: fc.bigInt({ min: 1n, max: 9999n }),
      skipped: fc.boolean(),
    });
    const book = fc.constantFrom('house.risk', 'house.risk.strategic', 'house.debt.collect');
    fc.assert(
      fc.property(fc.array(day, { minLength: 1, maxLength: 12 }), book, (days, name) => {
        const run = (every: boolean): BookedMark => {
          let holding = NOTHING_HELD;
          let booked = NOTHING_MARKED;
          days.forEach(({ quantity, cents, skipped }, index) => {
            const before = holding.quantity;
            const scaled = quantity * 10n ** 12n;
            holding = withTrade(holding, { quantity: scaled, amountMinorUnits: quantity * cents });
            if (!every && skipped && index < days.length - 1) return;
            const sold = { sold: -scaled, held: before };
            booked = releaseOfSold({ ...of, book: name }, sold, booked, at)?.booked ?? booked;
            const price = priced(`${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`);
            booked = markToMarket({ ...of, book: name }, holding, price, booked, at)?.booked ?? booked;
          });
          return booked;
        };
        expect(run(false)).toEqual(run(true));
      }),
    );
  });

  it('keeps an allowance for the expected loss of what is held to collect', () => {
    const loss = { exposure: amount('992500.00'), probabilityOfDefault: '0.004', lossGivenDefault: '0.45' };
    const collect = { book: 'house.debt.collect', isin: 'ES0A51B00019' };
    const first = lossAllowance(collect, loss, 0n, '2026-06-30')!;
    expect(first.journal.postings.map(written)).toEqual([
      'D5500 ES0A51B00019 1786.50 EUR',
      'C1390 ES0A51B00019 1786.50 EUR',
    ]);
    expect(lossAllowance(collect, loss, first.bookedMinorUnits, '2026-07-31')).toBeUndefined();
    const better = lossAllowance(
      collect,
      { ...loss, probabilityOfDefault: '0.002' },
      first.bookedMinorUnits,
      '2026-08-31',
    );
    expect(better?.journal.postings.map(written)[0]).toBe('C5500 ES0A51B00019 893.25 EUR');
  });
});

describe('R16 period close', () => {
  const balance = (account: ClosingBalance['account'], value: string, changes: Partial<ClosingBalance> = {}) => ({
    ...{ book: 'house.risk', accounting: 'common' as const, account, detail: '', amount: amount(value) },
    ...changes,
  });

  it('takes income and expense of every book and accounting to retained earnings, and leaves the balance sheet', () => {
    const journals = closingEntries(
      [
        balance('4200', '-4800.00', { accounting: 'TDA' }),
        balance('5200', '20.00', { accounting: 'TDA' }),
        balance('4100', '-100', { book: 'house.debt' }),
        balance('4500', '7', { book: 'house.debt', amount: amount('7', 'JPY') }),
        balance('1100', '46800.00'),
        balance('9100', '5'),
      ],
      '2026-06-30',
    );
    expect(journals.map(({ book, accounting, postings }) => [book, accounting, ...postings.map(written)])).toEqual([
      ['house.risk', 'TDA', 'D4200 4800.00 EUR', 'C5200 20.00 EUR', 'C3900 4780.00 EUR'],
      ['house.debt', 'common', 'D4100 100.00 EUR', 'C4500 7 JPY', 'C3900 100.00 EUR', 'D3900 7 JPY'],
    ]);
  });

  it('finds nothing to close the second time', () => {
    const balances = [balance('4200', '-4800.00'), balance('5200', '20.00')];
    const closed = closingEntries(balances, '2026-06-30').flatMap(({ postings }) => postings);
    const left = balances.map((one) => {
      const undone = closed.find(({ account }) => account === one.account)?.amount.minorUnits ?? 0n;
      return { ...one, amount: { ...one.amount, minorUnits: one.amount.minorUnits + undone } };
    });
    expect(closingEntries(left, '2026-06-30')).toEqual([]);
  });
});

describe('R17 short sale', () => {
  it('is a liability that follows the price, whatever the classification of the book', () => {
    const short = heldOf(['-100', '-6000']);
    for (const book of ['house.risk', 'house.risk.strategic', 'house.debt.collect']) {
      const mark = markToMarket({ ...of, book }, short, priced('61.00'), NOTHING_MARKED, at);
      expect(mark?.journal.postings.map(written)).toEqual([
        'C2410 ES0A51E00013 100.00 EUR',
        'D4210 ES0A51E00013 100.00 EUR',
      ]);
    }
  });

  it('shows the unrealised part on the other side once the position turns', () => {
    const short = markToMarket(of, heldOf(['-100', '-6000']), priced('61.00'), NOTHING_MARKED, at)!;
    const long = heldOf(['-100', '-6000'], ['150', '9150']);
    expect(markToMarket(of, long, priced('62.00'), short.booked, at)?.journal.postings.map(written)).toEqual([
      'D1100 ES0A51E00013 50.00 EUR',
      'C4210 ES0A51E00013 50.00 EUR',
      'D2410 ES0A51E00013 100.00 EUR',
      'C4210 ES0A51E00013 100.00 EUR',
    ]);
  });

  it('borrows off the balance sheet, for a fee that is earned by the day', () => {
    const borrowing: Borrowing = {
      ...{ borrowId: 'BW1', book: 'house.risk', isin: of.isin, counterparty: 'ARTAESM0', value: amount('6000.00') },
      ...{ feeRatePercent: '1.50', from: '2026-06-15', to: '2026-07-15' },
    };
    expect(borrowMemo(borrowing, 'borrowed', '2026-06-15').postings.map(written)).toEqual([
      'D9100 ARTAESM0 6000.00 EUR',
      'C9190 ARTAESM0 6000.00 EUR',
    ]);
    const returned = borrowMemo(borrowing, 'returned', '2026-07-15');
    expect(balancesOf([borrowMemo(borrowing, 'borrowed', '2026-06-15'), returned])).toEqual({});
    const all = borrowFee(borrowing, 0n, '2026-08-01')!;
    expect(all.journal.postings.map(written)).toEqual(['D5200 7.50 EUR', 'C2120 ARTAESM0 7.50 EUR']);
    expect(borrowFee(borrowing, 0n, '2026-06-15')).toBeUndefined();
    expect(borrowFee({ ...borrowing, to: null }, all.bookedMinorUnits, '2026-07-15')).toBeUndefined();
  });
});
