import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { amount, worked1Bond, worked2Equity } from '#test/worked-trades';
import { written } from '#test/written-journals';
import {
  asPosted,
  completionOf,
  firstInFirstOutCost,
  holdingCostJournal,
  Journal,
  MerkleRoot,
  NOTHING_HELD,
  onOpenDay,
  openDay,
  quantityText,
  reversalOf,
  scaledQuantity,
  tradeDateJournals,
  withTrade,
  type Holding,
} from '../index.js';

const journalOf = (trade: Parameters<typeof tradeDateJournals>[0]['trade']): Journal =>
  tradeDateJournals({ tradeId: 'T1', version: 1, basis: 'front', trade })[0]!;

describe('R15 reversal', () => {
  const bond = journalOf(worked1Bond({ commission: amount('150'), cash: amount('1000376.03') }));

  it('turns every posting round, on the day of the original, and names it', () => {
    const reversal = reversalOf(asPosted(bond));
    expect(reversal?.postings.map(written)).toEqual([
      'C1100 ES0A51B00019 992500.00 EUR',
      'C1150 ES0A51B00019 7726.03 EUR',
      'C5200 150.00 EUR',
      'D2100 CIERESM0 1000376.03 EUR',
    ]);
    expect(reversal?.head).toMatchObject({
      reverses: bond.id,
      effectiveDate: '2026-06-15',
      key: 'T1/1/trade-date/reversal',
    });
  });

  it('undoes only the remainder after 400,000 of 1,000,000 have settled', () => {
    const reversal = reversalOf(asPosted(bond), { settled: 40_015_041n, total: 100_037_603n });
    expect(reversal?.postings.map(written)).toEqual([
      'C1100 ES0A51B00019 595500.00 EUR',
      'C1150 ES0A51B00019 4635.62 EUR',
      'C5200 90.00 EUR',
      'D2100 CIERESM0 600225.62 EUR',
    ]);
  });

  it('has nothing to undo once all has settled', () => {
    expect(reversalOf(asPosted(bond), { settled: 100_037_603n, total: 100_037_603n })).toBeUndefined();
  });

  it('balances for any settled part, and its completion undoes the rest', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 100_037_602n }), (settled) => {
        const reversal = reversalOf(asPosted(bond), { settled, total: 100_037_603n })!;
        const rest = completionOf(asPosted(bond), reversal);
        const sums = new Map<string, bigint>();
        for (const { account, amount: money } of [...bond.postings, ...reversal.postings, ...(rest?.postings ?? [])])
          sums.set(account, (sums.get(account) ?? 0n) + money.minorUnits);
        expect([...sums.values()].every((sum) => sum === 0n)).toBe(true);
      }),
    );
  });

  it('moves to the first open day where the period of the original is closed', () => {
    expect(openDay('2026-06-15', new Set())).toBe('2026-06-15');
    expect(openDay('2026-11-15', new Set(['2026-11-01', '2026-12-01']))).toBe('2027-01-01');
    const late = onOpenDay(bond, new Set(['2026-06-01']));
    expect(late.head).toMatchObject({ effectiveDate: '2026-07-01', inputs: { belongsTo: '2026-06-15' } });
    expect(late.id).toBe(bond.id);
    expect(late.accounting).toBe('TDA');
  });
});

const trade = (quantity: string, value: string) => ({
  quantity: scaledQuantity(quantity),
  amountMinorUnits: amount(value).minorUnits,
});
const held = (...trades: [string, string][]): Holding =>
  trades.reduce((holding, [quantity, value]) => withTrade(holding, trade(quantity, value)), NOTHING_HELD);

