import { setTimeout as sleep } from 'node:timers/promises';
import { openServiceDatabase, type Database, type Transaction } from '#platform/database';
import type { TestDatabase } from '#test/postgres';
import { eventually, time, trialDatabase, trialTopics } from '../../../test/messaging/trial.js';
import type { OutgoingMessage } from './message.js';
import { appendToOutbox, claimRelay, readOutbox, removeFromOutbox } from './outbox.js';
import { OutboxRelay } from './outbox-relay.js';

let fresh: TestDatabase;
let db: Database;
let open: Database[];
let relays: OutboxRelay[];

beforeEach(async () => {
  fresh = await trialDatabase(['trial'], trialTopics());
  db = await fresh.as('trial');
  open = [];
  relays = [];
}, 60_000);
afterEach(async () => {
  await Promise.all(relays.map((relay) => relay.stop()));
  for (const database of open) await database.close();
  await fresh.drop();
});

const word = (key: string, body: string): OutgoingMessage => ({ topic: 'trial.words.v1', key, time, body });
const say = (tx: Transaction, key: string, ...bodies: string[]): Promise<void> =>
  appendToOutbox(
    tx,
    'trial',
    bodies.map((body) => word(key, body)),
  );

class Refused extends Error {}

async function relay(send: (messages: readonly OutgoingMessage[]) => Promise<void>): Promise<OutboxRelay> {
  const made = new OutboxRelay({
    service: 'trial',
    database: await fresh.as('trial'),
    send,
    isRefusal: (error) => error instanceof Refused,
    report: () => undefined,
  });
  relays.push(made);
  made.start();
  return made;
}

const left = async (): Promise<number> =>
  (await db.rows<{ count: number }>('select count(*)::int as count from trial.outbox'))[0]?.count ?? 0;
const untilEmpty = (seconds = 30): Promise<void> =>
  eventually(
    async () => (await left()) === 0,
    seconds,
    async () => `${await left()} left`,
  );

/** The same choices in every run of the test. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

/** What arrived, exact repetitions left out, by key. */
function firstArrivals(arrived: readonly OutgoingMessage[]): Map<string, string[]> {
  const byKey = new Map<string, string[]>();
  for (const { key, body } of arrived) {
    const known = byKey.get(key) ?? [];
    if (!known.includes(String(body))) byKey.set(key, [...known, String(body)]);
  }
  return byKey;
}

