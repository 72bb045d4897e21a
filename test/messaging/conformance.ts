import { setTimeout as sleep } from 'node:timers/promises';
import { encode, type EventContract, type Fault } from '#contracts';
import { openServiceDatabase, type Database } from '#platform/database';
import { backlog, RefusedMessage, type MessageBus } from '#platform/messaging';
import type { TestDatabase } from '../support/postgres.js';
import {
  eventually,
  keysOf,
  messageOf,
  time,
  trade,
  Trial,
  trialDatabase,
  trialTopics,
  withdrawn,
  type Trade,
  type TrialTopics,
} from './trial.js';

/** What a transport needs to be tried: a bus that knows the topics, and a way to leave nothing behind. */
export type OpenBus = (
  database: TestDatabase,
  topics: TrialTopics,
) => Promise<{ readonly bus: MessageBus; readonly removeTopics: () => Promise<void> }>;

const fault = (rule: string): Fault => ({ field: '/tradeId', value: 'it', rule, remedy: 'none' });
const names = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}`);

/** What every transport must do; run for each of them by a file of its own. */
export function conformance(openBus: OpenBus): void {
  let topics: TrialTopics;
  let fresh: TestDatabase;
  let bus: MessageBus;
  let removeTopics: () => Promise<void>;
  let trial: Trial;
  let opened: Database[];
  let observer: Database;

  beforeEach(async () => {
    topics = trialTopics();
    fresh = await trialDatabase(['trial', 'hearer'], topics);
    ({ bus, removeTopics } = await openBus(fresh, topics));
    opened = [];
    observer = await fresh.asSuperuser();
    trial = new Trial('trial', await fresh.as('trial'), bus, [topics.trades, topics.withdrawals], observer);
    trial.start();
  });
  afterEach(async () => {
    await trial.stop();
    await removeTopics();
    await bus.close();
    for (const database of opened) await database.close();
    await fresh.drop();
  });

  const send = (events: readonly Trade[]): Promise<void> =>
    bus.send(events.map((event) => messageOf(topics.trades, event)));
  const sendWithdrawn = (...events: readonly (readonly [key: string, version: number])[]): Promise<void> =>
    bus.send(events.map(([key, version]) => messageOf(topics.withdrawals, withdrawn(key, version))));
  const sendRaw = (key: string, body: string | Buffer, topic = topics.trades.topic): Promise<void> =>
    bus.send([{ topic, key, time, body }]);
  const parkedKeys = async (): Promise<string[]> =>
    (await trial.parked.page(50, undefined)).map(({ message: { key } }) => key).sort();
  const headId = async (key: string): Promise<string> => {
    const head = (await trial.parked.page(50, undefined)).find((one) => one.behind === null && one.message.key === key);
    if (!head) throw new Error(`nothing of ${key} is parked`);
    return head.parkedMessageId;
  };

  it('every message takes effect once, in the order sent per key', async () => {
    await send(Array.from({ length: 300 }, (_, index) => trade(`T${index % 7}`, 1 + Math.floor(index / 7))));
    const effects = await trial.until(300);
    expect(effects).toHaveLength(300);
    for (let key = 0; key < 7; key++) {
      const versions = effects.filter((effect) => effect.key === `T${key}`).map(({ version }) => version);
      expect(versions).toEqual([...versions].sort((left, right) => left - right));
    }
  });

  it('the same message again is a duplicate, other content under its id a conflict that is parked', async () => {
    await send([trade('T1'), trade('T1')]);
    await trial.until(1);
    await send([{ ...trade('T1'), sourceSystem: 'other' }, trade('T2'), trade('T1')]);
    expect(await trial.until(2)).toHaveLength(2);
    const [parked] = await trial.parked.page(10, undefined);
    expect(parked?.faults[0]?.rule).toMatch(/other content; the first stands/);
    await eventually(
      async () => (await trial.counted()).handled === 5,
      10,
      async () => JSON.stringify(await trial.counted()),
    );
    expect(await trial.counted()).toEqual({ applied: 2, duplicates: 2, parked: 1, handled: 5 });
  });

  it('a message that cannot be read is parked with its original, and its neighbours go on', async () => {
    const raw = Buffer.from([0x7b, 0xff, 0x00, 0x7d]);
    await send([trade('T1')]);
    await sendRaw('BAD', '{"action":');
    await sendRaw('RAW', raw);
    await sendRaw('RAW', raw);
    await send([trade('T2')]);
    expect(keysOf(await trial.until(2))).toEqual(['T1', 'T2']);
    const parked = await trial.parked.page(10, undefined);
    expect(parked.map(({ message: { key } }) => key).sort()).toEqual(['BAD', 'RAW']);
    expect(parked.find(({ message: { key } }) => key === 'RAW')?.message.bytes).toEqual(raw);
  });

  it('what a hostile sender writes is parked, and the service stays up', async () => {
    const deep = 200_000;
    await sendRaw('DEEP', '['.repeat(deep) + ']'.repeat(deep));
    await sendRaw('DEEPER', '{"a":'.repeat(deep) + '1' + '}'.repeat(deep));
    await sendRaw('NUL', JSON.stringify({ ...trade('X'), tradeId: 'X\0' }));
    await sendRaw('HALF', JSON.stringify({ ...trade('X'), sourceSystem: 'x\ud800' }));
    await sendRaw('NAME', '{"\\u0000":1,"action":"CANCEL"}');
    await sendRaw('PROTO', '{"__proto__":{"admin":true}}');
    await sendRaw('EMPTY', '');
    await send([trade('T1')]);
    await trial.until(1);
    await eventually(
      async () => (await trial.parked.count()) === 7,
      20,
      async () => `${String(await parkedKeys())}; ${String(trial.reported)}`,
    );
    expect(trial.running.health().state).toBe('running');
    expect(trial.reported).toEqual([]);
  });

  it('messages of ten million bytes are parked without being decoded, each for itself', async () => {
    const large = (last: string): string => JSON.stringify({ ...trade('BIG'), note: 'x'.repeat(10_000_000) + last });
    await sendRaw('BIG', large('a'));
    await sendRaw('BIG', large('b'));
    await sendRaw('BIG', large('a'));
    await send([trade('T1')]);
    await trial.until(1);
    await eventually(
      async () => (await trial.counted()).handled === 4,
      20,
      async () => JSON.stringify(await trial.counted()),
    );
    expect(await trial.counted()).toEqual({ applied: 1, duplicates: 1, parked: 2, handled: 4 });
    const [parked] = await trial.parked.page(10, undefined);
    expect(parked?.faults[0]?.rule).toBe('is larger than 1048576 bytes');
    expect(parked?.message.body.length).toBe(1_000);
  });

  it('a message the rules refuse stands alone in the end, and only it is parked', async () => {
    trial.stage = (_batch, received) => {
      if (received.some(({ event }) => event.tradeId === 'T50')) throw new RefusedMessage([fault('is refused')]);
      return received;
    };
    await send(names('T', 100).map((name) => trade(name)));
    expect(await trial.until(99)).toHaveLength(99);
    expect(await parkedKeys()).toEqual(['T50']);
  });

  it('later messages of a key wait behind a parked one and follow it when it is repaired', async () => {
    await sendRaw('A', '{"not":"readable', topics.withdrawals.topic);
    await sendWithdrawn(['A', 2], ['B', 1], ['A', 3]);
    expect(keysOf(await trial.until(1, 'withdrawn'))).toEqual(['B']);
    await eventually(
      async () => (await trial.parked.count()) === 3,
      10,
      async () => String(await parkedKeys()),
    );
    expect(await trial.resubmit(await headId('A'), encode(topics.withdrawals, withdrawn('A', 1)))).toEqual({
      kind: 'applied',
      messages: 3,
    });
    const effects = (await trial.until(4, 'withdrawn')).filter(({ key }) => key === 'A');
    expect(effects.map(({ version }) => version)).toEqual([1, 2, 3]);
    expect(await trial.parked.count()).toBe(0);
  });

  it('when one that waits is refused in its turn, it is the one at fault and the rest wait behind it', async () => {
    trial.stage = (_batch, received) => {
      if (received.some(({ event }) => event.version === 2)) throw new RefusedMessage([fault('is a second version')]);
      return received;
    };
    await sendRaw('A', '{"not":"readable', topics.withdrawals.topic);
    await sendWithdrawn(['A', 2], ['A', 3], ['A', 4]);
    await eventually(
      async () => (await trial.parked.count()) === 4,
      20,
      async () => String(await parkedKeys()),
    );
    const first = await headId('A');
    expect(await trial.resubmit(first, '{"still":')).toMatchObject({ kind: 'refused' });
    expect(await trial.resubmit(first, encode(topics.withdrawals, withdrawn('A', 1)))).toEqual({
      kind: 'applied',
      messages: 1,
    });
    const second = await trial.parked.get(await headId('A'));
    expect(second?.faults[0]?.rule).toBe('is a second version');
    // What is set aside for good lets the next one forward, and the others stay behind that.
    await trial.database.transaction((tx) => trial.parked.discard(tx, second?.parkedMessageId ?? ''));
    const third = await trial.parked.get(await headId('A'));
    expect(await trial.resubmit(third?.parkedMessageId ?? '', third?.message.body ?? '')).toEqual({
      kind: 'applied',
      messages: 2,
    });
    expect((await trial.effects('withdrawn')).map(({ version }) => version)).toEqual([1, 3, 4]);
    expect(await trial.counted()).toMatchObject({ applied: 3, parked: 1, handled: 4 });
  });

  it('a later message of a key does not overtake one that the handler parks in the same batch', async () => {
    await trial.stop();
    trial.stage = (batch, received) => {
      const bad = received.filter(({ event }) => event.tradeId === 'A' && event.version === 1);
      for (const one of bad) batch.park(one, [fault('cannot be booked')]);
      return received.filter((one) => !bad.includes(one));
    };
    await sendWithdrawn(['A', 1], ['A', 2], ['B', 1], ['A', 3]);
    trial.start();
    expect(keysOf(await trial.until(1, 'withdrawn'))).toEqual(['B']);
    await eventually(
      async () => (await trial.parked.count()) === 3,
      10,
      async () => String(await parkedKeys()),
    );
    expect((await trial.parked.page(10, undefined)).filter(({ behind }) => behind !== null)).toHaveLength(2);
  });

  it('what is parked can be read on the dead letters, too', async () => {
    await sendRaw('RAW', Buffer.from([0x7b, 0xff]));
    await eventually(
      async () => (await trial.parked.count()) === 1,
      20,
      async () => String(await parkedKeys()),
    );
    await eventually(
      async () => {
        const [head] = await bus.heads([{ ...topics.trades, topic: `${topics.trades.topic}.dlq` } as EventContract]);
        return head?.nextOffset === 1n;
      },
      10,
      () => 'no dead letter',
    );
  });

  it('an error that may pass is tried again, and what it had begun leaves nothing behind', async () => {
    let failures = 2;
    trial.stage = (_batch, received) => {
      if (failures-- > 0) throw new Error('not yet');
      return received;
    };
    await send([trade('T1')]);
    expect(await trial.until(1)).toHaveLength(1);
    await eventually(
      () => trial.running.health().state === 'running',
      5,
      () => trial.running.health().state,
    );
  });

  it('an error that never passes is told and ends the consumer; nothing is parked and nothing skipped', async () => {
    trial.stage = () => {
      throw new TypeError('a mistake of ours');
    };
    await send([trade('T1')]);
    await eventually(
      () => trial.running.health().state === 'retrying',
      20,
      () => trial.running.health().state,
    );
    await eventually(
      () => trial.running.health().state === 'crashed',
      40,
      () => trial.running.health().state,
    );
    expect(trial.running.health().lastError).toBe('a mistake of ours');
    expect(await trial.counted()).toEqual({ applied: 0, duplicates: 0, parked: 0, handled: 0 });
    await trial.stop();
    trial.stage = (_batch, received) => received;
    trial.start();
    expect(await trial.until(1)).toHaveLength(1);
  });

  it('goes on after a restart where it stopped', async () => {
    await send([trade('T1')]);
    await trial.until(1);
    await trial.stop();
    await send([trade('T2')]);
    trial.start();
    expect(keysOf(await trial.until(2))).toEqual(['T1', 'T2']);
  });

  it('closing waits for the batch at hand, and begins no other', async () => {
    let begun = 0;
    trial.stage = async (_batch, received) => {
      begun += 1;
      await sleep(400);
      return received;
    };
    await send([trade('T1')]);
    await eventually(
      () => begun === 1,
      20,
      () => `${begun} batches`,
    );
    await send([trade('T2')]);
    await trial.stop();
    const effects = await trial.effects();
    expect(effects.length).toBe(begun);
    await sleep(300);
    expect(await trial.effects()).toEqual(effects);
  });

  it('an owner whose claim was taken writes nothing under the old one', async () => {
    await send([trade('T1')]);
    await trial.until(1);
    await trial.database.execute('update trial.consumer_position set epoch = epoch + 1');
    await send(names('N', 50).map((name) => trade(name)));
    expect(await trial.until(51)).toHaveLength(51);
  });

  it('connections that the server ends in mid-work lose and double nothing', async () => {
    trial.stage = async (_batch, received) => {
      await sleep(5);
      return received;
    };
    for (let round = 0; round < 12; round++) {
      const trades = names(`R${round}-`, 25).map((name) => trade(name));
      // The sender loses its connection as well, and sends again: it cannot know whether the first time counted.
      await eventually(
        () =>
          send(trades).then(
            () => true,
            () => false,
          ),
        10,
        () => 'not sent',
      );
      await sleep(40);
      await observer.execute(
        `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'asiento_trial' and datname = current_database()`,
      );
    }
    const effects = await trial.until(300);
    expect(effects).toHaveLength(300);
    expect(new Set(keysOf(effects)).size).toBe(300);
  }, 90_000);

  it('of two instances each message goes to one, and who leaves is replaced by the other', async () => {
    const database = await openServiceDatabase(fresh.address, 'trial', 6);
    opened.push(database);
    const other = new Trial('trial', database, bus, [topics.trades, topics.withdrawals], observer);
    other.start();
    try {
      await send(names('A', 100).map((name) => trade(name)));
      expect(await trial.until(100)).toHaveLength(100);
      await send(names('B', 100).map((name) => trade(name)));
      await trial.stop();
      await send(names('C', 100).map((name) => trade(name)));
      const effects = await other.until(300);
      expect(effects).toHaveLength(300);
      expect(new Set(keysOf(effects)).size).toBe(300);
    } finally {
      await other.stop();
    }
  });

  it('what many slow writers say at once arrives, all of it, once, and then all is quiet', async () => {
    const hearing = new Trial('hearer', await fresh.as('hearer'), bus, [topics.withdrawals], observer);
    hearing.start();
    const writers = await openServiceDatabase(fresh.address, 'trial', 24);
    opened.push(writers);
    const hearers = [
      { name: 'trial', hears: [topics.trades, topics.withdrawals] },
      { name: 'hearer', hears: [topics.withdrawals] },
    ];
    await Promise.all(
      names('W', 200).map((name, index) =>
        writers.transaction(async (tx) => {
          await tx.execute('select pg_current_xact_id()');
          await sleep((index * 37) % 90);
          await bus.append(tx, 'trial', [messageOf(topics.withdrawals, withdrawn(name, 1))], true);
          await sleep((index * 53) % 40);
        }),
      ),
    );
    await eventually(
      async () => (await backlog(observer, bus, hearers)) === 0,
      30,
      async () => `${await backlog(observer, bus, hearers)} left`,
    );
    // Quiet means handled: nothing has to be waited for any more.
    expect(keysOf(await hearing.effects('withdrawn'))).toEqual(names('W', 200).sort());
    expect(keysOf(await trial.effects('withdrawn'))).toEqual(names('W', 200).sort());
    await hearing.stop();
  });
}
