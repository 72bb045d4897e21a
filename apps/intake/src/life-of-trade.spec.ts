import fc from 'fast-check';
import {
  frontOfficeTrade,
  middleOfficeTrade,
  type Page,
  type ParkedDetail,
  type ParkedRow,
  type TradeDetail,
  type TradeRow,
} from '#contracts';
import { idOf } from '#domain/identity';
import { AMEND, bodyOf, CANCEL, intakeUnderTest, NEW, shares, type IntakeUnderTest } from '#test/intake-desk';
import { storyOf as factsAbout } from '#test/trade-story';
import { HearFacts } from './hear-facts.controller.js';

let intake: IntakeUnderTest;
const hearing = new HearFacts();
const storyOf = (tradeId: string) => factsAbout(tradeId, hearing, intake.db);

beforeAll(async () => {
  intake = await intakeUnderTest();
}, 120_000);
afterAll(() => intake.close());

const capture = async (tradeId: string, ...messages: (typeof NEW)[]): Promise<void> => {
  await intake.send(
    frontOfficeTrade,
    messages.map((message) => ({ key: tradeId, body: bodyOf(tradeId, message) })),
  );
  await intake.quiet();
};

const standing = async (tradeId: string): Promise<unknown[]> => {
  const { row } = await intake.get<TradeDetail>(`/api/intake/trades/${tradeId}`);
  return [row.state, row.reason];
};

const UP_TO_AGREED = ['opened', 'closed', 'agreed'];
const UP_TO_MATCHED = [...UP_TO_AGREED, 'disputed', 'confirmed', 'released', 'matched'];
const ENDS: readonly [told: string, facts: string[], state: string, reason: string | null][] = [
  ['a break', ['opened'], 'ENRICHED', 'price differs: 50.00 / 50.10'],
  ['its agreement', UP_TO_AGREED, 'RECONCILED', 'waits for the confirmation of ARTAESM0'],
  ['a dispute', [...UP_TO_AGREED, 'disputed'], 'RECONCILED', 'ARTAESM0 has not confirmed by the cut-off'],
  ['its confirmation', [...UP_TO_AGREED, 'disputed', 'confirmed'], 'CONFIRMED', 'waits to be instructed'],
  ['its match', UP_TO_MATCHED, 'MATCHED', 'settlement date 2026-06-17 not reached'],
  ['a part', [...UP_TO_MATCHED, 'part'], 'PARTIALLY_SETTLED', 'a part has settled, the remainder is open'],
  [
    'a rejection before the cut-off',
    [...UP_TO_AGREED, 'confirmed', 'released', 'rejected', 'late'],
    'CONFIRMED',
    'not instructed by the cut-off, rejected: safekeeping account wrong (SAFE)',
  ],
  ['its fail', [...UP_TO_MATCHED, 'part', 'failing'], 'FAILING', 'we have too few securities (LACK)'],
  ['its end', [...UP_TO_MATCHED, 'part', 'failing', 'rest'], 'SETTLED', null],
];

