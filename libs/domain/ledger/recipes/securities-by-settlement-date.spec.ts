import fc from 'fast-check';
import { allot, money, type Money } from '#domain/money';
import { delivered, partOf, tradeDay } from '#test/lived-trades';
import { amount, worked1Bond } from '#test/worked-trades';
import { balancesOf, written, writtenByBook } from '#test/written-journals';
import {
  holdingChange,
  markToMarket,
  NOTHING_HELD,
  NOTHING_MARKED,
  quantityText,
  regularWayChange,
  regularWayTaken,
  regularWayWithdrawn,
  scaledQuantity,
  settledHoldingChange,
  settlementJournals,
  shareOf,
  withTrade,
  type ClosingPrice,
  type OpenPurchase,
} from '../index.js';

describe('R1 bond by settlement date', () => {
  it('is a commitment of 1,000,226.03 on the trade date', () => {
    expect(writtenByBook(tradeDay(worked1Bond()), 'SDA')).toEqual({
      'house.debt': ['D9100 CIERESM0 1000226.03 EUR', 'C9190 CIERESM0 1000226.03 EUR'],
    });
  });

  it('becomes an asset when it is delivered, for the same cash of treasury as by trade date', () => {
    expect(writtenByBook(delivered(worked1Bond()), 'SDA')).toEqual({
      'house.debt': [
        'D9190 CIERESM0 1000226.03 EUR',
        'C9100 CIERESM0 1000226.03 EUR',
        'D1100 ES0A51B00019 992500.00 EUR',
        'D1150 ES0A51B00019 7726.03 EUR',
        'C2980 house.treasury 1000226.03 EUR',
      ],
      'house.treasury': ['C1010 NOSTRO-EUR 1000226.03 EUR', 'D1980 house.debt 1000226.03 EUR'],
    });
  });

  it.each(['house.debt', 'house.debt.reserve', 'house.debt.collect', 'house.treasury'])(
    'ends like by trade date once it is delivered into %s',
    (book) => {
      const trade = worked1Bond({ book, commission: amount('150'), cash: amount('1000376.03') });
      const all = [...tradeDay(trade), ...delivered(trade)];
      expect(balancesOf(all, 'SDA')).toEqual(balancesOf(all, 'TDA'));
    },
  );

  it('takes a fee of 150 as an expense at fair value through profit or loss, else as cost (IFRS 9 5.1.1)', () => {
    const asset = (book: string): unknown =>
      writtenByBook(tradeDay(worked1Bond({ book, commission: amount('150'), cash: amount('1000376.03') })))[book];
    expect(asset('house.debt')).toContain('D5200 150.00 EUR');
    expect(asset('house.debt.reserve')).toEqual([
      'D1110 ES0A51B00019 992650.00 EUR',
      'D1150 ES0A51B00019 7726.03 EUR',
      'C2100 CIERESM0 1000376.03 EUR',
    ]);
    expect(asset('house.debt.collect')).toContain('D1120 ES0A51B00019 992650.00 EUR');
  });

  const open: OpenPurchase = {
    tradeId: 'T1',
    version: 1,
    book: 'house.debt',
    isin: 'ES0A51B00019',
    quantity: scaledQuantity('1000000'),
    cost: amount('992500.00'),
    bookedMinorUnits: 0n,
  };
  const clean = (price: string): ClosingPrice => ({ kind: 'bond', price, currency: 'EUR' });

  it.each([
    ['house.debt', ['D1400 ES0A51B00019 2500.00 EUR', 'C4210 ES0A51B00019 2500.00 EUR']],
    ['house.debt.reserve', ['D1400 ES0A51B00019 2500.00 EUR', 'C3100 ES0A51B00019 2500.00 EUR']],
    ['house.debt.collect', undefined],
  ])('shows the change of fair value between trade and delivery in %s', (book, postings) => {
    const change = regularWayChange({ ...open, book }, clean('99.50'), '2026-06-16');
    expect(change?.journal.postings.map(written)).toEqual(postings);
  });

  it('carries the asset at fair value once delivered, and closes 1400', () => {
    const change = regularWayChange(open, clean('99.50'), '2026-06-16')!;
    const settled = { quantity: open.quantity, leg: 'delivery', settledSoFar: '1000000' };
    const taken = regularWayTaken({ ...open, bookedMinorUnits: change.bookedMinorUnits }, settled, '2026-06-17')!;
    expect(taken.bookedMinorUnits).toBe(0n);
    const all = [...tradeDay(worked1Bond()), change.journal, ...delivered(worked1Bond()), taken.journal];
    expect(balancesOf(all, 'SDA')).toMatchObject({ '1100 EUR': '995000.00', '1150 EUR': '7726.03' });
    expect(balancesOf(all, 'SDA')).not.toHaveProperty('1400 EUR');
  });

  it('takes the change back when the purchase is withdrawn', () => {
    const back = regularWayWithdrawn({ ...open, bookedMinorUnits: 250_000n }, '2026-06-17');
    expect(back?.journal.postings.map(written)).toEqual([
      'C1400 ES0A51B00019 2500.00 EUR',
      'D4210 ES0A51B00019 2500.00 EUR',
    ]);
  });

  it('books the same change day by day or with gaps, and nothing twice', () => {
    const price = fc.integer({ min: 9000, max: 11_000 }).map((cents) => clean(`${cents / 100}`));
    fc.assert(
      fc.property(fc.array(price, { minLength: 1, maxLength: 10 }), fc.array(fc.boolean()), (prices, skipped) => {
        const run = (days: ClosingPrice[]): bigint =>
          days.reduce(
            (bookedMinorUnits, one) =>
              regularWayChange({ ...open, bookedMinorUnits }, one, '2026-06-16')?.bookedMinorUnits ?? bookedMinorUnits,
            0n,
          );
        const last = prices.at(-1)!;
        expect(run([...prices.filter((_, day) => !skipped[day]), last, last])).toBe(run(prices));
      }),
    );
  });
});

