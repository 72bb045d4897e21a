import {
  breakClosed,
  breakOpened,
  businessClockTick,
  deskBreakDecision,
  tradeAgreed,
  tradeCaptured,
  type EventContract,
  type EventOf,
} from '#contracts';
import { idOf } from '#domain/identity';
import { breakIdOf } from '#domain/matching';
import type { Office } from '#domain/trade';
import { runBatch } from '#test/batches';
import { freshDatabase, type TestDatabase } from '#test/postgres';
import { worked2Equity, worked3Spot } from '#test/worked-trades';
import type { Database } from '#platform/database';
import { HearTrades } from './hear-trades.controller.js';
import { reconciliation } from './index.js';

type Captured = EventOf<typeof tradeCaptured>;
type Side = Captured['side'];

const PRICE = '189.25';
const WRONG = '189.52';
const equity = (price = PRICE) => worked2Equity({ price });

function captured(
  tradeId: string,
  side: Side,
  version: number,
  trade: Captured['trade'] = equity(),
  at = '10:00:00',
): Captured {
  return {
    eventId: idOf('captured', tradeId, side, version),
    tradeId,
    side,
    version,
    action: trade === null ? 'CANCEL' : version === 1 ? 'NEW' : 'AMEND',
    amendment: trade !== null && version > 1 ? 'economic' : null,
    replaces: version > 1 ? version - 1 : null,
    trade,
    source: { topic: `${side}-office.trades.v1`, partition: 0, offset: '0' },
    occurredAt: `2026-06-15T${at}Z`,
  };
}

const cutOff = (businessDate = '2026-06-15'): EventOf<typeof businessClockTick> => ({
  tickId: `${businessDate}:matching-cut-off`,
  businessDate,
  at: `${businessDate}T18:00:00Z`,
  kind: 'matching-cut-off',
});

function decision(
  tradeId: string,
  accept: Office,
  versions?: { front: number | null; middle: number | null },
  kind: 'economics' | 'missing-middle' | 'missing-front' = 'economics',
): EventOf<typeof deskBreakDecision> {
  return {
    messageId: idOf('decision', tradeId, accept, kind, versions?.front ?? 0, versions?.middle ?? 0),
    actor: 'nerea',
    approver: 'ingrid',
    reason: 'the ticket says so',
    decidedAt: '2026-06-15T11:00:00Z',
    breakId: breakIdOf(tradeId, kind),
    tradeId,
    accept,
    ...(versions ? { versions } : {}),
  };
}