describe('the relay of an outbox', () => {
  it('carries exactly what 200 writers commit, however long they take between writing and committing', async () => {
    const arrived: string[] = [];
    await relay(async (messages) => void arrived.push(...messages.map(({ body }) => String(body))));
    const writers = await openServiceDatabase(fresh.address, 'trial', 24);
    open.push(writers);
    const pause = seeded(1);
    const committed: string[] = [];
    await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        await sleep(pause(150));
        const work = writers.transaction(async (tx) => {
          await say(tx, `K${index % 17}`, `W${index}`);
          await sleep(pause(120));
          if (index % 7 === 3) throw new Error('rolled back');
        });
        await work.then(
          () => committed.push(`W${index}`),
          () => undefined,
        );
      }),
    );
    expect(committed).toHaveLength(171);
    await eventually(
      () => new Set(arrived).size >= committed.length,
      10,
      () => `of ${committed.length} committed ${new Set(arrived).size} arrived`,
    );
    await untilEmpty();
    expect([...new Set(arrived)].sort()).toEqual(committed.sort());
  });

  it('lets what is said of one trade leave in the order in which it was said, whichever transaction began first', async () => {
    const [early, bystander] = [await db.session(), await db.session()];
    for (const session of [early, bystander]) {
      await session.execute('begin');
      await session.execute('select pg_current_xact_id()');
    }
    await db.transaction((tx) => say(tx, 'T1', 'first'));
    await say(early, 'T1', 'second');
    await early.execute('commit');
    const arrived: OutgoingMessage[] = [];
    await relay(async (messages) => void arrived.push(...messages));
    await sleep(300);
    await bystander.execute('commit');
    await untilEmpty();
    expect(firstArrivals(arrived).get('T1')).toEqual(['first', 'second']);
    for (const session of [early, bystander]) await session.release();
  });

  it('never lets a key fall back, with two relays and a broker that fails at random, now and then after half of it', async () => {
    const chance = seeded(7);
    const arrived: OutgoingMessage[] = [];
    let calm = false;
    const unsteady = async (messages: readonly OutgoingMessage[]): Promise<void> => {
      await sleep(chance(8));
      const [fate, reached] = [chance(calm ? 1 : 5), chance(messages.length)];
      if (fate === 1) throw new Error('nothing got through');
      if (fate === 2) {
        arrived.push(...messages.slice(0, reached));
        throw new Error('a part got through');
      }
      arrived.push(...messages);
      if (fate === 3) throw new Error('all got through, the answer did not');
    };
    const large = 'x'.repeat(15_000);
    const KEYS = 12;
    const ROUNDS = 30;
    const sayRounds = async (from: number, before: number): Promise<void> => {
      for (let round = from; round < before; round++)
        await db.transaction(async (tx) => {
          for (let key = 0; key < KEYS; key++) await say(tx, `K${key}`, `${round} ${large}`);
        });
    };
    // More than one request takes is there before the relays begin; the rest comes while they carry.
    await sayRounds(0, 20);
    await relay(unsteady);
    await relay(unsteady);
    await sayRounds(20, ROUNDS);
    setTimeout(() => (calm = true), 2_500);
    await untilEmpty();
    for (const [, bodies] of firstArrivals(arrived))
      expect(bodies.map((body) => Number.parseInt(body, 10))).toEqual(
        Array.from({ length: ROUNDS }, (_, round) => round),
      );
    expect(firstArrivals(arrived).size).toBe(KEYS);
  }, 60_000);

  it('is not passed by another one while it waits for the broker', async () => {
    await db.transaction(async (tx) => {
      for (let round = 0; round < 30; round++) for (const key of ['A', 'B']) await say(tx, key, `${key}${round}`);
    });
    const arrived: OutgoingMessage[] = [];
    let answer = (): void => undefined;
    const noAnswerYet = new Promise<void>((done) => (answer = done));
    let waiting = false;
    await relay(async (messages) => {
      if (!waiting) {
        waiting = true;
        await noAnswerYet;
        throw new Error('nothing got through');
      }
      arrived.push(...messages);
    });
    await eventually(
      () => waiting,
      10,
      () => 'nothing is sent',
    );
    await relay(async (messages) => void arrived.push(...messages));
    try {
      await sleep(1_500);
      expect(arrived).toEqual([]);
    } finally {
      answer();
    }
    await untilEmpty();
    expect(firstArrivals(arrived).get('B')).toEqual(Array.from({ length: 30 }, (_, round) => `B${round}`));
  });

  it('holds back what follows a refused message of its key, and nothing else', async () => {
    const arrived: OutgoingMessage[] = [];
    await db.transaction(async (tx) => {
      for (let round = 0; round < 5; round++) for (const key of ['A', 'B', 'C']) await say(tx, key, `${key}${round}`);
    });
    await relay(async (messages) => {
      if (messages.some(({ body }) => body === 'B2')) throw new Refused();
      arrived.push(...messages);
    });
    await eventually(
      async () => (await left()) === 3,
      10,
      async () => `${await left()} left`,
    );
    await db.transaction((tx) => say(tx, 'B', 'B5'));
    await db.transaction((tx) => say(tx, 'C', 'C5'));
    await eventually(
      () => arrived.some(({ body }) => body === 'C5'),
      10,
      () => 'C5 does not come',
    );
    expect(firstArrivals(arrived)).toEqual(
      new Map([
        ['A', ['A0', 'A1', 'A2', 'A3', 'A4']],
        ['B', ['B0', 'B1']],
        ['C', ['C0', 'C1', 'C2', 'C3', 'C4', 'C5']],
      ]),
    );
  });

  it('that slept takes nothing out once another one carries', async () => {
    await db.transaction((tx) => say(tx, 'A', 'A0'));
    const slept = await claimRelay(db, 'trial');
    const page = await readOutbox(db, 'trial', []);
    expect(page).toHaveLength(1);
    await claimRelay(db, 'trial');
    expect(await removeFromOutbox(db, 'trial', slept, page)).toBe(false);
    expect(await left()).toBe(1);
  });
});
