import {
  cashLadder,
  debtSchedule,
  journalPosted,
  settlementExposure,
  tradeCaptured,
  versionWithdrawn,
  breakClosed,
  type EventOf,
} from '#contracts';
import { idOf } from '#domain/identity';
import {
  canonicalCash,
  canonicalDebt,
  canonicalExposure,
  followsFrom,
  scaleQuantity,
  unproved,
  type Proof,
} from '#domain/units';
import type { Database } from '#platform/database';
import { acceptedMiddle, captured, failing, settled, withdrawn } from '#test/ledger-events';
import { freshDatabase, type TestDatabase } from '#test/postgres';
import { UnitsDesk, type Heard } from '#test/units-desk';
import { amount, worked1Bond, worked2Equity, worked3Spot } from '#test/worked-trades';
import { FollowBonds } from './follow-bonds.controller.js';
import { FollowObligations } from './follow-obligations.controller.js';
import { units } from './index.js';
import { sha256 } from './sha256.js';
import { Views } from './views.controller.js';

let database: TestDatabase;
let db: Database;
let desk: UnitsDesk;

beforeEach(async () => {
  database = await freshDatabase([units]);
  db = await database.as('units');
  const [obligations, bonds] = [new FollowObligations(), new FollowBonds()];
  desk = new UnitsDesk(
    db,
    new Map([
      ['settlement.instruction-released.v1', (batch, tx) => obligations.released(batch, tx)],
      ['settlement.obligation-settled.v1', (batch, tx) => obligations.settled(batch, tx)],
      ['settlement.obligation-failing.v1', (batch, tx) => obligations.failing(batch, tx)],
      ['settlement.obligation-progressed.v1', (batch, tx) => obligations.progressed(batch, tx)],
      ['intake.trade-captured.v1', (batch, tx) => bonds.captured(batch, tx)],
      ['settlement.version-withdrawn.v1', (batch, tx) => bonds.withdrawn(batch, tx)],
      ['reconciliation.break-closed.v1', (batch, tx) => bonds.corrected(batch, tx)],
      ['ledger.journal-posted.v1', (batch, tx) => bonds.posted(batch, tx)],
    ]),
  );
});

afterEach(() => database.drop());

const shares = worked2Equity();
const spot = worked3Spot();
const bond = worked1Bond();
const at = '2026-06-15T10:00:00Z';

function instruction(tradeId: string, trade: typeof shares | typeof spot | typeof bond): Heard {
  const [terms] = trade.obligations;
  if (!terms) throw new Error('a trade without obligations');
  const { counterparty, unit, book, capacity, beneficialOwner } = trade;
  const obligationId = idOf('obligation', tradeId, 1, terms.leg);
  const event = {
    ...terms,
    eventId: idOf('released', tradeId),
    obligationId,
    sequence: 1,
    tradeId,
    version: 1,
    transition: 'L8',
    occurredAt: at,
  };
  return {
    topic: 'settlement.instruction-released.v1',
    event: {
      ...event,
      instructionId: `${tradeId}/1`,
      custodian: 'ALMACEN0',
      counterparty,
      unit,
      book,
      capacity,
      beneficialOwner,
    },
  };
}

const part = (
  tradeId: string,
  changes: Parameters<typeof settled>[2] = {},
  trade: Parameters<typeof settled>[1] = shares,
): Heard => ({
  topic: 'settlement.obligation-settled.v1',
  event: settled(tradeId, trade, changes),
});

const fail = (tradeId: string): Heard => ({
  topic: 'settlement.obligation-failing.v1',
  event: failing(tradeId, shares),
});

function cancelled(tradeId: string): Heard {
  const obligationId = idOf('obligation', tradeId, 1, 'delivery');
  const ids = { eventId: idOf('cancelled', tradeId), obligationId, sequence: 3, tradeId, version: 1, leg: 'delivery' };
  const remaining = { pay: amount('30000.00'), receive: null, quantity: '600' };
  return {
    topic: 'settlement.obligation-progressed.v1',
    event: {
      ...ids,
      transition: 'L25',
      occurredAt: at,
      from: 'CANCEL_PENDING',
      to: 'CANCELLED',
      reasonCode: null,
      reason: null,
      remaining,
    },
  };
}

const partOf400 = {
  part: 'partial',
  pay: amount('20000.00'),
  quantity: '400',
  remaining: { pay: amount('30000.00'), receive: null, quantity: '600' },
} as const;

const journal = (tradeId: string, ...postings: [string, string, string][]): EventOf<typeof journalPosted> => ({
  eventId: idOf('journal-event', tradeId),
  linkId: idOf('link', tradeId),
  tradeId,
  rule: 'R1.trade-date',
  ruleVersion: 1,
  effectiveDate: '2026-06-15',
  journals: [
    {
      journalId: idOf('journal', tradeId),
      book: 'house.debt',
      reverses: null,
      postings: postings.map(([account, detail, text]) => ({ account, detail, amount: amount(text) })),
    },
  ],
  occurredAt: at,
});

