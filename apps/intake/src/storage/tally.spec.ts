import { frontOfficeTrade, middleOfficeTrade, type IntakeSummary, type ParkedRow, type Page } from '#contracts';
import type { Office } from '#domain/trade';
import {
  AMEND,
  bodyOf,
  CANCEL,
  intakeUnderTest,
  NEW,
  type IntakeUnderTest,
  type OfficeMessage,
} from '#test/intake-desk';
import { storyOf } from '#test/trade-story';
import { HearFacts } from '../hear-facts.controller.js';
import { summaryCountedAnew } from './tally.store.js';

let intake: IntakeUnderTest;

beforeAll(async () => {
  intake = await intakeUnderTest();
}, 120_000);
afterAll(() => intake.close());

const summary = (): Promise<IntakeSummary> => intake.get<IntakeSummary>('/api/intake/summary');

async function arrive(office: Office, tradeId: string, ...messages: OfficeMessage[]): Promise<void> {
  await intake.send(
    office === 'front' ? frontOfficeTrade : middleOfficeTrade,
    messages.map((message) => ({ key: tradeId, body: bodyOf(tradeId, message) })),
  );
}

const spoilt: OfficeMessage = { ...NEW, terms: { ...NEW.terms, counterparty: 'NOBODY00' } };

const changes = async (): Promise<number> => {
  const [row] = await intake.db.rows<{ count: number }>('select count(*)::int as count from intake.tally_change');
  return row?.count ?? 0;
};

describe('the summary of intake', () => {
  it('begins with nothing', async () => {
    expect(await summary()).toEqual({
      tradesIn: 0,
      trades: { settled: 0, open: 0, failing: 0, cancelled: 0, parked: 0 },
      states: {},
      parkedMessages: 0,
      waitingMessages: 0,
    });
  });

  it('counts every trade once and in one place, whoever has spoken of it and whatever of that could be used', async () => {
    await arrive('front', 'BOTH', NEW);
    await arrive('middle', 'BOTH', NEW);
    await arrive('front', 'FRONT', NEW, AMEND);
    await arrive('middle', 'MIDDLE', NEW);
    await arrive('front', 'GONE', CANCEL);
    await arrive('front', 'GAP', AMEND);
    await arrive('middle', 'GAP', NEW);
    await arrive('front', 'SPOILT', spoilt, AMEND);
    await arrive('middle', 'SPOILT', NEW);
    await arrive('middle', 'MIDDLE-SPOILT', spoilt);
    await intake.quiet();
    const kept = await summary();
    expect(kept).toMatchObject({
      tradesIn: 7,
      trades: { settled: 0, open: 3, failing: 0, cancelled: 1, parked: 3 },
      states: { CAPTURED: 3, ENRICHED: 2, CANCELLED: 1 },
      parkedMessages: 2,
      waitingMessages: 2,
    });
    expect(kept).toEqual(await summaryCountedAnew(intake.db));
  });

  it('follows repairs, and trades that settle', async () => {
    const { rows } = await intake.get<Page<ParkedRow>>('/api/intake/parked?kind=parked');
    const first = rows.find(({ key, faults }) => key === 'SPOILT' && faults[0]?.field === '/terms/counterparty');
    await intake.repair(first?.parkedMessageId ?? '', bodyOf('SPOILT', NEW), 'the code was mistyped');
    const story = storyOf('BOTH', new HearFacts(), intake.db);
    for (const name of ['agreed', 'confirmed', 'released', 'matched', 'part', 'failing', 'rest']) await story[name]?.();
    const kept = await summary();
    expect(kept).toMatchObject({ tradesIn: 7, trades: { settled: 1, open: 3, parked: 2 }, parkedMessages: 1 });
    expect(kept).toEqual(await summaryCountedAnew(intake.db));
  });

  it('adds up what has changed once it is much, and says the same as before', async () => {
    const before = await summary();
    for (let batch = 0; batch < 3; batch++)
      await intake.db.execute(
        `insert into intake.tally_change (tally, state, front, trades)
         select 'standing', 'ENRICHED', true, case when n % 2 = 0 then 1 else -1 end from generate_series(1, 400) as n`,
      );
    expect(await Promise.all([summary(), summary(), summary()])).toEqual([before, before, before]);
    expect(await changes()).toBeLessThan(30);
    expect(await summary()).toEqual(before);
  });
});
