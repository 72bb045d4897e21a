import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openProcesses, type House } from '#apps/asiento';
import { frontOfficeTrade, tradeCaptured, type Page, type ParkedRow } from '#contracts';
import type { OutgoingMessage } from '#platform/messaging';
import { startTracing, stopTracing } from '#platform/observability';
import { playThrough } from '#test/day';
import { dropDatabase, houseUnderTest } from '#test/house';
import { bodyOf, intakeUnderTest, NEW, shares } from '#test/intake-desk';
import { testServer } from '#test/postgres';
import { skipReason } from '#test/skips';
import { brokerHere } from '../kafka/broker.js';
import { openCollector, type ReceivedSpan } from './collector.js';

const here = await brokerHere();
if ('missing' in here) skipReason('one trace over Kafka', here.missing, 1);
const broker = 'missing' in here ? undefined : here.broker;

const DAY = { seed: 'traced', trades: 12, trouble: 'none' } as const;
/** What a front office that is traced itself sends along with its first event. */
const THEIRS = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };

let collector: Awaited<ReturnType<typeof openCollector>>;
beforeEach(async () => {
  collector = await openCollector();
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = collector.endpoint;
});
afterEach(async () => {
  delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
  await collector.close();
});
afterAll(() => broker?.stop());

/** Plays the day; the first event of the front office comes with a trace of its own. */
async function play(house: House): Promise<void> {
  let given = false;
  const send = (messages: readonly OutgoingMessage[]): Promise<void> =>
    house.bus.send(
      messages.map((message) => {
        if (given || message.topic !== frontOfficeTrade.topic) return message;
        given = true;
        return { ...message, headers: { traceparent: `00-${THEIRS.traceId}-${THEIRS.spanId}-01` } };
      }),
    );
  await playThrough({ address: house.address, backlog: () => house.backlog(), bus: { send } }, DAY);
}

async function inProcesses(environment: NodeJS.ProcessEnv): Promise<void> {
  Object.assign(process.env, environment);
  const dataFolder = await mkdtemp(join(tmpdir(), 'asiento-traced-'));
  const house = await openProcesses({
    dataFolder,
    database: `test_traced_${process.pid}_${environment['EVENT_BUS'] ?? 'log'}`,
    adminUrl: await testServer(),
    onProgress: () => undefined,
  });
  try {
    await play(house);
  } finally {
    // Each process sends what it has before it ends.
    await house.stop();
    await dropDatabase(house.address);
    await rm(dataFolder, { recursive: true, force: true });
    for (const name of Object.keys(environment)) Reflect.deleteProperty(process.env, name);
  }
}

/** Every booking of a trade date stands in one trace with the event of the front office that it follows from. */
function expectOneTraceATrade(spans: readonly ReceivedSpan[]): void {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const events = spans.filter(({ name }) => name === `handle ${frontOfficeTrade.topic}`);
  expect(events).toHaveLength(DAY.trades);
  expect(new Set(events.map(({ traceId }) => traceId)).size).toBe(DAY.trades);
  const bookings = spans.filter(
    ({ service, name }) => service === 'asiento-ledger' && name === 'handle intake.trade-captured.v1',
  );
  const traced = bookings.filter(({ traceId, parentSpanId }) => {
    const event = byId.get(parentSpanId);
    return event?.service === 'asiento-intake' && event.traceId === traceId && events.includes(event);
  });
  expect(new Set(traced.map(({ traceId }) => traceId)).size).toBe(DAY.trades);
  expect(events.filter(({ traceId }) => traceId === THEIRS.traceId)).toMatchObject([{ parentSpanId: THEIRS.spanId }]);

  // The others began here: what the middle office, the counterparty and the custodian say joins the same trace.
  const ours = events.find(({ traceId }) => traceId !== THEIRS.traceId);
  const whole = spans
    .filter(({ traceId }) => traceId === ours?.traceId)
    .map(({ service, name }) => `${service} ${name}`);
  expect(whole).toEqual(
    expect.arrayContaining([
      'asiento-intake handle front-office.trades.v1',
      'asiento-intake handle middle-office.trades.v1',
      'asiento-reconciliation handle intake.trade-captured.v1',
      'asiento-confirmation handle reconciliation.trade-agreed.v1',
      'asiento-confirmation handle counterparty.confirmations.v1',
      'asiento-settlement handle confirmation.trade-confirmed.v1',
      'asiento-ledger handle intake.trade-captured.v1',
      'asiento-ledger handle settlement.obligation-settled.v1',
      'asiento-units handle ledger.journal-posted.v1',
    ]),
  );
}

describe('a trade is one trace, from the event of the front office to its postings,', () => {
  it('with all services in one process', async () => {
    await startTracing(process.env);
    const { house, close } = await houseUnderTest();
    try {
      await play(house);
    } finally {
      await close();
      await stopTracing();
    }
    expectOneTraceATrade(collector.spans);
  });

  it('through a process for each service, over the log in PostgreSQL', async () => {
    await inProcesses({ EVENT_BUS: 'postgres' });
    expectOneTraceATrade(collector.spans);
  }, 120_000);

  (broker ? it : it.skip)(
    'through a process for each service, over Kafka',
    async () => {
      await inProcesses({ EVENT_BUS: 'kafka', KAFKA_BROKERS: broker?.brokers.join(',') ?? '', KAFKA_PARTITIONS: '2' });
      expectOneTraceATrade(collector.spans);
    },
    180_000,
  );
});

describe('a message that was set aside and is repaired', () => {
  it('goes on in the trace in which it came, with a link to the decision of the two people', async () => {
    await startTracing(process.env);
    const intake = await intakeUnderTest();
    try {
      const spoilt = bodyOf('T1', { ...NEW, terms: { ...shares, counterparty: 'NOBODY00' } });
      const traceparent = `00-${THEIRS.traceId}-${THEIRS.spanId}-01`;
      await intake.send(frontOfficeTrade, [{ key: 'T1', body: spoilt, headers: { traceparent } }]);
      await intake.quiet();
      const { rows } = await intake.get<Page<ParkedRow>>('/api/intake/parked');
      const parkedMessageId = rows[0]?.parkedMessageId ?? '';
      const answer = await intake.repair(parkedMessageId, bodyOf('T1', NEW), 'the code was mistyped');
      expect(answer.status).toBe(200);
      const [said] = await intake.said(tradeCaptured, 'T1');
      expect(said?.headers?.['traceparent']).toContain(THEIRS.traceId);
    } finally {
      await intake.close();
      await stopTracing();
    }
    const named = (name: string): ReceivedSpan[] => collector.spans.filter((span) => span.name === name);
    const [parked, repaired, ...more] = named('handle front-office.trades.v1');
    expect(more).toEqual([]);
    expect(parked).toMatchObject({ traceId: THEIRS.traceId, parentSpanId: THEIRS.spanId });
    expect(repaired).toMatchObject({
      traceId: THEIRS.traceId,
      parentSpanId: parked?.spanId,
      links: [{ traceId: named('handle desk.repairs.v2')[0]?.traceId }],
    });
  });
});

describe('a house that nobody traces', () => {
  it('writes no header, as before', async () => {
    delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
    await startTracing(process.env);
    const { house, close } = await houseUnderTest();
    try {
      await playThrough(house, DAY);
      const headed = await house.admin.rows(
        `select 1 from messaging."intake.trade-captured.v1" where headers is not null
         union all select 1 from messaging."ledger.journal-posted.v1" where headers is not null`,
      );
      expect(headed).toEqual([]);
    } finally {
      await close();
    }
    expect(collector.spans).toEqual([]);
  });
});