/** Four trades: one settles in parts, one fails and settles late, one is cancelled after a part, one is an exchange. */
const day: readonly Heard[] = [
  instruction('E1', shares),
  instruction('E2', shares),
  instruction('E3', shares),
  instruction('F1', spot),
  part('E1', partOf400),
  part('E3', partOf400),
  fail('E1'),
  fail('E2'),
  cancelled('E3'),
  part('E2', { wasFailing: true, effectiveDate: '2026-06-18' }),
  part('F1', {}, spot),
];

const SETTLED_DAY = [
  'units.cash_ladder|NOSTRO-EUR|EUR|2026-06-17|-12000000|-4000000|-3000000',
  'units.cash_ladder|NOSTRO-EUR|EUR|2026-06-18|0|-5000000|0',
];

describe('cash ladder and exposure', () => {
  it('add up what obligations expect, settle and fail', async () => {
    await desk.follow(day.filter(({ event }) => (event as { tradeId: string }).tradeId !== 'F1'));
    expect(await desk.stateLines(units.stateLines)).toEqual([
      ...SETTLED_DAY,
      'units.settlement_exposure|ARTAESM0|EUR|3000000|0|3000000|1|1',
    ]);
  });

  it('are the same whatever is heard first, alone or in batches', async () => {
    await desk.follow(day);
    const tidy = await desk.stateLines(units.stateLines);
    for (const order of [[...day].reverse(), [...day.slice(5), ...day.slice(0, 5)]]) {
      await db.execute('delete from units.obligation');
      await db.execute('delete from units.cash_ladder');
      await db.execute('delete from units.settlement_exposure');
      for (const heard of order) await desk.follow([heard]);
      expect(await desk.stateLines(units.stateLines)).toEqual(tidy);
    }
    expect(tidy).toContain('units.cash_ladder|NOSTRO-USD|USD|2026-06-17|-108500000|-108500000|0');
  });

  it('tell one new state of a key, however many obligations of a batch touch it', async () => {
    await desk.follow(day.slice(0, 3));
    expect(desk.said.map(({ topic }) => topic)).toEqual([cashLadder.topic, settlementExposure.topic]);
    expect(desk.said[0]?.event).toMatchObject({ sequence: 1, expected: amount('-150000.00'), asOf: at });
    await desk.follow([part('E1'), part('E2')]);
    expect(desk.said[2]?.event).toMatchObject({ sequence: 2, settled: amount('-100000.00') });
  });

  it('lose nothing when two instances begin the same keys at once', async () => {
    const trades = Array.from({ length: 8 }, (_, index) => `C${index}`);
    await Promise.all(trades.map((tradeId) => desk.follow([instruction(tradeId, shares)])));
    expect((await desk.stateLines(units.stateLines))[0]).toBe(
      'units.cash_ladder|NOSTRO-EUR|EUR|2026-06-17|-40000000|0|0',
    );
  });

  it('set aside an instruction on accounts that nobody knows', async () => {
    const unknown = worked2Equity({ instruction: 'NOBODY' });
    await expect(desk.follow([instruction('E1', unknown)])).rejects.toThrow(/name no account of ours in EUR/);
  });
});