describe('reconciling front and middle office', () => {
  const hearing = new HearTrades();
  let server: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    server = await freshDatabase([reconciliation]);
    database = await server.as('reconciliation');
  }, 120_000);
  afterAll(() => server.drop());
  beforeEach(async () => {
    await database.execute('delete from reconciliation.trade');
    await database.execute('delete from reconciliation.break');
    await database.execute('delete from reconciliation.break_decision');
    await database.execute('update reconciliation.cut_off set business_date = null, at = null');
    await database.execute('update reconciliation.tally set count = 0');
  });

  const said = <Contract extends EventContract>(
    contract: Contract,
    outcome: Awaited<ReturnType<typeof runBatch>>,
  ): EventOf<Contract>[] =>
    outcome.published.filter(({ topic }) => topic === contract.topic).map(({ event }) => event as EventOf<Contract>);
  const topics = (outcome: Awaited<ReturnType<typeof runBatch>>): string[] =>
    outcome.published.map(({ topic }) => topic.split('.')[1] ?? '');
  const hear = (...events: Captured[]) => runBatch(hearing.captured.bind(hearing), database, tradeCaptured, events);
  const decide = (...events: EventOf<typeof deskBreakDecision>[]) =>
    runBatch(hearing.decided.bind(hearing), database, deskBreakDecision, events);
  const tick = (...events: EventOf<typeof businessClockTick>[]) =>
    runBatch(hearing.ticked.bind(hearing), database, businessClockTick, events);
  const stateLines = async (): Promise<string[]> =>
    (await Promise.all(reconciliation.stateLines.map((sql) => database.rows<{ line: string }>(sql))))
      .flat()
      .map(({ line }) => line);

  it('agrees when both sides say the same, once, with the front trade', async () => {
    expect(topics(await hear(captured('T1', 'front', 1)))).toEqual([]);
    const outcome = await hear(captured('T1', 'middle', 1));
    expect(said(tradeAgreed, outcome)).toMatchObject([
      { tradeId: 'T1', version: 1, acceptedSide: 'front', by: 'comparison', sequence: 1, trade: { price: PRICE } },
    ]);
    expect(topics(outcome)).toEqual(['trade-agreed']);
    expect(topics(await hear(captured('T1', 'middle', 2)))).toEqual([]);
  });

  it('sets aside what one person has decided alone', async () => {
    await hear(captured('ALONE', 'front', 1), captured('ALONE', 'middle', 1, equity(WRONG)));
    const alone = { ...decision('ALONE', 'front'), approver: 'Nerea' };
    const outcome = await decide(alone);
    expect(outcome.parked).toMatchObject([{ faults: [{ field: '/approver', value: 'Nerea' }] }]);
    expect(topics(outcome)).toEqual([]);
  });

  it('folds both sides and their amendments within one batch', async () => {
    const outcome = await hear(
      captured('T1', 'front', 1),
      captured('T1', 'middle', 1, equity(WRONG)),
      captured('T1', 'front', 2, equity('190')),
      captured('T1', 'middle', 2, equity('190')),
      captured('T2', 'front', 1, worked3Spot()),
      captured('T2', 'middle', 1, worked3Spot()),
    );
    expect(said(tradeAgreed, outcome).map(({ tradeId, version }) => [tradeId, version])).toEqual([
      ['T1', 2],
      ['T2', 1],
    ]);
    expect(topics(outcome)).toEqual(['trade-agreed', 'trade-agreed']);
  });

  it('opens a break with the differing field, and closes it when the middle office amends', async () => {
    await hear(captured('T1', 'front', 1));
    expect(said(breakOpened, await hear(captured('T1', 'middle', 1, equity(WRONG))))).toMatchObject([
      {
        version: 1,
        kind: 'economics',
        sequence: 1,
        differences: [{ field: 'price', ours: PRICE, theirs: WRONG, tolerance: 'exact' }],
      },
    ]);
    const outcome = await hear(captured('T1', 'middle', 2));
    expect(said(breakClosed, outcome)).toMatchObject([{ outcome: 'agreed', correction: null, sequence: 2 }]);
    expect(said(tradeAgreed, outcome)).toMatchObject([{ version: 1, sequence: 3 }]);
  });

  it('compares an agreed trade again when the front office amends it (L5)', async () => {
    await hear(captured('T1', 'front', 1), captured('T1', 'middle', 1));
    expect(topics(await hear(captured('T1', 'front', 2, equity('190'))))).toEqual(['break-opened']);
    expect(await stateLines()).toContain('reconciliation.trade|T1|front|2|live|middle|1|live|agreed|-');
    const outcome = await hear(captured('T1', 'middle', 2, equity('190')));
    expect(said(tradeAgreed, outcome)).toMatchObject([{ version: 2, trade: { price: '190' } }]);
  });

  it('says a break again when a newer version still differs', async () => {
    await hear(captured('T1', 'front', 1), captured('T1', 'middle', 1, equity(WRONG)));
    const [opened] = said(breakOpened, await hear(captured('T1', 'front', 2, equity('190'))));
    expect(opened).toMatchObject({ version: 2, differences: [{ ours: '190', theirs: WRONG }] });
    expect(await stateLines()).toContain('reconciliation.break|T1|economics|2|1|price: front 190, middle 189.52');
  });

  it('agrees again at once on a version that only moves the book', async () => {
    await hear(captured('T1', 'front', 1), captured('T1', 'middle', 1));
    const moved = worked2Equity({ price: PRICE, portfolio: 'EQ-WORLD' });
    expect(said(tradeAgreed, await hear(captured('T1', 'front', 2, moved)))).toMatchObject([
      { version: 2, trade: { portfolio: 'EQ-WORLD' } },
    ]);
  });

  describe('at the matching cut-off', () => {
    it.each([
      ['front', 'missing-middle', 'middle', 1],
      ['middle', 'missing-front', 'front', null],
    ] as const)(
      'opens a break for what only the %s office has said, until the other speaks',
      async (side, kind, other, version) => {
        expect(topics(await hear(captured('T1', side, 1)))).toEqual([]);
        expect(said(breakOpened, await tick(cutOff()))).toMatchObject([
          { tradeId: 'T1', kind, version, differences: [] },
        ]);
        expect(topics(await tick(cutOff('2026-06-16')))).toEqual([]);
        expect(topics(await hear(captured('T1', other, 1)))).toEqual(['break-closed', 'trade-agreed']);
        expect(await stateLines()).toEqual(['reconciliation.trade|T1|front|1|live|middle|1|live|agreed|front']);
      },
    );

    it('leaves a trade of a later day, and one that came after it struck, to the next cut-off', async () => {
      await hear(captured('T1', 'front', 1, { ...equity(), tradeDate: '2026-06-16' }));
      await tick(cutOff());
      await hear(captured('T2', 'front', 1, equity(), '18:30:00'));
      expect(await stateLines()).not.toContainEqual(expect.stringContaining('break'));
      expect(said(breakOpened, await tick(cutOff('2026-06-16'))).map(({ tradeId }) => tradeId)).toEqual(['T1', 'T2']);
    });

    it('keeps the break open when the side that speaks amends', async () => {
      await hear(captured('T1', 'front', 1));
      await tick(cutOff());
      const amended = { ...captured('T1', 'front', 2, equity('190')), occurredAt: '2026-06-16T09:00:00Z' };
      expect(said(breakOpened, await hear(amended))).toMatchObject([{ kind: 'missing-middle', version: 2 }]);
    });

    it('makes the cancellation of one side a break only then, and ends it when the other cancels', async () => {
      await hear(captured('T1', 'front', 1), captured('T1', 'middle', 1));
      expect(topics(await hear(captured('T1', 'front', 2, null)))).toEqual([]);
      expect(said(breakOpened, await tick(cutOff()))).toMatchObject([
        { kind: 'economics', version: 2, differences: [{ field: 'status', ours: 'cancelled', theirs: 'live' }] },
      ]);
      expect(said(breakClosed, await hear(captured('T1', 'middle', 2, null)))).toMatchObject([
        { outcome: 'withdrawn' },
      ]);
      expect(await stateLines()).toEqual(['reconciliation.trade|T1|front|2|cancelled|middle|2|cancelled|agreed|-']);
    });

    it('has nothing to say of a cancelled trade that the other side never reported', async () => {
      await hear(captured('T1', 'front', 1, null));
      expect(topics(await tick(cutOff()))).toEqual([]);
    });
  });

  describe('when a clerk decides', () => {
    beforeEach(() => hear(captured('T1', 'front', 1), captured('T1', 'middle', 1, equity(WRONG))));

    it('lets the front side stand', async () => {
      const outcome = await decide(decision('T1', 'front', { front: 1, middle: 1 }));
      expect(said(breakClosed, outcome)).toMatchObject([
        { outcome: 'accepted-front', actor: 'nerea', reason: 'the ticket says so', correction: null },
      ]);
      expect(said(tradeAgreed, outcome)).toMatchObject([
        { acceptedSide: 'front', by: 'desk-decision', trade: { price: PRICE } },
      ]);
      expect(await stateLines()).toEqual(['reconciliation.trade|T1|front|1|live|middle|1|live|agreed|front']);
    });

    it('lets the middle side stand and says what that corrects', async () => {
      const outcome = await decide(decision('T1', 'middle'));
      expect(said(breakClosed, outcome)).toMatchObject([
        { outcome: 'accepted-middle', correction: { stands: { price: WRONG }, corrects: { price: PRICE } } },
      ]);
      expect(said(tradeAgreed, outcome)).toMatchObject([
        { version: 1, acceptedSide: 'middle', trade: { price: WRONG } },
      ]);
    });

    it('holds the decision until a newer version of either side arrives', async () => {
      await decide(decision('T1', 'front', { front: 1, middle: 1 }));
      expect(topics(await hear(captured('T1', 'middle', 2, equity('189.53'))))).toEqual(['break-opened']);
    });

    it('corrects the terms back when the middle office withdraws what was accepted', async () => {
      await decide(decision('T1', 'middle', { front: 1, middle: 1 }));
      const outcome = await hear(captured('T1', 'middle', 2));
      expect(said(breakClosed, outcome)).toMatchObject([
        { outcome: 'agreed', version: 1, correction: { stands: { price: PRICE }, corrects: { price: WRONG } } },
      ]);
      expect(said(tradeAgreed, outcome)).toMatchObject([
        { version: 1, acceptedSide: 'front', trade: { price: PRICE } },
      ]);
    });

    it.each([
      ['names other versions than now stand', 'T1', { front: 1, middle: 2 }],
      ['names a trade that is agreed', 'T2', { front: 1, middle: 1 }],
    ])('records without effect a decision that %s', async (_, tradeId, versions) => {
      await hear(captured('T2', 'front', 1), captured('T2', 'middle', 1));
      expect(topics(await decide(decision(tradeId, 'front', versions)))).toEqual([]);
      expect(await database.rows('select took_effect from reconciliation.break_decision')).toEqual([
        { took_effect: false },
      ]);
    });

    it('lets the first of two decisions stand', async () => {
      const outcome = await decide(
        decision('T1', 'front', { front: 1, middle: 1 }),
        decision('T1', 'middle', { front: 1, middle: 1 }),
      );
      expect(said(breakClosed, outcome)).toMatchObject([{ outcome: 'accepted-front' }]);
    });

    it('applies on replay a decision that arrives before the versions it was given on', async () => {
      await decide(decision('T3', 'middle', { front: 1, middle: 1 }));
      await hear(captured('T3', 'front', 1));
      const outcome = await hear(captured('T3', 'middle', 1, equity(WRONG)));
      expect(said(breakClosed, outcome)).toMatchObject([
        { outcome: 'accepted-middle', correction: { stands: { price: WRONG } } },
      ]);
      expect(said(tradeAgreed, outcome)).toMatchObject([{ acceptedSide: 'middle' }]);
    });

    it('accepts the front side of a trade that the middle office never reported', async () => {
      await hear(captured('T4', 'front', 1));
      await tick(cutOff());
      const outcome = await decide(decision('T4', 'front', { front: 1, middle: null }, 'missing-middle'));
      expect(topics(outcome)).toEqual(['break-closed', 'trade-agreed']);
    });

    it('books nothing on the word of the middle office alone, and agrees as soon as the front office speaks', async () => {
      await hear(captured('T4', 'middle', 1));
      await tick(cutOff());
      const alone = { front: null, middle: 1 };
      expect(topics(await decide(decision('T4', 'middle', alone, 'missing-front')))).toEqual([]);
      expect(await database.rows(`select took_effect from reconciliation.break_decision`)).toEqual([
        { took_effect: false },
      ]);
      const outcome = await hear(captured('T4', 'front', 1));
      expect(topics(outcome)).toEqual(['break-closed', 'trade-agreed']);
      expect(said(breakClosed, outcome)).toMatchObject([{ outcome: 'agreed', correction: null }]);
      expect(said(tradeAgreed, outcome)).toMatchObject([{ acceptedSide: 'front', by: 'comparison' }]);
    });

    it('revives no cancelled trade', async () => {
      await hear(captured('T1', 'front', 2, null));
      await tick(cutOff());
      expect(topics(await decide(decision('T1', 'middle', { front: 2, middle: 1 })))).toEqual([]);
      expect(topics(await decide(decision('T1', 'front', { front: 2, middle: 1 })))).toEqual(['break-closed']);
    });
  });

  it('ends in the same state whatever the order and the batches, and counts what is agreed', async () => {
    const days: Captured[] = ['A', 'B', 'C', 'D', 'E', 'F', 'G'].flatMap((id) => [
      captured(id, 'front', 1),
      captured(id, 'middle', 1),
    ]);
    days.push(captured('A', 'front', 2, equity('190')), captured('A', 'middle', 2, equity('190')));
    days.push(captured('B', 'front', 2, null), captured('C', 'middle', 2, equity(WRONG)));
    days.push(
      captured('D', 'front', 2, null),
      captured('D', 'middle', 2, null),
      captured('H', 'front', 1),
      captured('I', 'middle', 1, null),
    );
    const later = [
      captured('C', 'middle', 3),
      captured('H', 'middle', 1, equity(WRONG)),
      captured('E', 'front', 2, null),
    ];

    const ends = new Set<string>();
    for (let run = 0; run < 12; run++) {
      await database.execute('delete from reconciliation.trade');
      await database.execute('delete from reconciliation.break');
      await database.execute('update reconciliation.tally set count = 0');
      await database.execute('update reconciliation.cut_off set business_date = null, at = null');
      for (const part of batchesOf(inVersionOrder(days, run), run)) await hear(...part);
      await tick(cutOff());
      for (const part of batchesOf(inVersionOrder(later, run), run)) await hear(...part);
      ends.add((await stateLines()).join('\n'));
      const [counted] = await database.rows<{ tally: number; agreed: number }>(
        `select (select count::int from reconciliation.tally) as tally, count(agreed_side)::int as agreed from reconciliation.trade`,
      );
      expect(counted?.tally).toBe(counted?.agreed);
    }
    expect([...ends]).toHaveLength(1);
  }, 60_000);
});

/** Another order each run; intake says the versions of one trade and side in order. */
function inVersionOrder(events: readonly Captured[], run: number): Captured[] {
  const order = [...events]
    .map((event, index) => ({ event, place: idOf('place', run, index) }))
    .sort((one, other) => (one.place < other.place ? -1 : 1));
  const versions = new Map<string, Captured[]>();
  for (const event of events)
    versions.set(`${event.tradeId}|${event.side}`, [...(versions.get(`${event.tradeId}|${event.side}`) ?? []), event]);
  return order.map(({ event }) => versions.get(`${event.tradeId}|${event.side}`)?.shift() as Captured);
}

function batchesOf(events: readonly Captured[], run: number): Captured[][] {
  const size = 1 + (run % 5) * 3;
  return Array.from({ length: Math.ceil(events.length / size) }, (_, index) =>
    events.slice(index * size, (index + 1) * size),
  );
}
