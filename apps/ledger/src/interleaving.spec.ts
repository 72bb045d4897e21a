import { captured, acceptedMiddle, endOfDay, failing, partly, settled, withdrawn } from '#test/ledger-events';
import { LedgerDesk } from '#test/ledger-desk';
import { freshDatabase } from '#test/postgres';
import { amount, worked1Bond, worked2Equity, worked4Forward, worked4Swap, worked5Deposit } from '#test/worked-trades';
import { handlers } from './handlers.js';
import { ledger, ledgerRoot, verifyLedger } from './index.js';

type Step = (desk: LedgerDesk) => Promise<unknown>;
/** Each topic keeps its order; topics come in any order between each other. */
type Topics = readonly (readonly Step[])[];

interface Outcome {
  readonly root: string;
  readonly state: readonly string[];
  readonly balances: Record<string, string>;
}

const RATES = [{ base: 'EUR', quote: 'USD', rate: '1.0850' }];

/** Hears the days one after the other, the topics of each day merged as `choose` says. */
async function hear(days: readonly Topics[], choose: (open: number) => number): Promise<Outcome> {
  const database = await freshDatabase([ledger]);
  try {
    const db = await database.as('ledger');
    const desk = new LedgerDesk(db, handlers);
    for (const [index, topics] of days.entries()) {
      const left = topics.map((topic) => [...topic]);
      for (
        let open = left.filter((topic) => topic.length > 0);
        open.length > 0;
        open = left.filter((topic) => topic.length > 0)
      )
        await open[choose(open.length)]?.shift()?.(desk);
      await desk.end(endOfDay(`2026-06-${15 + index}`, RATES));
    }
    expect((await verifyLedger(db)).faults).toEqual([]);
    return {
      root: await ledgerRoot(db),
      state: await desk.stateLines(ledger.stateLines),
      balances: await desk.balances(),
    };
  } finally {
    await database.drop();
  }
}

/** The same choices in every run of the test. */
function seeded(seed: number): (open: number) => number {
  let state = seed;
  return (open) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * open);
  };
}

async function expectSame(days: readonly Topics[], runs: number): Promise<Outcome> {
  const tidy = await hear(days, () => 0);
  const hasty = await hear(days, (open) => open - 1);
  expect(hasty).toEqual(tidy);
  for (let seed = 1; seed <= runs; seed += 1) expect(await hear(days, seeded(seed))).toEqual(tidy);
  return tidy;
}

const bond = worked1Bond();
const dearer = worked1Bond({ price: '99.50', consideration: amount('995000.00'), cash: amount('1002726.03') });
const elsewhere = worked1Bond({ book: 'house.risk', unit: 'risk' });
const shares = worked2Equity();
const sale = worked2Equity({ side: 'SELL', quantity: '600', price: '60.00', consideration: amount('36000') });
const part = { quantity: '400000', cash: amount('400090.41'), leftQuantity: '600000', leftCash: amount('600135.62') };

