import { setTimeout as sleep } from 'node:timers/promises';
import { encode } from '#contracts';
import type { Database } from '#platform/database';
import type { TestDatabase } from '#test/postgres';
import { FakeKafka } from '../../../test/messaging/fake-kafka.js';
import { eventually, trialDatabase, trialTopics, withdrawn, type TrialTopics } from '../../../test/messaging/trial.js';
import { KafkaWorker } from './kafka-worker.js';
import { advance, claim, positionsOf } from './position.js';
import { PostgresBus } from './postgres-bus.js';

let topics: TrialTopics;
let fresh: TestDatabase;
let db: Database;
let fake: FakeKafka;
let worker: KafkaWorker;
let reported: unknown[];
let handled: string[];

beforeEach(async () => {
  topics = trialTopics();
  fresh = await trialDatabase(['trial'], topics);
  db = await fresh.as('trial');
  fake = new FakeKafka();
  reported = [];
  handled = [];
  const { withdrawals } = topics;
  worker = new KafkaWorker(
    fake.kafka,
    { service: 'trial', database: db, bus: await PostgresBus.open(await fresh.as('trial')) },
    new Map([
      [
        withdrawals.topic,
        {
          contract: withdrawals,
          handle: async ({ received }) => void handled.push(...received.map(({ message: { body } }) => body)),
        },
      ],
    ]),
    (error) => void reported.push(error),
    6_000,
  );
}, 60_000);
afterEach(async () => {
  await worker.stop();
  await fresh.drop();
});

const topic = (): string => topics.withdrawals.topic;
const bodyOf = (name: string): string => encode(topics.withdrawals, withdrawn(name, 1));

/** Starts it and lets it join the group with partition 0. */
async function join(): Promise<void> {
  worker.start();
  await eventually(
    () => fake.runs.length === 1,
    10,
    () => 'does not run',
  );
  fake.tell('join', { memberAssignment: { [topic()]: [0] } });
}

const untilState = (state: string): Promise<void> =>
  eventually(
    () => worker.health().state === state,
    10,
    () => `${worker.health().state}; ${String(reported)}`,
  );

/** As if an earlier life of the service had come so far. */
async function cameTo(nextOffset: bigint, lastRecord?: { offset: bigint; hash: string }): Promise<void> {
  await claim(db, 'trial', topic(), 0);
  await advance(db, 'trial', topic(), [{ partition: 0, nextOffset, lastRecord }], { applied: 0, duplicates: 0 });
}

describe('a consumer over Kafka', () => {
  it('begins with the first message there is, and counts no offsets with the broker', async () => {
    await join();
    expect(fake.subscriptions).toEqual([{ topics: [topic()], fromBeginning: true }]);
    expect(fake.runs[0]).toMatchObject({ autoCommit: false, eachBatchAutoResolve: false });
    await untilState('running');
  });

  it('goes on at the position in the database, wherever the broker thinks it is', async () => {
    fake.bounds = { low: '2', high: '9' };
    await cameTo(5n);
    await join();
    await untilState('running');
    expect(fake.seeks).toEqual(['5']);
    expect(worker.health().lag).toEqual({ [topic()]: 4 });
  });

  it('has ended when its client has given up for good', async () => {
    await join();
    await untilState('running');
    fake.tell('crash', { error: new Error('not retriable'), restart: false });
    expect(worker.health()).toMatchObject({ state: 'crashed', lastError: 'not retriable' });
    expect(fake.disconnected).toBe(1);
  });

  it('ends when its client restarts again and again without getting anywhere', async () => {
    await join();
    await untilState('running');
    for (let crash = 0; crash < 8; crash++) {
      expect(worker.health().state).not.toBe('crashed');
      fake.tell('crash', { error: new Error('UNKNOWN_SERVER_ERROR'), restart: true });
    }
    expect(worker.health()).toMatchObject({ state: 'crashed', lastError: 'UNKNOWN_SERVER_ERROR' });
  });

  it('takes a heartbeat for progress only where nothing is left to handle', async () => {
    fake.bounds = { low: '0', high: '3' };
    await join();
    await untilState('running');
    const { lastProgressAt } = worker.health();
    await sleep(20);
    fake.tell('heartbeat', {});
    expect(worker.health().lastProgressAt).toBe(lastProgressAt);
    await fake.deliver(topic(), 0, ['A', 'B', 'C'].map(bodyOf));
    await sleep(20);
    const afterwards = worker.health().lastProgressAt;
    fake.tell('heartbeat', {});
    expect(worker.health().lastProgressAt).toBeGreaterThan(afterwards);
  });

  it('stops at input that expired before it was handled, and never jumps over it', async () => {
    fake.bounds = { low: '8', high: '20' };
    await cameTo(5n);
    await join();
    await untilState('crashed');
    expect(worker.health().lastError).toMatch('messages 5 to 7 have expired before trial could handle them');
    expect([fake.seeks, fake.resumed, fake.disconnected]).toEqual([[], 0, 1]);
    expect((await positionsOf(db, 'trial', topic())).get(0)?.nextOffset).toBe(5n);
  });

  it('reads a topic that was made anew from its beginning, though its offsets look old', async () => {
    fake.bounds = { low: '0', high: '9' };
    await cameTo(9n, { offset: 8n, hash: 'of another record' });
    await join();
    await untilState('running');
    expect(fake.seeks).toEqual(['8']);
    await fake.deliver(topic(), 8, [bodyOf('NEW')]);
    expect(fake.seeks).toEqual(['8', '0']);
    fake.bounds = { low: '0', high: '2' };
    await fake.deliver(topic(), 0, ['FIRST', 'SECOND'].map(bodyOf));
    expect(handled).toEqual(['FIRST', 'SECOND'].map(bodyOf));
    expect(String(reported)).toMatch('is another log than before; it is read from its beginning');
  });
});
