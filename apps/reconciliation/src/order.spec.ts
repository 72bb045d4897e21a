import fc from 'fast-check';
import { breakIdOf, type CutOff } from '#domain/matching';
import type { Office } from '#domain/trade';
import { worked2Equity } from '#test/worked-trades';
import { reassess } from './reassess.js';
import { unknownTrade, withVersion, type KeptDecision, type TradeRecord } from './trade-record.js';

/** Everything that can be heard about one trade; versions of one side in order, as intake says them. */
type Heard =
  | {
      readonly kind: 'version';
      readonly side: Office;
      readonly version: number;
      readonly price: string | null;
    }
  | { readonly kind: 'decision'; readonly decision: KeptDecision }
  | { readonly kind: 'tick'; readonly cutOff: CutOff };

const TRADE = 'T1';
const price = fc.constantFrom('189.25', '189.52', '190');

const side = (name: Office): fc.Arbitrary<Heard[]> =>
  fc.tuple(fc.array(price, { maxLength: 3 }), fc.boolean()).map(([prices, cancels]) =>
    [...prices, ...(cancels ? [null] : [])].map((text, index) => ({
      kind: 'version',
      side: name,
      version: index + 1,
      price: text,
    })),
  );

const decisions: fc.Arbitrary<Heard[]> = fc
  .array(
    fc.record({
      front: fc.constantFrom(null, 1, 2),
      middle: fc.constantFrom(null, 1, 2),
      accept: fc.constantFrom('front' as const, 'middle' as const),
    }),
    { maxLength: 2 },
  )
  .map((given) =>
    given.map(({ front, middle, accept }, index) => ({
      kind: 'decision',
      decision: {
        messageId: `D${index}`,
        breakId: breakIdOf(TRADE, middle === null ? 'missing-middle' : 'economics'),
        frontVersion: front,
        middleVersion: middle,
        accept,
        actor: 'nerea',
        approver: 'ingrid',
        reason: 'the ticket says so',
        decidedAt: '2026-06-15T12:00:00Z',
        tookEffect: false,
      },
    })),
  );

const ticks: fc.Arbitrary<Heard[]> = fc.constantFrom<Heard[]>(
  [],
  [{ kind: 'tick', cutOff: { businessDate: '2026-06-15', at: '2026-06-15T18:00:00Z' } }],
);

const streams = fc.tuple(side('front'), side('middle'), decisions, ticks);

/** One interleaving of the streams, each in its own order. */
function interleaved(given: readonly Heard[][], picks: readonly number[]): Heard[] {
  const queues = given.map((stream) => [...stream]);
  const result: Heard[] = [];
  for (let step = 0; queues.some((queue) => queue.length > 0); step++) {
    const open = queues.filter((queue) => queue.length > 0);
    const next = open[(picks[step % picks.length] ?? 0) % open.length]?.shift();
    if (next) result.push(next);
  }
  return result;
}

function afterAll(heard: readonly Heard[], batchSize: number): { record: TradeRecord; said: string[] } {
  let record = unknownTrade(TRADE);
  let cutOff: CutOff | null = null;
  const said: string[] = [];
  for (const [index, one] of heard.entries()) {
    if (one.kind === 'tick') cutOff = one.cutOff;
    if (one.kind === 'decision') record = { ...record, decisions: [...record.decisions, one.decision] };
    if (one.kind === 'version') {
      const trade = one.price === null ? null : worked2Equity({ price: one.price });
      record = withVersion(record, one.side, { version: one.version, trade, at: '2026-06-15T10:00:00Z' });
    }
    if (index % batchSize !== batchSize - 1 && index !== heard.length - 1) continue;
    const result = reassess(record, cutOff, '2026-06-15T10:00:00Z');
    record = result.record;
    said.push(
      ...[
        ...result.closed,
        ...(result.opening ? [result.opening.event] : []),
        ...(result.agreed ? [result.agreed] : []),
      ].map(({ eventId }) => eventId),
    );
  }
  return { record, said };
}

describe('reconciling in whatever order messages come', () => {
  it('ends in the same state, and says nothing twice', () => {
    const picks = fc.array(fc.nat(3), { minLength: 4, maxLength: 12 });
    fc.assert(
      fc.property(streams, picks, picks, fc.integer({ min: 1, max: 4 }), (given, one, other, batchSize) => {
        const [left, right] = [afterAll(interleaved(given, one), 1), afterAll(interleaved(given, other), batchSize)];
        for (const field of ['awaits', 'agreedSide', 'openBreak'] as const)
          expect(right.record[field]).toEqual(left.record[field]);
        for (const { said, record } of [left, right]) {
          expect(new Set(said).size).toBe(said.length);
          expect(record.sequence).toBe(said.length);
        }
      }),
      { numRuns: 3_000 },
    );
  });
});