describe('the debt view', () => {
  it('shows nominal from the trade, settled nominal, and cost and accrued interest from the books', async () => {
    await desk.hear(
      tradeCaptured,
      captured('B1', bond),
      captured('B2', worked1Bond({ side: 'SELL', quantity: '400000' })),
      captured('E1', shares),
    );
    await desk.hear(
      journalPosted,
      journal(
        'B1',
        ['1100', 'ES0A51B00019', '992500.00'],
        ['1150', 'ES0A51B00019', '7726.03'],
        ['2100', 'CIERESM0', '-1000226.03'],
      ),
    );
    await desk.hear(
      journalPosted,
      journal('E1', ['1100', 'ES0A51E00013', '50000.00'], ['2100', 'ARTAESM0', '-50000.00']),
    );
    const delivered = journal('B1S', ['1100', 'ES0A51B00019', '992500.00'], ['1010', 'NOSTRO-EUR', '-992500.00']);
    const bySettlement = delivered.journals.map((one) => ({ ...one, accounting: 'SDA' as const }));
    await desk.hear(journalPosted, { ...delivered, journals: bySettlement });
    const mark = journal('B1M', ['1100', 'ES0A51B00019', '2500.00'], ['4210', 'ES0A51B00019', '-2500.00']);
    await desk.hear(journalPosted, { ...mark, rule: 'R14.mark' });
    await desk.follow([part('B1', {}, bond)]);
    expect(await new Views(db).debt({})).toEqual({
      rows: [
        {
          book: 'house.debt',
          isin: 'ES0A51B00019',
          currency: 'EUR',
          tradedNominal: '600000',
          settledNominal: '1000000',
          cost: '992500.00',
          accruedInterest: '7726.03',
        },
      ],
      total: 1,
    });
  });

  it('follows versions as the books do: corrected, moved, and void but for what had settled', async () => {
    const moved = worked1Bond({ book: 'house.risk', unit: 'risk' });
    const cheaper = worked1Bond({ quantity: '900000' });
    const facts: (() => Promise<unknown>)[] = [
      () => desk.hear(tradeCaptured, captured('B1', bond), captured('B2', bond), captured('B3', bond)),
      () => desk.hear(versionWithdrawn, withdrawn('B1', { next: moved })),
      () =>
        desk.hear(
          versionWithdrawn,
          withdrawn('B2', {
            settled: [{ leg: 'delivery', pay: amount('400090.41'), receive: null, quantity: '400000' }],
          }),
        ),
      () => desk.hear(breakClosed, acceptedMiddle('B3', bond, cheaper)),
    ];
    const ends: string[][] = [];
    for (const order of [facts, [...facts].reverse()]) {
      await db.execute('delete from units.bond_version');
      await db.execute('delete from units.debt_position');
      for (const fact of order) await fact();
      ends.push(await desk.stateLines(units.stateLines));
    }
    expect(ends[0]).toEqual([
      `units.debt_position|house.debt|ES0A51B00019|EUR|${scaleQuantity('1300000')}|0|0|0`,
      `units.debt_position|house.risk|ES0A51B00019|EUR|${scaleQuantity('1000000')}|0|0|0`,
    ]);
    expect(ends[1]).toEqual(ends[0]);
  });
});

describe('what is said on the topics', () => {
  it('can be proved by a reader: no gap in the sequence, every digest from the one before', async () => {
    await desk.hear(tradeCaptured, captured('B1', bond));
    await desk.hear(journalPosted, journal('B1', ['1100', 'ES0A51B00019', '992500.00']));
    for (const heard of day) await desk.follow([heard]);
    const known = new Map<string, Proof>();
    for (const { topic, event } of desk.said) {
      const [key, canonical] = canonicalOf(topic, event);
      expect(followsFrom(known.get(key) ?? unproved, event as Proof, canonical, sha256)).toBe(true);
      known.set(key, event as Proof);
    }
    expect(known.size).toBe(7);
  });
});

/** As a reader outside would do it: from the event alone. */
function canonicalOf(topic: string, event: unknown): [string, string] {
  if (topic === cashLadder.topic) {
    const said = event as EventOf<typeof cashLadder>;
    const figures = {
      expected: said.expected.minorUnits,
      settled: said.settled.minorUnits,
      failing: said.failing.minorUnits,
    };
    return [cashLadder.key(said), canonicalCash(said, figures)];
  }
  if (topic === debtSchedule.topic) {
    const said = event as EventOf<typeof debtSchedule>;
    const figures = {
      tradedNominal: scaleQuantity(said.tradedNominal),
      settledNominal: scaleQuantity(said.settledNominal),
      cost: said.cost.minorUnits,
      accruedInterest: said.accruedInterest.minorUnits,
    };
    return [debtSchedule.key(said), canonicalDebt({ ...said, currency: said.cost.currency }, figures)];
  }
  const said = event as EventOf<typeof settlementExposure>;
  const figures = {
    toPay: said.toPay.minorUnits,
    toReceive: said.toReceive.minorUnits,
    failing: said.failing.minorUnits,
    openObligations: BigInt(said.openObligations),
    failingObligations: BigInt(said.failingObligations),
  };
  return [settlementExposure.key(said), canonicalExposure(said, figures)];
}

describe('what clerks read', () => {
  it('are pages of keys whose figures are not all zero', async () => {
    await desk.follow([...day, part('E1', { quantity: '600', pay: amount('30000.00'), wasFailing: true })]);
    const views = new Views(db);
    expect((await views.exposure({})).rows).toEqual([]);
    const first = await views.cashLadder({ limit: '2' });
    const second = await views.cashLadder({ limit: '2', cursor: first.next });
    expect(
      [first.total, ...first.rows, ...second.rows].map((row) =>
        typeof row === 'number' ? row : `${row.valueDate} ${row.expected} ${row.settled} ${row.failing}`,
      ),
    ).toEqual([
      3,
      '2026-06-17 880000.00 930000.00 0.00',
      '2026-06-18 0.00 -50000.00 0.00',
      '2026-06-17 -1085000.00 -1085000.00 0.00',
    ]);
  });
});