describe('the life of a trade', () => {
  it.each(ENDS)(
    'stands where %s puts it, in whatever order the facts are told, and told twice',
    async (told, facts, state, reason) => {
      const orders = fc.sample(fc.shuffledSubarray(facts, { minLength: facts.length }), { numRuns: 5, seed: 20260615 });
      for (const [index, order] of [facts, facts.toReversed(), ...orders].entries()) {
        const tradeId = `${idOf('life', told).slice(0, 8)}-${index}`;
        const story = storyOf(tradeId);
        await capture(tradeId, NEW);
        for (const name of [...order, ...order.slice(0, 2)]) await story[name]?.();
        expect([order, ...(await standing(tradeId))]).toEqual([order, state, reason]);
      }
    },
  );

  it('ends cancelled in whatever order the custodian, settlement and the front office are heard', async () => {
    const facts = ['agreed', 'confirmed', 'released', 'matched', 'asked', 'cancelled', 'withdrawn'];
    const orders = fc.sample(fc.shuffledSubarray(facts, { minLength: facts.length }), { numRuns: 5, seed: 1 });
    for (const [index, order] of [facts, facts.toReversed(), ...orders].entries()) {
      const tradeId = `CANCEL-${index}`;
      const story = storyOf(tradeId);
      await capture(tradeId, NEW);
      for (const name of order.slice(0, index)) await story[name]?.();
      await capture(tradeId, CANCEL);
      for (const name of order.slice(index)) await story[name]?.();
      expect([order, ...(await standing(tradeId))]).toEqual([order, 'CANCELLED', null]);
    }
  });

  it('does not move on a step of settlement whose earlier steps have not been told', async () => {
    await capture('AHEAD', NEW);
    const story = storyOf('AHEAD');
    for (const name of ['agreed', 'confirmed', 'failing']) await story[name]?.();
    expect(await standing('AHEAD')).toEqual(['CONFIRMED', 'waits to be instructed']);
    for (const name of ['released', 'part']) await story[name]?.();
    expect(await standing('AHEAD')).toEqual(['INSTRUCTED', 'settlement date 2026-06-17 not reached']);
    await story['matched']?.();
    expect(await standing('AHEAD')).toEqual(['FAILING', 'we have too few securities (LACK)']);
  });

  it('waits for settlement to withdraw what the front office has cancelled', async () => {
    await capture('UNDONE', NEW, CANCEL);
    expect(await standing('UNDONE')).toEqual([
      'ENRICHED',
      'cancelled by the front office, settlement has not withdrawn it yet',
    ]);
    await storyOf('UNDONE')['withdrawn']?.();
    expect(await standing('UNDONE')).toEqual(['CANCELLED', null]);
  });

  it.each([
    [`state = 'SETTLED', way = '{ENRICHED,SETTLED}'`],
    [`state = 'SETTLED', way = '{MATCHED,SETTLED}'`],
    [`state = 'RECONCILED', way = '{ENRICHED}'`],
    [`state = 'RECONCILED', way = null`],
  ])('goes no illegal way, not even by a hand-written statement: set %s', async (change) => {
    await capture('LAW', NEW);
    await expect(intake.db.execute(`update intake.trade set ${change} where trade_id = 'LAW'`)).rejects.toThrow(
      /illegal way through the life cycle: ENRICHED to/,
    );
    expect(await standing('LAW')).toEqual(['ENRICHED', 'waits for the middle office']);
  });
});