describe('R2 cost of what is sold', () => {
  const lots = [trade('1000', '50000'), trade('500', '28000')];

  it('realises 4,800 at average cost: 600 sold at 60.00 of 1,500 that cost 52.00 each', () => {
    const after = held(['1000', '50000'], ['500', '28000'], ['-600', '-36000']);
    expect(after).toEqual({
      quantity: scaledQuantity('900'),
      costMinorUnits: 4_680_000n,
      realisedMinorUnits: 480_000n,
    });
  });

  it('would realise 6,000 first in first out: the cost is 30,000', () => {
    expect(firstInFirstOutCost(lots, scaledQuantity('600'))).toBe(3_000_000n);
    expect(3_600_000n - firstInFirstOutCost(lots, scaledQuantity('600'))).toBe(600_000n);
    expect(firstInFirstOutCost(lots, scaledQuantity('1250'))).toBe(6_400_000n);
  });

  it('brings 1100 from proceeds to cost at the end of the day, once', () => {
    const holding = held(['1000', '50000'], ['500', '28000'], ['-600', '-36000']);
    const of = { book: 'house.risk', isin: 'ES0A51E00013', currency: 'EUR' };
    const journal = holdingCostJournal(of, holding, { realisedMinorUnits: 0n, shortMinorUnits: 0n }, '2026-06-15');
    expect(journal?.postings.map(written)).toEqual([
      'D1100 ES0A51E00013 4800.00 EUR',
      'C4200 ES0A51E00013 4800.00 EUR',
    ]);
    expect(
      holdingCostJournal(of, holding, { realisedMinorUnits: 480_000n, shortMinorUnits: 0n }, '2026-06-16'),
    ).toBeUndefined();
  });

  it('shows a sale of what is not held as a short position, and realises when it is bought back', () => {
    const short = held(['-100', '-6000']);
    const of = { book: 'house.risk', isin: 'ES0A51E00013', currency: 'EUR' };
    const journal = holdingCostJournal(of, short, { realisedMinorUnits: 0n, shortMinorUnits: 0n }, '2026-06-15');
    expect(journal?.postings.map(written)).toEqual([
      'D1100 ES0A51E00013 6000.00 EUR',
      'C2410 ES0A51E00013 6000.00 EUR',
    ]);
    expect(held(['-100', '-6000'], ['150', '7500'])).toEqual({
      quantity: scaledQuantity('50'),
      costMinorUnits: 250_000n,
      realisedMinorUnits: 100_000n,
    });
  });

  it('keeps amounts = cost - realised, and leaves no cost on nothing, for any run of trades', () => {
    const trades = fc.array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 1, max: 99_999 })), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(trades, (run) => {
        let holding = NOTHING_HELD;
        let total = 0n;
        for (const [quantity, price] of run) {
          const amountMinorUnits = BigInt(quantity * price);
          total += amountMinorUnits;
          holding = withTrade(holding, { quantity: scaledQuantity(String(quantity)), amountMinorUnits });
        }
        expect(holding.costMinorUnits - holding.realisedMinorUnits).toBe(total);
        if (holding.quantity === 0n) expect(holding.costMinorUnits).toBe(0n);
      }),
    );
  });

  it.each(['0', '1', '-1.5', '0.000000000001', '123456789012345678901.123456789012'])(
    'keeps the quantity %s exactly',
    (text) => {
      expect(quantityText(scaledQuantity(text))).toBe(text);
    },
  );
});

describe('the Merkle root', () => {
  const sha = (...parts: Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
  const leaf = (entry: Buffer): Buffer => sha(Buffer.from([0]), entry);
  /** The definition of RFC 6962, word for word. */
  const definition = (entries: Buffer[]): Buffer => {
    if (entries.length === 0) return sha();
    if (entries.length === 1) return leaf(entries[0]!);
    let split = 1;
    while (split * 2 < entries.length) split *= 2;
    return sha(Buffer.from([1]), definition(entries.slice(0, split)), definition(entries.slice(split)));
  };

  it('is what RFC 6962 defines, for any number of journals', () => {
    for (let count = 0; count < 70; count += 1) {
      const entries = Array.from({ length: count }, (_, index) => Buffer.from(`journal ${index}`));
      const tree = new MerkleRoot();
      entries.forEach((entry) => tree.add(entry));
      expect(tree.root().toString('hex')).toBe(definition(entries).toString('hex'));
    }
  });
});

it('keeps bonds and shares of one book apart', () => {
  expect(journalOf(worked2Equity()).id).not.toBe(journalOf(worked1Bond()).id);
});
