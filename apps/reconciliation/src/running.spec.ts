import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  encode,
  tradeCaptured,
  type BreakDetail,
  type BreakRow,
  type DeskProposalRow,
  type Page,
  type ReconciliationSummary,
} from '#contracts';
import { idOf } from '#domain/identity';
import type { Office } from '#domain/trade';
import { adminUrlOf, openDatabase, openServiceDatabase } from '#platform/database';
import { PostgresBus } from '#platform/messaging';
import { createLogger } from '#platform/observability';
import { startService, type RunningService } from '#platform/service';
import { ingrid, nerea, noteOf, peopleKeyOfTests } from '#test/people';
import { freshDatabase, type TestDatabase } from '#test/postgres';
import { worked2Equity } from '#test/worked-trades';
import { reconciliation } from './index.js';

const captured = (tradeId: string, side: Office, price: string) => {
  const occurredAt = '2026-06-15T10:00:00Z';
  const body = encode(tradeCaptured, {
    eventId: idOf('captured', tradeId, side),
    tradeId,
    side,
    version: 1,
    action: 'NEW',
    amendment: null,
    replaces: null,
    trade: worked2Equity({ price }),
    source: { topic: 'front-office.trades.v1', partition: 0, offset: '0' },
    occurredAt,
  });
  return { topic: tradeCaptured.topic, key: tradeId, time: occurredAt, body };
};

describe('the running reconciliation service', () => {
  let database: TestDatabase;
  let bus: PostgresBus;
  let service: RunningService;
  let server: Server;

  const call = async <Answer>(
    path: string,
    body?: unknown,
    who = nerea,
  ): Promise<{ status: number; answer: Answer }> => {
    const { port } = server.address() as AddressInfo;
    const asked = { method: body === undefined ? 'GET' : 'POST', path: `/api/reconciliation${path}` };
    const response = await fetch(`http://127.0.0.1:${port}${asked.path}`, {
      method: asked.method,
      headers: { 'content-type': 'application/json', ...noteOf(who, asked) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, answer: (await response.json()) as Answer };
  };

  beforeAll(async () => {
    database = await freshDatabase([reconciliation]);
    bus = await PostgresBus.open(await openDatabase({ url: adminUrlOf(database.address), applicationName: 'test' }));
    service = await startService(reconciliation, {
      database: await openServiceDatabase(database.address, 'reconciliation'),
      bus,
      logger: createLogger('test', 'silent'),
      peopleKey: peopleKeyOfTests,
    });
    server = createServer(service.express).listen(0, '127.0.0.1');
  }, 120_000);

  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await service.stop();
    await bus.close();
    await database.drop();
  });

  it('hears of a difference, shows it, and closes it by a decision that goes over the bus', async () => {
    await bus.send([captured('T1', 'front', '189.25'), captured('T1', 'middle', '189.52')]);
    let breaks: readonly BreakRow[] = [];
    for (let tries = 0; breaks.length === 0 && tries < 200; tries++) {
      await sleep(25);
      breaks = (await call<Page<BreakRow>>('/breaks')).answer.rows;
    }
    expect(breaks).toMatchObject([{ tradeId: 'T1', reason: 'price: front 189.25, middle 189.52' }]);
    const path = `/breaks/${breaks[0]?.breakId}/accept`;
    const decision = { side: 'middle', reason: 'the ticket says so' };
    const { status, answer: proposed } = await call<DeskProposalRow>(path, decision);
    expect([status, proposed.state]).toEqual([201, 'waiting']);
    const approve = `/desk-proposals/${proposed.proposalId}/approve`;
    const approval = { shown: proposed.shown, reason: 'looked at it' };
    expect(await call(approve, approval)).toMatchObject({ status: 403, answer: { code: 'right-missing' } });
    expect(await call(approve, approval, ingrid)).toMatchObject({ status: 200, answer: { state: 'approved' } });
    expect((await call<BreakDetail>(`/breaks/${breaks[0]?.breakId}`)).answer).toMatchObject({
      state: 'closed',
      outcome: 'accepted-middle',
      decisions: [{ actor: 'nerea', approver: 'ingrid', act: 'accept middle' }],
    });
    expect(await call(path, decision)).toMatchObject({ status: 409, answer: { code: 'break-closed' } });
    expect((await call<ReconciliationSummary>('/summary')).answer).toEqual({ agreed: 1, openBreaks: 0, byKind: {} });
  }, 30_000);
});