describe('what a clerk reads', () => {
  it('is the blotter, filtered, sorted and paged without a row twice or missing', async () => {
    for (const number of [1, 2, 3, 4, 5]) await capture(`PAGE-${number}`, NEW, ...(number > 3 ? [AMEND] : []));
    const walk = async (query: string): Promise<string[]> => {
      const seen: string[] = [];
      let next: string | undefined;
      do {
        const page = await intake.get<Page<TradeRow>>(
          `/api/intake/trades?search=PAGE-&limit=2&${query}${next === undefined ? '' : `&cursor=${next}`}`,
        );
        expect(page.total).toBe(5);
        seen.push(...page.rows.map(({ tradeId }) => tradeId));
        ({ next } = page);
      } while (next !== undefined);
      return seen;
    };
    const ids = ['PAGE-1', 'PAGE-2', 'PAGE-3', 'PAGE-4', 'PAGE-5'];
    expect(await walk('sort=tradeId')).toEqual(ids);
    expect(await walk('sort=state&order=desc')).toEqual(ids.toReversed());
    const [row] = (await intake.get<Page<TradeRow>>('/api/intake/trades?search=PAGE-5&state=ENRICHED')).rows;
    expect(row).toMatchObject({
      tradeId: 'PAGE-5',
      version: 2,
      state: 'ENRICHED',
      reason: 'waits for the middle office',
      product: 'equity',
      side: 'BUY',
      instrument: 'ES0A51E00013',
      quantity: '1000',
      price: '51.00',
      // 51,000.00 and two basis points of commission.
      gross: { amount: '51010.20', currency: 'EUR' },
      counterparty: 'ARTAESM0',
      unit: 'risk',
      book: 'house.risk',
      capacity: 'house',
      settlementDate: '2026-06-17',
    });
    expect((await intake.ask('/api/intake/trades?state=NOWHERE')).status).toBe(400);
    expect((await intake.ask('/api/intake/trades/NOBODY')).status).toBe(404);
  });

  it('is the page of a trade: both offices, where each filled field comes from, and all that has happened in its order', async () => {
    await capture('TOLD', NEW);
    await intake.send(middleOfficeTrade, [{ key: 'TOLD', body: bodyOf('TOLD', NEW) }]);
    await intake.quiet();
    const story = storyOf('TOLD');
    for (const name of ['matched', 'released', 'confirmed', 'agreed', 'closed', 'opened']) await story[name]?.();
    const { versions, timeline } = await intake.get<TradeDetail>('/api/intake/trades/TOLD');
    expect(versions.map(({ side, version, status }) => [side, version, status])).toEqual([
      ['front', 1, 'current'],
      ['middle', 1, 'current'],
    ]);
    expect(versions[0]?.provenance).toContainEqual(
      expect.objectContaining({ field: 'settlementDate', value: '2026-06-17', rule: 'trade date + 2 business days' }),
    );
    expect(JSON.parse(versions[0]?.rawMessage ?? '')).toMatchObject({ tradeId: 'TOLD', action: 'NEW' });
    expect(timeline.map(({ transition, to, what, actor }) => [transition, to, what, actor])).toEqual([
      ['L3', 'ENRICHED', 'front office: NEW, version 1', 'front office'],
      [null, null, 'middle office: NEW, version 1', 'middle office'],
      [null, null, 'break opened: price differs: 50.00 / 50.10', 'system'],
      [null, null, 'break closed: the ticket says so', 'nerea'],
      ['L4', 'RECONCILED', 'front and middle office agree', 'system'],
      ['L6', 'CONFIRMED', 'counterparty confirms', 'system'],
      ['L8', 'INSTRUCTED', 'instruct: settlement date 2026-06-17 not reached', 'system'],
      ['L11', 'MATCHED', 'matched in the market', 'system'],
    ]);
  });
});

describe('the repair queue', () => {
  it('takes a repair of two people once; a second one, and one of what waits by itself, are refused', async () => {
    await capture('MEND', { ...NEW, terms: { ...shares, quantity: '-1000' } });
    await capture('PATIENT', AMEND);
    const { rows } = await intake.get<Page<ParkedRow>>('/api/intake/parked');
    const idFor = (key: string): string => rows.find((row) => row.key === key)?.parkedMessageId ?? '';
    const resubmit = (key: string, body: string) => intake.repair(idFor(key), body, 'sign mistyped');

    const wrong = await resubmit('MEND', bodyOf('MEND', { ...NEW, terms: { ...shares, isin: 'ES0A51E00014' } }));
    expect(wrong).toMatchObject({ status: 422, body: { code: 'refused-again' } });
    const good = await resubmit('MEND', bodyOf('MEND', NEW));
    expect(good).toMatchObject({ status: 200, body: { state: 'approved', outcome: 'used, 1 message' } });
    const mended = await intake.get<ParkedDetail>(`/api/intake/parked/${idFor('MEND')}`);
    expect(mended.state).toBe('resubmitted');
    expect(mended.decisions.map(({ actor, approver, outcome }) => [actor, approver, outcome])).toEqual([
      ['nerea', 'ingrid', 'refused again: /terms/isin = ES0A51E00014: has a wrong check digit (ISO 6166)'],
      ['nerea', 'ingrid', 'used, 1 message'],
    ]);
    expect(await standing('MEND')).toEqual(['ENRICHED', 'waits for the middle office']);

    expect(await resubmit('MEND', bodyOf('MEND', NEW))).toMatchObject({ status: 409, body: { code: 'not-parked' } });
    expect(await resubmit('PATIENT', bodyOf('PATIENT', AMEND))).toMatchObject({
      status: 409,
      body: { detail: 'It waits for an earlier version and follows by itself.' },
    });
    await intake.quiet();
    expect(await intake.captured('MEND')).toHaveLength(1);
  });
});
