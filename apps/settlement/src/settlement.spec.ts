import { obligationFailing, obligationSettled, versionWithdrawn } from '#contracts';
import type { Database } from '#platform/database';
import { freshDatabase, type TestDatabase } from '#test/postgres';
import { changed, confirmed, reported, SettlementDesk, tick } from '#test/settlement-desk';
import { amount, worked2Equity, worked3Spot, worked4Swap, worked5Deposit } from '#test/worked-trades';
import { HearCustodian } from './hear-custodian.controller.js';
import { HearTrades } from './hear-trades.controller.js';
import { settlement } from './index.js';
import { Obligations } from './obligations.controller.js';
import { PassCutOff } from './pass-cut-off.controller.js';

let database: TestDatabase;
let db: Database;
let desk: SettlementDesk;

beforeEach(async () => {
  database = await freshDatabase([settlement]);
  db = await database.as('settlement');
  const [trades, custodian, clock] = [new HearTrades(), new HearCustodian(), new PassCutOff()];
  desk = new SettlementDesk(db, {
    captured: (batch, tx) => trades.captured(batch, tx),
    confirmed: (batch, tx) => trades.confirmed(batch, tx),
    reported: (batch, tx) => custodian.reported(batch, tx),
    ticked: (batch, tx) => clock.ticked(batch, tx),
  });
});

afterEach(() => database.drop());

const shares = worked2Equity();
const dearer = worked2Equity({ price: '51.00', consideration: amount('51000.00') });
const elsewhere = worked2Equity({ book: 'house.debt', unit: 'debt' });
const states = async (): Promise<string[]> =>
  (
    await db.rows<{ line: string }>(
      `select instruction_id || ' ' || state as line from settlement.obligation order by 1`,
    )
  ).map(({ line }) => line);

