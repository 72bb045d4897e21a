import {
  businessClockTick,
  confirmationIssued,
  counterpartyConfirmation,
  tradeAgreed,
  tradeCaptured,
  tradeConfirmed,
  tradeDisputed,
  type EventContract,
  type EventOf,
} from '#contracts';
import { idOf } from '#domain/identity';
import { invertedEconomics, type Trade } from '#domain/trade';
import type { Database } from '#platform/database';
import { runBatch } from '#test/batches';
import { freshDatabase, type TestDatabase } from '#test/postgres';
import { worked2Equity } from '#test/worked-trades';
import { Disputes } from './disputes.controller.js';
import { HearTrades } from './hear-trades.controller.js';
import { confirmation } from './index.js';

type Captured = EventOf<typeof tradeCaptured>;
type Agreed = EventOf<typeof tradeAgreed>;
type Statement = EventOf<typeof counterpartyConfirmation>;

const equity = (price = '189.25', changes = {}): Trade => worked2Equity({ price, ...changes });

function captured(
  tradeId: string,
  version: number,
  trade: Trade | null = equity(),
  amendment: Captured['amendment'] = 'economic',
): Captured {
  return {
    eventId: idOf('captured', tradeId, version),
    tradeId,
    side: 'front',
    version,
    action: trade === null ? 'CANCEL' : version === 1 ? 'NEW' : 'AMEND',
    amendment: trade !== null && version > 1 ? amendment : null,
    replaces: version > 1 ? version - 1 : null,
    trade,
    source: { topic: 'front-office.trades.v1', partition: 0, offset: '0' },
    occurredAt: '2026-06-15T10:00:00Z',
  };
}

function agreed(
  tradeId: string,
  version: number,
  trade: Trade = equity(),
  side: Agreed['acceptedSide'] = 'front',
): Agreed {
  return {
    eventId: idOf('agreed', tradeId, version, side),
    tradeId,
    sequence: version,
    version,
    acceptedSide: side,
    by: side === 'front' ? 'comparison' : 'desk-decision',
    trade,
    occurredAt: '2026-06-15T10:00:04Z',
  };
}

function statement(
  tradeId: string,
  revision: number,
  trade: Trade = equity(),
  changes: Partial<Statement> = {},
): Statement {
  return {
    messageId: `${tradeId}:${revision}`,
    counterparty: trade.counterparty,
    counterpartyReference: `REF-${tradeId}`,
    tradeId,
    revision,
    kind: 'CONFIRM',
    terms: invertedEconomics(trade),
    sentAt: '2026-06-15T10:01:35Z',
    ...changes,
  };
}

const cutOff = (businessDate = '2026-06-15'): EventOf<typeof businessClockTick> => ({
  tickId: `${businessDate}:matching-cut-off`,
  businessDate,
  at: `${businessDate}T18:00:00Z`,
  kind: 'matching-cut-off',
});

type Heard = { captured: Captured } | { agreed: Agreed } | { statement: Statement };