describe('the same facts give the same books, whichever topic is heard first', () => {
  it('for amended, moved and cancelled trades', async () => {
    const { balances } = await expectSame(
      [
        [
          [
            (desk) => desk.book(captured('B1', bond), captured('B2', bond), captured('E1', shares)),
            (desk) => desk.book(captured('E2', sale)),
          ],
          [
            (desk) => desk.withdraw(withdrawn('B1', { next: dearer })),
            (desk) => desk.withdraw(withdrawn('B1', { version: 2, next: elsewhere }), withdrawn('E1')),
            (desk) => desk.withdraw(withdrawn('B2')),
          ],
          [(desk) => desk.settle(settled('B1', elsewhere, { version: 3 }))],
        ],
      ],
      6,
    );
    expect(balances).toEqual({
      'house.risk 1100 ES0A51B00019 EUR': '99250000',
      'house.risk 1150 ES0A51B00019 EUR': '772603',
      'house.risk 1200 ARTAESM0 EUR': '3600000',
      'house.risk 2410 ES0A51E00013 EUR': '-3600000',
      'house.risk 2980 house.treasury EUR': '-100022603',
      'house.treasury 1010 NOSTRO-EUR EUR': '-100022603',
      'house.treasury 1980 house.risk EUR': '100022603',
    });
  }, 120_000);

  it('for fails, late parts and a cancel of the rest', async () => {
    const { balances } = await expectSame(
      [
        [
          [(desk) => desk.book(captured('B1', bond))],
          [(desk) => desk.settle(partly('B1', bond, part))],
          [(desk) => desk.fail(failing('B1', bond, { pay: part.leftCash, quantity: part.leftQuantity }))],
          [
            (desk) =>
              desk.withdraw(
                withdrawn('B1', {
                  settled: [{ leg: 'delivery', pay: part.cash, receive: null, quantity: part.quantity }],
                }),
              ),
          ],
        ],
      ],
      6,
    );
    expect(balances['house.debt 1100 ES0A51B00019 EUR']).toBe('39700000');
    expect(balances['house.debt 2110 CIERESM0 EUR']).toBeUndefined();
  }, 120_000);

  it("for a clerk's decision in favour of the middle office, on a trade that is amended afterwards", async () => {
    const { balances } = await expectSame(
      [
        [
          [(desk) => desk.book(captured('E1', shares), captured('E2', sale))],
          [
            (desk) =>
              desk.correct(
                acceptedMiddle('E1', shares, worked2Equity({ price: '52.00', consideration: amount('52000') })),
              ),
          ],
          [
            (desk) =>
              desk.withdraw(
                withdrawn('E2', {
                  next: worked2Equity({ side: 'SELL', quantity: '500', consideration: amount('30000') }),
                }),
              ),
          ],
        ],
        [[(desk) => desk.book(captured('E0', shares))]],
      ],
      4,
    );
    // 2,000 shares cost 102,000 once the late E0 of the first day is in; 500 sold for 30,000 cost 26,000 of E1's 52,000 or 25,500 of both.
    expect(balances['house.risk 4200 ES0A51E00013 EUR']).toBe('-450000');
    expect(balances['house.risk 1100 ES0A51E00013 EUR']).toBe('7650000');
  }, 120_000);

  it('for forwards, swaps and deposits over several days', async () => {
    const deposit = worked5Deposit();
    const { balances } = await expectSame(
      [
        [
          [
            (desk) =>
              desk.book(captured('F1', worked4Forward()), captured('W1', worked4Swap()), captured('D1', deposit)),
          ],
          [(desk) => desk.settle(settled('D1', deposit, { leg: 'start' }))],
        ],
        [
          [(desk) => desk.settle(settled('W1', worked4Swap(), { leg: 'near' }))],
          [
            (desk) =>
              desk.withdraw(
                withdrawn('F1', {
                  next: worked4Forward({
                    near: { bought: amount('500000'), sold: amount('545000', 'USD'), rate: '1.09' },
                  }),
                }),
              ),
          ],
        ],
        [
          [
            (desk) =>
              desk.settle(
                settled(
                  'F1',
                  worked4Forward({ near: { bought: amount('500000'), sold: amount('545000', 'USD'), rate: '1.09' } }),
                  { version: 2 },
                ),
              ),
          ],
        ],
      ],
      4,
    );
    expect(balances['house.treasury 1150 BRUMGB20 USD']).toBe('277778');
    // Left of the forwards: the far leg of the swap, in EUR: USD 1,087,000 at 1.0850 against EUR 1,000,000.
    expect(Object.keys(balances).filter((account) => / (1400|2400) /.test(account))).toEqual([
      'house.treasury 1400 BRUMGB20 EUR',
    ]);
  }, 120_000);

  it('and the same balances even when the decision is heard after the cancel of what had settled on it', async () => {
    const days = [
      [
        [(desk: LedgerDesk) => desk.book(captured('B1', bond))],
        [(desk: LedgerDesk) => desk.correct(acceptedMiddle('B1', bond, dearer))],
        [(desk: LedgerDesk) => desk.settle(partly('B1', dearer, part))],
        [
          (desk: LedgerDesk) =>
            desk.withdraw(
              withdrawn('B1', {
                settled: [{ leg: 'delivery', pay: part.cash, receive: null, quantity: part.quantity }],
              }),
            ),
        ],
      ],
    ];
    const tidy = await hear(days, () => 0);
    expect((await hear(days, (open) => open - 1)).state).toEqual(tidy.state);
    for (let seed = 1; seed <= 4; seed += 1) expect((await hear(days, seeded(seed))).state).toEqual(tidy.state);
  }, 120_000);
});