describe('settling a trade', () => {
  it('goes from the confirmation over the match to cash and securities', async () => {
    await desk.confirm(confirmed('E1', shares));
    await desk.report(reported('E1', 'ACCEPTED'), reported('E1', 'MATCHED'));
    await desk.report(reported('E1', 'SETTLED'));
    await desk.tick(tick('2026-06-17'));
    expect(desk.story()).toEqual([
      'instruction-released L8',
      'obligation-progressed L11 MATCHED',
      'obligation-settled L18 final',
    ]);
    expect(desk.said.map(({ event }) => event['sequence'])).toEqual([1, 2, 3]);
    expect(desk.events(obligationSettled)[0]).toMatchObject({
      pay: amount('50000.00'),
      receive: null,
      quantity: '1000',
      remaining: { pay: amount('0.00'), quantity: '0' },
      wasFailing: false,
      trade: { book: 'house.risk' },
    });
  });

  it('settles both currencies of an exchange without a match, and each leg on its day', async () => {
    await desk.confirm(
      confirmed('F1', worked3Spot()),
      confirmed('W1', worked4Swap()),
      confirmed('D1', worked5Deposit()),
    );
    expect(await states()).toEqual([
      'D1/1/maturity INSTRUCTED',
      'D1/1/start INSTRUCTED',
      'F1/1/near INSTRUCTED',
      'W1/1/far INSTRUCTED',
      'W1/1/near INSTRUCTED',
    ]);
    await desk.report(
      reported('F1', 'SETTLED', { instructionId: 'F1/1/near' }),
      reported('W1', 'SETTLED', { instructionId: 'W1/1/near' }),
    );
    await desk.tick(tick('2026-06-17'));
    expect(await states()).toEqual([
      'D1/1/maturity INSTRUCTED',
      'D1/1/start FAILING',
      'F1/1/near SETTLED',
      'W1/1/far INSTRUCTED',
      'W1/1/near SETTLED',
    ]);
  });

  it('takes parts over the cut-off, the last one with the residue', async () => {
    const odd = worked2Equity({ quantity: '3', consideration: amount('100.00') });
    await desk.confirm(confirmed('E1', odd));
    await desk.report(reported('E1', 'PARTIALLY_SETTLED', { messageId: 'p1', settledQuantity: '1' }));
    await desk.tick(tick('2026-06-17'), tick('2026-06-17'));
    await desk.report(reported('E1', 'PARTIALLY_SETTLED', { messageId: 'p2', settledQuantity: '1' }));
    await desk.report(reported('E1', 'SETTLED', { effectiveDate: '2026-06-18' }));
    expect(desk.events(obligationFailing).map(({ pay, quantity, since }) => [pay, quantity, since])).toEqual([
      [amount('66.67'), '2', '2026-06-17'],
    ]);
    expect(
      desk.events(obligationSettled).map(({ pay, wasFailing, transition }) => [pay, wasFailing, transition]),
    ).toEqual([
      [amount('33.33'), false, 'L16'],
      [amount('33.34'), true, 'L20'],
      [amount('33.33'), true, 'L18'],
    ]);
  });

  it('fails with the reason the custodian tells, and settles late', async () => {
    await desk.confirm(confirmed('E1', shares));
    await desk.report(reported('E1', 'MATCHED'), reported('E1', 'FAILING', { reasonCode: 'LACK' }));
    await desk.tick(tick('2026-06-17'));
    expect(desk.events(obligationFailing)[0]).toMatchObject({
      reasonCode: 'LACK',
      reason: 'we have too few securities',
    });
    await desk.report(reported('E1', 'SETTLED', { effectiveDate: '2026-06-18' }));
    await desk.tick(tick('2026-06-18'));
    expect(desk.story().slice(2)).toEqual(['obligation-failing L19', 'obligation-settled L18 final']);
  });

  it('lets what is instructed after its cut-off fail at once, as if it had been there when it struck', async () => {
    await desk.tick(tick('2026-06-17'));
    await desk.confirm(confirmed('E1', shares), confirmed('W1', worked4Swap()));
    expect(desk.story()).toEqual([
      'instruction-released L8',
      'obligation-failing L19',
      'instruction-released L8',
      'obligation-failing L19',
      'instruction-released L8',
    ]);
    await desk.tick(tick('2026-06-18'));
    expect(desk.events(obligationFailing).map(({ since }) => since)).toEqual(['2026-06-17', '2026-06-17']);
    expect(await states()).toEqual(['E1/1/delivery FAILING', 'W1/1/far INSTRUCTED', 'W1/1/near FAILING']);
  });

  it('keeps reports on instructions that it does not know yet', async () => {
    await desk.report(reported('E1', 'SETTLED'), reported('E1', 'MATCHED'), reported('E9', 'MATCHED'));
    await desk.confirm(confirmed('E1', shares));
    expect(desk.story()).toEqual([
      'instruction-released L8',
      'obligation-progressed L11 MATCHED',
      'obligation-settled L18 final',
    ]);
    expect(await states()).toEqual(['E1/1/delivery SETTLED']);
    expect(await db.rows('select instruction_id from settlement.early_status')).toEqual([
      { instruction_id: 'E9/1/delivery' },
    ]);
  });

  it('sets aside a report that leaves out what moved, and records one that cannot be true', async () => {
    await desk.confirm(confirmed('E1', shares));
    const { parked } = await desk.report(
      reported('E1', 'PARTIALLY_SETTLED', { effectiveDate: undefined }),
      reported('E1', 'PARTIALLY_SETTLED', { messageId: 'p1', settledQuantity: '1001' }),
    );
    expect(parked[0]?.faults.map(({ field }) => field)).toEqual(['/settledQuantity', '/effectiveDate']);
    expect(await db.rows('select kind, reason from settlement.exception')).toEqual([
      { kind: 'over-settlement', reason: '1001 is reported as settled, 1000 is open' },
    ]);
  });

  it('sets aside a confirmation of a trade that it cannot instruct', async () => {
    const { parked } = await desk.confirm(
      confirmed('E1', worked2Equity({ instruction: 'NOBODY' })),
      confirmed('E2', shares),
    );
    expect(parked[0]?.faults[0]?.value).toBe('NOBODY');
    expect(await states()).toEqual(['E2/1/delivery INSTRUCTED']);
  });
});

