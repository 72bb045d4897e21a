import {
  businessClockTick,
  decode,
  deskBreakDecision,
  tradeCaptured,
  type DeskProposalRow,
  type EventOf,
} from '#contracts';
import { idOf } from '#domain/identity';
import { breakIdOf } from '#domain/matching';
import type { Office } from '#domain/trade';
import type { Database } from '#platform/database';
import type { ProblemException } from '#platform/http';
import type { MessageBus, OutgoingMessage } from '#platform/messaging';
import { runBatch } from '#test/batches';
import { agree, nerea } from '#test/people';
import { freshDatabase, type TestDatabase } from '#test/postgres';
import { amount, worked2Equity } from '#test/worked-trades';
import { Breaks } from './breaks.controller.js';
import { SideProposals } from './side-proposals.controller.js';
import { HearTrades } from './hear-trades.controller.js';
import { reconciliation } from './index.js';

const captured = (tradeId: string, side: Office, price: string, minute = '00'): EventOf<typeof tradeCaptured> => ({
  eventId: idOf('captured', tradeId, side),
  tradeId,
  side,
  version: 1,
  action: 'NEW',
  amendment: null,
  replaces: null,
  trade: worked2Equity({ price, consideration: amount('50000', 'JPY') }),
  source: { topic: 'front-office.trades.v1', partition: 0, offset: '0' },
  occurredAt: `2026-06-15T10:${minute}:00Z`,
});

describe('the breaks as clerks see them', () => {
  const hearing = new HearTrades();
  let server: TestDatabase;
  let database: Database;
  let breaks: Breaks;
  let proposals: SideProposals;
  let deliver: (messages: readonly OutgoingMessage[]) => Promise<void>;

  const idOfBreak = (tradeId: string): string => breakIdOf(tradeId, 'economics');
  const refusal = async (call: Promise<unknown>): Promise<unknown> => {
    const { problem } = (await call.catch((error: unknown) => error)) as ProblemException;
    return [problem.status, problem.code];
  };
  const accept = async (tradeId: string, side = 'front'): Promise<DeskProposalRow> =>
    agree(proposals, await breaks.accept(idOfBreak(tradeId), { side, reason: 'the ticket says so' }, nerea));

  beforeAll(async () => {
    server = await freshDatabase([reconciliation]);
    database = await server.as('reconciliation');
    const bus = { send: (messages: readonly OutgoingMessage[]) => deliver(messages) } as MessageBus;
    proposals = new SideProposals(database, bus);
    breaks = new Breaks(database, proposals);
    const events = ['T1', 'T2', 'T3'].flatMap((tradeId, index) => [
      captured(tradeId, 'front', '189.25'),
      captured(tradeId, 'middle', '189.52', `0${index + 1}`),
    ]);
    await runBatch(hearing.captured.bind(hearing), database, tradeCaptured, events);
  }, 120_000);
  afterAll(() => server.drop());
  beforeEach(() => {
    deliver = async (messages) => {
      const events = messages.map(({ body }) => decode(deskBreakDecision, String(body)));
      await runBatch(hearing.decided.bind(hearing), database, deskBreakDecision, events);
    };
  });

  it('are listed oldest first, page by page, with the amount at stake', async () => {
    const first = await breaks.page('2', undefined, undefined);
    expect(first).toMatchObject({
      total: 3,
      rows: [{ tradeId: 'T1', reason: 'price: front 189.25, middle 189.52', fields: ['price'] }, { tradeId: 'T2' }],
    });
    expect(first.rows[0]?.gross).toEqual({ amount: '50000', currency: 'JPY' });
    const second = await breaks.page('2', first.next, 'economics');
    expect(second.rows.map(({ tradeId }) => tradeId)).toEqual(['T3']);
    expect(second.next).toBeUndefined();
  });

  it('show both sides field by field, only what differs marked', async () => {
    const { comparison, state } = await breaks.detail(idOfBreak('T1'));
    expect(state).toBe('open');
    expect(comparison.filter(({ differs }) => differs)).toEqual([
      { field: 'price', front: '189.25', middle: '189.52', tolerance: 'exact', differs: true },
    ]);
    expect(comparison.length).toBeGreaterThan(8);
  });

  it('are closed by what one person proposes and another one approves, with both names and the reason', async () => {
    const waiting = await breaks.accept(idOfBreak('T1'), { side: 'middle', reason: 'the ticket says so' }, nerea);
    expect(await breaks.detail(idOfBreak('T1'))).toMatchObject({ state: 'open', proposal: waiting });
    expect(await agree(proposals, waiting)).toMatchObject({
      state: 'approved',
      decidedBy: 'ingrid',
      outcome: "the middle office's side is accepted",
    });
    expect(await breaks.detail(idOfBreak('T1'))).toMatchObject({
      state: 'closed',
      outcome: 'accepted-middle',
      proposal: null,
      decisions: [{ actor: 'nerea', approver: 'ingrid', act: 'accept middle', reason: 'the ticket says so' }],
    });
    expect(await breaks.summary()).toEqual({ agreed: 1, openBreaks: 2, byKind: { economics: 2 } });
    expect(await refusal(accept('T1'))).toEqual([409, 'break-closed']);
  });

  it('tell a clerk whose decision something newer has overtaken', async () => {
    const asBefore = deliver;
    deliver = async (messages) => {
      const amended = {
        ...captured('T2', 'middle', '190'),
        version: 2,
        action: 'AMEND' as const,
        amendment: 'economic' as const,
        replaces: 1,
      };
      await runBatch(hearing.captured.bind(hearing), database, tradeCaptured, [amended]);
      await asBefore(messages);
    };
    expect(await refusal(accept('T2'))).toEqual([409, 'decision-overtaken']);
    expect(await breaks.detail(idOfBreak('T2'))).toMatchObject({
      state: 'open',
      decisions: [{ act: 'accept front, without effect' }],
    });
  });

  it('refuse to let the middle office stand for a front office that is silent, and say why', async () => {
    await runBatch(hearing.captured.bind(hearing), database, tradeCaptured, [captured('T5', 'middle', '189.25')]);
    await runBatch(hearing.ticked.bind(hearing), database, businessClockTick, [
      { tickId: 'cut-off', businessDate: '2026-06-15', at: '2026-06-15T18:00:00Z', kind: 'matching-cut-off' },
    ]);
    let sent = 0;
    deliver = () => Promise.resolve(void (sent += 1));
    const breakId = breakIdOf('T5', 'missing-front');
    const act = breaks.accept(breakId, { side: 'middle', reason: 'the ticket says so' }, nerea);
    const { problem } = (await act.catch((error: unknown) => error)) as ProblemException;
    expect(problem).toMatchObject({
      status: 409,
      code: 'side-cannot-stand',
      detail: 'The front office has not reported the trade, so there is nothing to settle or to correct.',
    });
    expect([sent, (await breaks.detail(breakId)).state]).toEqual([0, 'open']);
  });

  it('refuse what names no break, no reason or no page', async () => {
    expect(await refusal(breaks.detail('T1'))).toEqual([404, 'break-unknown']);
    expect(await refusal(accept('T9'))).toEqual([404, 'break-unknown']);
    expect(await refusal(breaks.accept(idOfBreak('T2'), { side: 'front' }, nerea))).toEqual([422, 'body-refused']);
    expect(await refusal(breaks.page(undefined, undefined, 'price'))).toEqual([400, 'parameter-refused']);
    expect(await refusal(breaks.page(undefined, Buffer.from('["a","b"]').toString('base64url'), undefined))).toEqual([
      400,
      'cursor-refused',
    ]);
  });
});
