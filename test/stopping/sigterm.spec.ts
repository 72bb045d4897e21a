import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { ServicesBehind } from '#apps/gateway';
import { allContracts, frontOfficeTrade } from '#contracts';
import { adminUrlOf, openDatabase, openServiceDatabase, type Database, type DatabaseAddress } from '#platform/database';
import { emptyBus, openBus, prepareBus, type BusAddress, type MessageBus } from '#platform/messaging';
import { migrateHouse } from '#platform/service';
import { spotTrade } from '#test/front-office-trades';
import { dropDatabase } from '#test/house';
import { peopleKeyOfTests } from '#test/people';
import { testServer } from '#test/postgres';
import { skipReason } from '#test/skips';
import { allDefinitions } from '../../apps/asiento/src/house/services.js';
import { brokerHere } from '../kafka/broker.js';
import { start, until, type Started } from './service.js';

const here = await brokerHere();
if ('missing' in here) skipReason('SIGTERM to a service over Kafka', here.missing, 3);
const broker = 'missing' in here ? undefined : here.broker;
afterAll(() => broker?.stop());

const TRADES = 40;

describe.each(broker ? (['postgres', 'kafka'] as const) : (['postgres'] as const))('a service over %s', (kind) => {
  let address: DatabaseAddress;
  let environment: NodeJS.ProcessEnv;
  let admin: Database;
  let bus: MessageBus;
  let at: BusAddress;
  let intake: Started;
  /** Holds what the handler needs in the middle of its transaction. */
  let obstacle: pg.Client;

  beforeEach(async () => {
    address = { adminUrl: await testServer(), database: `test_stop_${randomUUID().replaceAll('-', '').slice(0, 12)}` };
    at = kind === 'kafka' ? { kind, kafka: { brokers: broker?.brokers ?? [] }, partitions: 2 } : { kind };
    environment = {
      DATABASE_URL: address.adminUrl,
      DATABASE_NAME: address.database,
      PEOPLE_KEY: peopleKeyOfTests.toString('hex'),
      EVENT_BUS: kind,
      KAFKA_BROKERS: broker?.brokers.join(','),
      KAFKA_PARTITIONS: '2',
      PORT: '0',
    };
    await migrateHouse({
      ...address,
      definitions: allDefinitions(new ServicesBehind()),
      contracts: allContracts,
      partitions: 1,
    });
    await prepareBus(at, allContracts);
    admin = await openDatabase({ url: adminUrlOf(address), applicationName: 'test', poolSize: 2 });
    bus = await openBus(at, 'gateway', () => openServiceDatabase(address, 'gateway', 1));
    obstacle = new pg.Client({ connectionString: adminUrlOf(address) });
    await obstacle.connect();
  }, 120_000);
  afterEach(async () => {
    // By force it would leave the program that it has started behind.
    intake.child.kill('SIGTERM');
    await intake.ended;
    await obstacle.end();
    await bus.close();
    await emptyBus(at, allContracts);
    await admin.close();
    await dropDatabase(address);
  });

  const count = async (what: string): Promise<number> =>
    (await admin.rows<{ count: number }>(`select count(*)::int as count from ${what}`))[0]?.count ?? 0;
  const captured = (): Promise<number> => count('intake.trade');
  const handled = async (): Promise<number> =>
    (
      await admin.rows<{ sum: number }>(
        `select coalesce(sum(next_offset), 0)::int as sum from intake.consumer_position where topic = $1`,
        [frontOfficeTrade.topic],
      )
    )[0]?.sum ?? 0;

  /** Starts intake, and stands in its way in the middle of the transaction that captures the trades. */
  async function inMidBatch(): Promise<void> {
    await obstacle.query('begin');
    await obstacle.query('lock table intake.trade_version in access exclusive mode');
    intake = start(['--service', 'intake'], environment);
    await bus.send(
      Array.from({ length: TRADES }, (_, index) => {
        const key = `${address.database}-${index}`;
        return {
          topic: frontOfficeTrade.topic,
          key,
          time: '2026-06-15T08:00:00Z',
          body: JSON.stringify(spotTrade(key)),
        };
      }),
    );
    await until('intake waits in the middle of a batch', async () => {
      const waiting = await count(
        `pg_stat_activity where application_name = 'asiento-intake' and wait_event_type = 'Lock' and datname = current_database()`,
      );
      return waiting > 0;
    });
  }

  async function expectEachOnceAfterStart(): Promise<void> {
    intake = start(['--service', 'intake'], environment);
    await until('all trades are captured', async () => (await captured()) === TRADES);
    await until('the position is at the end', async () => (await handled()) === TRADES);
    expect(await count('intake.trade_version')).toBe(TRADES);
    expect(await count('intake.parked_message')).toBe(0);
  }

  it('that is told to stop in mid-batch lets the batch commit, and ends well', async () => {
    await inMidBatch();
    intake.signal('SIGTERM');
    await sleep(1_500);
    expect(intake.child.exitCode).toBeNull();
    await obstacle.query('rollback');
    const { code } = await intake.ended;
    expect(code).toBe(0);
    // What was at hand stands whole, with its position, and what is said about it.
    const whole = await captured();
    expect(whole).toBeGreaterThan(0);
    expect(await handled()).toBe(whole);

    await expectEachOnceAfterStart();
  }, 120_000);

  it('that is told twice ends at once; the batch leaves nothing behind and is handled once after the next start', async () => {
    await inMidBatch();
    intake.signal('SIGTERM');
    await sleep(500);
    intake.signal('SIGTERM');
    const { code, afterMs } = await intake.ended;
    expect(code).toBe(1);
    expect(afterMs).toBeLessThan(5_000);
    await obstacle.query('rollback');
    // The server ends the orphaned transaction by itself.
    await until(
      'nothing of intake is left at work',
      async () =>
        (await count(`pg_stat_activity where application_name = 'asiento-intake' and datname = current_database()`)) ===
        0,
    );
    expect([await captured(), await count('intake.outbox')]).toEqual([0, 0]);

    await expectEachOnceAfterStart();
  }, 120_000);
});