describe('taking a trade back', () => {
  it('asks the custodian, and withdraws when it has answered', async () => {
    await desk.confirm(confirmed('E1', shares));
    await desk.report(reported('E1', 'MATCHED'));
    await desk.capture(changed('E1', 2));
    expect(desk.story().at(-1)).toBe('cancellation-requested L24');
    await desk.report(reported('E1', 'CANCELLED'));
    expect(desk.story().slice(-2)).toEqual(['obligation-progressed L25 CANCELLED', 'version-withdrawn CANCEL']);
    expect(await desk.stateLines(settlement.stateLines)).toEqual([
      'settlement.trade|E1|2|2|cancelled|held|-|waiting|-|refused|-',
    ]);
  });

  it('goes on when the custodian denies, and says so', async () => {
    await desk.confirm(confirmed('E1', shares));
    await desk.capture(changed('E1', 2));
    await desk.report(reported('E1', 'CANCEL_DENIED'), reported('E1', 'SETTLED'));
    expect(desk.story().slice(2)).toEqual([
      'obligation-progressed L26 INSTRUCTED',
      'obligation-progressed L11 MATCHED',
      'obligation-settled L18 final',
    ]);
    expect(
      (await db.rows<{ kind: string }>('select kind from settlement.exception order by kind')).map(({ kind }) => kind),
    ).toEqual(['cancel-denied', 'change-refused']);
  });

  it('holds the new version until the old one is gone', async () => {
    await desk.confirm(confirmed('E1', shares));
    await desk.capture(changed('E1', 2, { trade: dearer }));
    await desk.confirm(confirmed('E1', dearer, 2));
    expect(await states()).toEqual(['E1/1/delivery CANCEL_PENDING']);
    await desk.report(reported('E1', 'CANCELLED'));
    expect(await states()).toEqual(['E1/1/delivery CANCELLED', 'E1/2/delivery INSTRUCTED']);
    expect(desk.events(versionWithdrawn)).toMatchObject([
      { version: 1, nextVersion: 2, by: 'AMEND', next: { price: '51.00' } },
    ]);
  });

  it('moves to another book without a new instruction, and what settles goes to the new one', async () => {
    await desk.confirm(confirmed('E1', shares));
    await desk.tick(tick('2026-06-17'));
    await desk.capture(changed('E1', 2, { trade: elsewhere, amendment: 'internal' }));
    await desk.confirm(confirmed('E1', elsewhere, 2));
    await desk.report(reported('E1', 'SETTLED'));
    expect(desk.story()).toEqual([
      'instruction-released L8',
      'obligation-failing L19',
      'version-withdrawn AMEND',
      'obligation-failing L27',
      'obligation-settled L18 final',
    ]);
    expect(desk.events(obligationSettled)[0]).toMatchObject({
      version: 2,
      wasFailing: true,
      trade: { book: 'house.debt' },
    });
  });

  it('comes too late for what has settled', async () => {
    await desk.confirm(confirmed('E1', shares));
    await desk.report(reported('E1', 'SETTLED'));
    await desk.capture(changed('E1', 2));
    expect(desk.events(versionWithdrawn)).toEqual([]);
    expect((await desk.stateLines(settlement.stateLines)).at(-1)).toBe(
      'settlement.trade|E1|1|1|stands|held|-|waiting|-|refused|2',
    );
  });
});

describe('the order in which messages come', () => {
  /** The days of several trades; within a day topics mix, each trade's statuses come after what caused them. */
  const cancel = changed('E2', 2);
  const amend = changed('E3', 2, { trade: dearer });
  const steps: Record<string, () => Promise<unknown>> = {
    confirm: () => desk.confirm(confirmed('E1', shares), confirmed('E2', shares), confirmed('E3', shares)),
    capture: () => desk.capture(cancel, amend),
    confirmAgain: () => desk.confirm(confirmed('E3', dearer, 2)),
    statuses: () =>
      desk.report(
        reported('E1', 'PARTIALLY_SETTLED', { settledQuantity: '400' }),
        reported('E1', 'MATCHED'),
        reported('E2', 'MATCHED'),
        reported('E3', 'MATCHED', { instructionId: 'E3/2/delivery' }),
      ),
  };
  /** Whatever cancellation was asked for is answered. */
  const answers = async (): Promise<void> => {
    for (const tradeId of ['E2', 'E3'])
      if ((await states()).includes(`${tradeId}/1/delivery CANCEL_PENDING`))
        await desk.report(reported(tradeId, 'CANCELLED'));
  };

  it.each([
    [['confirm', 'capture', 'confirmAgain', 'statuses']],
    [['capture', 'confirm', 'confirmAgain', 'statuses']],
    [['statuses', 'confirmAgain', 'capture', 'confirm']],
    [['confirmAgain', 'confirm', 'statuses', 'capture']],
    [['capture', 'statuses', 'confirmAgain', 'confirm']],
  ])('%s ends in the same state', async (order) => {
    for (const name of order) {
      await steps[name]?.();
      await answers();
    }
    await desk.tick(tick('2026-06-17'));
    expect(await desk.stateLines(settlement.stateLines)).toEqual([
      'settlement.obligation|E1|1|delivery|FAILING|settled|2000000|-|400|open|3000000|-|600|failing|2026-06-17|-',
      'settlement.obligation|E3|2|delivery|FAILING|settled|0|-|0|open|5100000|-|1000|failing|2026-06-17|-',
      'settlement.trade|E1|1|1|stands|held|-|waiting|-|refused|-',
      'settlement.trade|E2|2|2|cancelled|held|-|waiting|-|refused|-',
      'settlement.trade|E3|2|2|stands|held|-|waiting|-|refused|-',
      'settlement.clock|2026-06-17|settlement-cut-off',
    ]);
    expect(
      desk
        .events(versionWithdrawn)
        .map(({ tradeId, version }) => [tradeId, version])
        .sort(),
    ).toEqual([
      ['E2', 1],
      ['E3', 1],
    ]);
  });
});