describe('confirming trades with their counterparties', () => {
  const hearing = new HearTrades();
  let server: TestDatabase;
  let database: Database;
  let disputes: Disputes;

  beforeAll(async () => {
    server = await freshDatabase([confirmation]);
    database = await server.as('confirmation');
    disputes = new Disputes(database);
  }, 120_000);
  afterAll(() => server.drop());
  const clear = async (): Promise<void> => {
    await database.execute('delete from confirmation.trade');
    await database.execute('delete from confirmation.dispute');
    await database.execute('update confirmation.cut_off set business_date = null, at = null');
    await database.execute('update confirmation.tally set count = 0');
  };
  beforeEach(clear);

  type Outcome = Awaited<ReturnType<typeof runBatch>>;
  const said = <Contract extends EventContract>(contract: Contract, outcome: Outcome): EventOf<Contract>[] =>
    outcome.published.filter(({ topic }) => topic === contract.topic).map(({ event }) => event as EventOf<Contract>);
  const topics = (outcome: Outcome): string[] => outcome.published.map(({ topic }) => topic.split('.')[1] ?? '');
  const capture = (...events: Captured[]) => runBatch(hearing.captured.bind(hearing), database, tradeCaptured, events);
  const agree = (...events: Agreed[]) => runBatch(hearing.agreed.bind(hearing), database, tradeAgreed, events);
  const state = (...events: Statement[]) =>
    runBatch(hearing.stated.bind(hearing), database, counterpartyConfirmation, events);
  const tick = (...events: EventOf<typeof businessClockTick>[]) =>
    runBatch(hearing.ticked.bind(hearing), database, businessClockTick, events);
  const hear = (heard: Heard) =>
    'captured' in heard ? capture(heard.captured) : 'agreed' in heard ? agree(heard.agreed) : state(heard.statement);
  const stateLines = async (): Promise<string[]> =>
    (await Promise.all(confirmation.stateLines.map((sql) => database.rows<{ line: string }>(sql))))
      .flat()
      .map(({ line }) => line);

  it('states the agreed terms to the counterparty and confirms when its statement matches', async () => {
    await capture(captured('T1', 1));
    const issued = said(confirmationIssued, await agree(agreed('T1', 1)));
    expect(issued).toMatchObject([
      { tradeId: 'T1', version: 1, counterparty: 'ARTAESM0', terms: { side: 'BUY', price: '189.25' } },
    ]);
    const outcome = await state(statement('T1', 1));
    expect(said(tradeConfirmed, outcome)).toMatchObject([
      { tradeId: 'T1', version: 1, sequence: 1, confirmationId: issued[0]?.confirmationId, trade: { price: '189.25' } },
    ]);
    expect(await disputes.summary()).toEqual({ confirmed: 1, unconfirmed: 0, disputes: {} });
  });

  it('keeps a statement that comes before the trade is known, and confirms with the agreement', async () => {
    expect(topics(await state(statement('T1', 1)))).toEqual([]);
    expect(topics(await capture(captured('T1', 1)))).toEqual([]);
    expect(topics(await agree(agreed('T1', 1)))).toEqual(['confirmation-issued', 'trade-confirmed']);
  });

  it('disputes a wrong statement with what would match, and confirms the corrected one', async () => {
    await agree(agreed('T1', 1));
    expect(said(tradeDisputed, await state(statement('T1', 1, equity('189.52'))))).toMatchObject([
      {
        kind: 'differs',
        version: 1,
        sequence: 1,
        differences: [{ field: 'price', ours: '189.25', theirs: '189.52', tolerance: '0.0001' }],
        counterfactual: 'matches if price differs by at most 0.27',
      },
    ]);
    expect((await disputes.page(undefined, undefined, undefined)).rows).toMatchObject([
      {
        tradeId: 'T1',
        version: 1,
        counterparty: 'ARTAESM0',
        kind: 'differs',
        reason: 'price: ours 189.25, theirs 189.52',
      },
    ]);
    expect(said(tradeConfirmed, await state(statement('T1', 2)))).toMatchObject([{ version: 1, sequence: 2 }]);
    expect(await disputes.page(undefined, undefined, undefined)).toEqual({ rows: [], total: 0 });
  });

  it('confirms a version once: a later statement of the same terms, or one that came late, changes nothing', async () => {
    await agree(agreed('T1', 1));
    expect(topics(await state(statement('T1', 2)))).toEqual(['trade-confirmed']);
    expect(topics(await state(statement('T1', 3)))).toEqual([]);
    expect(topics(await state(statement('T1', 1, equity('1'))))).toEqual([]);
  });

  it('knows counterparties by their names, and disputes a statement of somebody else', async () => {
    await agree(agreed('T1', 1), agreed('T2', 1));
    expect(topics(await state(statement('T1', 1, equity(), { counterparty: 'ARTABE' })))).toEqual(['trade-confirmed']);
    expect(said(tradeDisputed, await state(statement('T2', 1, equity(), { counterparty: 'CIERZO' })))).toMatchObject([
      {
        differences: [{ field: 'counterparty', ours: 'ARTAESM0', theirs: 'CIERESM0' }],
        counterfactual: 'matches if party alias CIERESM0 = ARTAESM0',
      },
    ]);
  });

  it('voids the match when the front office amends, disputes the old statement and confirms the new (L23)', async () => {
    await agree(agreed('T1', 1));
    await state(statement('T1', 1));
    expect(topics(await capture(captured('T1', 2, equity('190'))))).toEqual([]);
    expect(await stateLines()).toEqual(['confirmation.trade|T1|pending|front|2|agreed|-|statement|1|CONFIRM']);
    expect(topics(await agree(agreed('T1', 2, equity('190'))))).toEqual(['confirmation-issued', 'trade-disputed']);
    expect(said(tradeConfirmed, await state(statement('T1', 2, equity('190'))))).toMatchObject([{ version: 2 }]);
  });

  it('keeps the match over an amendment that only moves the book: the new version is confirmed at once', async () => {
    await agree(agreed('T1', 1));
    await state(statement('T1', 1));
    const moved = equity('189.25', { portfolio: 'EQ-WORLD' });
    await capture(captured('T1', 2, moved, 'internal'));
    expect(said(tradeConfirmed, await agree(agreed('T1', 2, moved)))).toMatchObject([
      { version: 2, trade: { portfolio: 'EQ-WORLD' } },
    ]);
  });

  it('matches the terms that stand when a clerk has accepted the middle office', async () => {
    expect(topics(await state(statement('T1', 1, equity('189.52'))))).toEqual([]);
    expect(said(tradeConfirmed, await agree(agreed('T1', 1, equity('189.52'), 'middle')))).toMatchObject([
      { trade: { price: '189.52' } },
    ]);
  });

  it('confirms nothing of a cancelled trade, whichever message comes first', async () => {
    await capture(captured('T1', 2, null));
    expect(topics(await agree(agreed('T1', 1)))).toEqual([]);
    expect(topics(await state(statement('T1', 1)))).toEqual([]);
    expect(topics(await state(statement('T1', 2, equity(), { kind: 'CANCEL' })))).toEqual([]);
    expect(topics(await tick(cutOff()))).toEqual([]);
  });

  it('takes a confirmation back when the counterparty withdraws (L7), and gives it again when it states the trade again', async () => {
    await agree(agreed('T1', 1));
    await state(statement('T1', 1));
    expect(said(tradeDisputed, await state(statement('T1', 2, equity(), { kind: 'CANCEL' })))).toMatchObject([
      { kind: 'differs', sequence: 2, differences: [{ field: 'status', ours: 'live', theirs: 'withdrawn' }] },
    ]);
    const again = said(tradeConfirmed, await state(statement('T1', 3)));
    expect(again).toMatchObject([{ version: 1, sequence: 3 }]);
  });

  describe('at the matching cut-off', () => {
    it('disputes silence, until the counterparty speaks', async () => {
      await agree(agreed('T1', 1));
      expect(said(tradeDisputed, await tick(cutOff()))).toMatchObject([
        { kind: 'unanswered', version: 1, counterparty: 'ARTAESM0' },
      ]);
      expect(topics(await tick(cutOff('2026-06-16')))).toEqual([]);
      expect(topics(await state(statement('T1', 1)))).toEqual(['trade-confirmed']);
    });

    it('calls a statement alleged when nobody here has the trade, until the front office reports it', async () => {
      await state(statement('T1', 1));
      expect(said(tradeDisputed, await tick(cutOff()))).toMatchObject([
        { kind: 'alleged', version: null, counterparty: 'ARTAESM0' },
      ]);
      await capture(captured('T1', 1));
      expect(await disputes.page(undefined, undefined, 'alleged')).toEqual({ rows: [], total: 0 });
      expect(topics(await agree(agreed('T1', 1)))).toEqual(['confirmation-issued', 'trade-confirmed']);
    });

    it('leaves alone a trade that front and middle office do not agree on yet', async () => {
      await capture(captured('T1', 1));
      await state(statement('T1', 1));
      expect(topics(await tick(cutOff()))).toEqual([]);
    });

    it('calls alleged what the counterparty still states of a trade we cancelled', async () => {
      await capture(captured('T1', 1), captured('T1', 2, null));
      await state(statement('T1', 1));
      expect(said(tradeDisputed, await tick(cutOff()))).toMatchObject([
        { kind: 'alleged', version: 2, differences: [{ field: 'status', ours: 'cancelled', theirs: 'live' }] },
      ]);
      await state(statement('T1', 2, equity(), { kind: 'CANCEL' }));
      expect(await stateLines()).toEqual(['confirmation.trade|T1|cancelled|front|2|agreed|-|statement|2|CANCEL']);
    });

    it('leaves what came after it struck to the next one', async () => {
      await tick(cutOff());
      await state({ ...statement('T1', 1), sentAt: '2026-06-15T18:30:00Z' });
      expect(topics(await tick(cutOff()))).toEqual([]);
      expect(topics(await tick(cutOff('2026-06-16')))).toEqual(['trade-disputed']);
    });
  });

  it('ends in the same state whatever the order over all topics, and counts what is confirmed', async () => {
    const before: Heard[] = ['A', 'B', 'C', 'D', 'E'].flatMap((id): Heard[] => [
      { captured: captured(id, 1) },
      { agreed: agreed(id, 1) },
    ]);
    before.push(
      { statement: statement('A', 1) },
      { statement: statement('B', 1, equity('1')) },
      { statement: statement('C', 1) },
    );
    before.push({ captured: captured('C', 2, equity('190')) }, { agreed: agreed('C', 2, equity('190')) });
    before.push(
      { statement: statement('D', 1) },
      { captured: captured('D', 2, null) },
      { statement: statement('F', 1) },
    );
    const after: Heard[] = [{ statement: statement('B', 2) }, { statement: statement('C', 2, equity('190')) }];
    after.push(
      { statement: statement('D', 2, equity(), { kind: 'CANCEL' }) },
      { statement: statement('E', 1, equity('2')) },
    );
    after.push({ captured: captured('F', 1) }, { agreed: agreed('F', 1) });

    const ends = new Set<string>();
    for (let run = 0; run < 10; run++) {
      await clear();
      for (const heard of shuffled(before, run)) await hear(heard);
      await tick(cutOff());
      for (const heard of shuffled(after, run)) await hear(heard);
      ends.add((await stateLines()).join('\n'));
      const { confirmed, unconfirmed } = await disputes.summary();
      expect([confirmed, unconfirmed]).toEqual([4, 1]);
    }
    expect([...ends]).toHaveLength(1);
  }, 60_000);
});

/** Another order each run; within one topic what concerns one trade stays in order, statements excepted. */
function shuffled(events: readonly Heard[], run: number): Heard[] {
  const kindOf = (heard: Heard): string =>
    'captured' in heard
      ? `captured ${heard.captured.tradeId}`
      : 'agreed' in heard
        ? `agreed ${heard.agreed.tradeId}`
        : idOf('any', heard.statement.messageId);
  const queues = new Map<string, Heard[]>();
  for (const heard of events) queues.set(kindOf(heard), [...(queues.get(kindOf(heard)) ?? []), heard]);
  const places = events.map((heard, index) => ({ heard, place: idOf('place', run, index) }));
  places.sort((one, other) => (one.place < other.place ? -1 : 1));
  return places.map(({ heard }) => queues.get(kindOf(heard))?.shift() as Heard);
}