describe('parts of a delivery', () => {
  const bond = worked1Bond({ commission: amount('150'), cash: amount('1000376.03') });
  const sale = worked1Bond({ side: 'SELL', commission: amount('20'), cash: amount('1000206.03') });

  it.each([
    ['purchase', bond],
    ['sale', sale],
    ['purchase into a book where fees are cost', { ...bond, book: 'house.debt.reserve' }],
    ['purchase whose fee the broker is still owed', worked1Bond({ commission: amount('150') })],
  ])('of a %s add up to it in both accountings, whatever the parts', (_, trade) => {
    const [obligation] = trade.obligations;
    const cash = obligation?.pay ?? obligation?.receive ?? amount('0');
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 1n, max: 10_000n }), { minLength: 1, maxLength: 6 }), (weights) => {
        const quantities = allot(money(1_000_000n, 'JPY'), weights).map(({ minorUnits }) => minorUnits);
        const parts = allot(cash, weights);
        let soFar = 0n;
        let held = { quantity: 0n, amountMinorUnits: 0n };
        const journals = quantities.flatMap((quantity, index) => {
          soFar += quantity;
          const part = partOf(trade, {
            pay: obligation?.pay ? parts[index]! : null,
            receive: obligation?.receive ? parts[index]! : null,
            settledSoFar: String(soFar),
            quantity: String(quantity),
          });
          const change = settledHoldingChange(part);
          held = {
            quantity: held.quantity + change.quantity,
            amountMinorUnits: held.amountMinorUnits + change.amountMinorUnits,
          };
          return settlementJournals(part);
        });
        const all = [...tradeDay(trade), ...journals];
        expect(balancesOf(all, 'SDA')).toEqual(balancesOf(all, 'TDA'));
        const whole = holdingChange(trade);
        expect(quantityText(held.quantity)).toBe(whole.quantity);
        expect(held.amountMinorUnits).toBe(whole.amount.minorUnits);
      }),
    );
  });

  it.each(['house.debt', 'house.debt.reserve', 'house.debt.collect'])(
    'leave %s worth the same by trade date and by settlement date once all is delivered and marked',
    (book) => {
      const cents = fc.integer({ min: 9000, max: 11_000 });
      fc.assert(
        fc.property(cents, cents, cents, fc.bigInt({ min: 1n, max: 999_999n }), (first, second, third, half) => {
          const trade = { ...bond, book };
          const of = { book, isin: trade.isin, currency: 'EUR', kind: 'bond' as const };
          const price = (one: number): ClosingPrice => ({ kind: 'bond', price: `${one / 100}`, currency: 'EUR' });
          const journals = tradeDay(trade);
          let open: OpenPurchase = {
            ...{ tradeId: 'T1', version: 1, book, isin: trade.isin, bookedMinorUnits: 0n },
            ...{ quantity: scaledQuantity('1000000'), cost: trade.consideration },
          };
          let held = NOTHING_HELD;
          let taken = 0n;
          const change = (one: number): void => {
            const booked = regularWayChange(open, price(one), '2026-06-16');
            if (!booked) return;
            journals.push(booked.journal);
            open = { ...open, bookedMinorUnits: booked.bookedMinorUnits };
          };
          const deliver = (quantity: bigint, soFar: bigint, pay: Money): void => {
            const part = partOf(trade, { quantity: String(quantity), settledSoFar: String(soFar), pay });
            const settled = { quantity: quantity * 10n ** 12n, leg: 'delivery', settledSoFar: String(soFar) };
            const joined = regularWayTaken(open, settled, '2026-06-17');
            journals.push(...settlementJournals(part), ...(joined ? [joined.journal] : []));
            taken += joined?.takenMinorUnits ?? 0n;
            held = withTrade(held, settledHoldingChange(part));
            open = {
              ...open,
              quantity: open.quantity - settled.quantity,
              cost: shareOf(trade.consideration, { before: soFar, upTo: 1_000_000n, whole: 1_000_000n }),
              bookedMinorUnits: joined?.bookedMinorUnits ?? open.bookedMinorUnits,
            };
          };
          const [one, other] = allot(amount('1000376.03'), [half, 1_000_000n - half]);
          change(first);
          deliver(half, half, one!);
          change(second);
          deliver(1_000_000n - half, 1_000_000n, other!);
          const whole = holdingChange(trade);
          const byTradeDate = withTrade(NOTHING_HELD, {
            quantity: scaledQuantity(whole.quantity),
            amountMinorUnits: whole.amount.minorUnits,
          });
          const marks = [
            markToMarket(of, byTradeDate, price(third), NOTHING_MARKED, { through: '2026-06-18', accounting: 'TDA' }),
            markToMarket(...([of, held, price(third), { assetMinorUnits: taken, shortMinorUnits: 0n }] as const), {
              through: '2026-06-18',
              accounting: 'SDA',
            }),
          ];
          const all = [...journals, ...marks.flatMap((mark) => mark?.journal ?? [])];
          expect(balancesOf(all, 'SDA')).toEqual(balancesOf(all, 'TDA'));
        }),
        { numRuns: 60 },
      );
    },
  );

  it('take their share of the booked change of fair value, the last what is left', () => {
    let bookedMinorUnits = 100_001n;
    let quantity = 3n;
    const taken = [1n, 1n, 1n].map((part, index) => {
      const open: OpenPurchase = {
        ...{ tradeId: 'T1', version: 1, book: 'house.debt', isin: 'ES0A51B00019', cost: amount('1') },
        ...{ quantity, bookedMinorUnits },
      };
      const settled = { quantity: part, leg: 'delivery', settledSoFar: String(index + 1) };
      const one = regularWayTaken(open, settled, '2026-06-17')!;
      bookedMinorUnits = one.bookedMinorUnits;
      quantity -= part;
      return one.takenMinorUnits;
    });
    expect(taken).toEqual([33_334n, 33_334n, 33_333n]);
  });
});