describe('the database', () => {
  beforeEach(() => desk.confirm(confirmed('E1', shares)));

  it.each([
    [`update settlement.obligation set state = 'CANCELLED', way = '{INSTRUCTED,CANCELLED}'`, /illegal way/],
    [
      `update settlement.obligation set state = 'SETTLED', way = '{INSTRUCTED,SETTLED}', pay_settled = pay, quantity_settled = 1`,
      /obligation_settled_whole/,
    ],
    [`update settlement.obligation set pay_settled = pay + 1`, /obligation_pay_settled/],
    [`update settlement.obligation set state = 'FAILING', way = '{INSTRUCTED,FAILING}'`, /obligation_failing_since/],
    [`update settlement.trade set root_version = 2`, /trade_standing/],
  ])('refuses %s', async (statement, refusal) => {
    await expect(db.execute(statement)).rejects.toThrow(refusal);
  });

  it('refuses an obligation that does not begin with its instruction', async () => {
    const copied =
      'obligation_id, trade_id, version, leg, instruction_id, custodian, counterparty, settlement_date, method, our_instructions, their_instructions, state, way, sequence, evidence';
    await expect(
      db.execute(
        `insert into settlement.obligation (${copied})
         select gen_random_uuid(), trade_id, 2, leg, 'other', custodian, counterparty, settlement_date, method, our_instructions,
           their_instructions, 'MATCHED', '{}', 1, evidence from settlement.obligation`,
      ),
    ).rejects.toThrow(/begins as INSTRUCTED/);
  });
});

describe('what clerks read', () => {
  it('is the obligations by state, reason and trade, page by page, with their reasons counted', async () => {
    await desk.confirm(
      ...['E1', 'E2', 'E3'].map((tradeId) => confirmed(tradeId, shares)),
      confirmed('F1', worked3Spot()),
    );
    await desk.report(reported('E1', 'FAILING', { reasonCode: 'LACK' }), reported('E2', 'SETTLED'));
    await desk.report(reported('E3', 'PARTIALLY_SETTLED', { settledQuantity: '250' }));
    await desk.tick(tick('2026-06-17'));
    const api = new Obligations(db);
    expect(await api.summary()).toEqual({
      businessDate: '2026-06-17',
      clock: { kind: 'settlement-cut-off', at: '2026-06-17T18:30:00Z' },
      obligations: { FAILING: 3, SETTLED: 1 },
      failing: [
        {
          reason: 'the custodian has told no reason',
          count: 2,
          amounts: [
            { amount: '1037500.00', currency: 'EUR' },
            { amount: '1085000.00', currency: 'USD' },
          ],
        },
        { reason: 'we have too few securities', count: 1, amounts: [{ amount: '50000.00', currency: 'EUR' }] },
      ],
      exceptions: {},
    });
    const first = await api.page({ state: 'FAILING', limit: '2' });
    const second = await api.page({ state: 'FAILING', limit: '2', cursor: first.next });
    expect([first.total, first.rows.length, second.rows.length, second.next]).toEqual([3, 2, 1, undefined]);
    expect((await api.page({ reason: 'we have too few securities' })).rows.map(({ tradeId }) => tradeId)).toEqual([
      'E1',
    ]);
    expect((await api.page({ tradeId: 'E3' })).rows[0]).toMatchObject({
      state: 'FAILING',
      pay: { amount: '50000.00', currency: 'EUR' },
      remainingPay: { amount: '37500.00', currency: 'EUR' },
      security: { quantity: '1000', remaining: '750' },
    });
  });
});
