import { setTimeout as sleep } from 'node:timers/promises';
import { encode } from '#contracts';
import type { Database, Transaction } from '#platform/database';
import type { TestDatabase } from '#test/postgres';
import { time, trialDatabase, trialTopics, withdrawn, type TrialTopics } from '../../../test/messaging/trial.js';
import { BegunElsewhere, RefusedMessage, type Batch } from './batch.js';
import { handleBatch as handleParts, type Handling, type ServiceMessaging, type Stretch } from './batch-transaction.js';
import type { IncomingMessage } from './message.js';
import { claim, Fenced, MessagesMissing, OlderGeneration, positionsOf, type Claim } from './position.js';
import { PostgresBus } from './postgres-bus.js';

let topics: TrialTopics;
let fresh: TestDatabase;
let db: Database;
let messaging: ServiceMessaging;

beforeEach(async () => {
  topics = trialTopics();
  fresh = await trialDatabase(['trial'], topics);
  db = await fresh.as('trial');
  messaging = { service: 'trial', database: db, bus: await PostgresBus.open(await fresh.as('trial')) };
}, 60_000);
afterEach(() => fresh.drop());

const topic = (): string => topics.withdrawals.topic;
const owner = (partition = 0): Promise<Claim & { readonly nextOffset: bigint }> =>
  claim(db, 'trial', topic(), partition);

function message(offset: number, partition = 0): IncomingMessage {
  const key = `${'TUVW'.charAt(partition)}${offset}`;
  const body = encode(topics.withdrawals, withdrawn(key, 1));
  return {
    topic: topic(),
    partition,
    offset: BigInt(offset),
    key,
    time,
    headers: {},
    body,
    bytes: null,
    size: body.length,
  };
}

/** Messages from one offset to before another. */
const stretch = (from: number, before: number, partition = 0): Stretch => ({
  from: BigInt(from),
  to: BigInt(before) - 1n,
  messages: Array.from({ length: before - from }, (_, index) => message(from + index, partition)),
});

const handleBatch = (to: ServiceMessaging, by: Handling, held: Claim, messages: Stretch): Promise<void> =>
  handleParts(to, by, [{ held, stretch: messages }]);

type Handle = (batch: Batch<unknown>, tx: Transaction) => Promise<void>;

const write: Handle = async ({ received }, tx) => {
  await tx.execute(`insert into trial.effect (what, key, version) select 'it', key, 1 from unnest($1::text[]) as key`, [
    received.map(({ message: { key } }) => key),
  ]);
};

const handling = (handle: Handle = write): Handling => ({ contract: topics.withdrawals, handle });

const effects = async (): Promise<string[]> =>
  (await db.rows<{ key: string }>('select key from trial.effect order by effect_id')).map(({ key }) => key);

const inputs = (count: number): string[] => Array.from({ length: count }, (_, index) => `T${index}`);

const nextOffset = async (): Promise<bigint | undefined> =>
  (await positionsOf(db, 'trial', topic())).get(0)?.nextOffset;

const said = async (): Promise<bigint | undefined> =>
  (await messaging.bus.heads([topics.withdrawals])).find((head) => head.partition === 0)?.nextOffset;

describe('the owner of a partition', () => {
  it('that slept writes nothing once another has claimed', async () => {
    const slept = await owner();
    const awake = await owner();
    await expect(handleBatch(messaging, handling(), slept, stretch(0, 3))).rejects.toThrow(Fenced);
    expect(await effects()).toEqual([]);
    await handleBatch(messaging, handling(), awake, stretch(0, 3));
    expect(await effects()).toEqual(inputs(3));
  });

  it('that falls asleep within a batch is waited for by the next one, so that nothing happens twice', async () => {
    const before = await owner();
    let wakeUp = (): void => undefined;
    const asleep = new Promise<void>((done) => (wakeUp = done));
    let fallAsleep = (): void => undefined;
    const fellAsleep = new Promise<void>((done) => (fallAsleep = done));
    const slow = handleBatch(
      messaging,
      handling(async (batch, tx) => {
        await write(batch, tx);
        fallAsleep();
        await asleep;
      }),
      before,
      stretch(0, 3),
    );
    await fellAsleep;
    const next = owner().then((held) => handleBatch(messaging, handling(), held, stretch(0, 3)));
    await sleep(300);
    wakeUp();
    await Promise.all([slow, next]);
    expect(await effects()).toEqual(inputs(3));
  });

  it('changes every few milliseconds under load, and the effects are the inputs, each once and in order', async () => {
    const COUNT = 150;
    const busy = async (me: number): Promise<void> => {
      for (let round = 0; ; round++) {
        const held = await owner();
        let next = Number(held.nextOffset);
        try {
          while (next < COUNT) {
            const before = Math.min(COUNT, next + 1 + ((me + round) % 4));
            await handleBatch(
              messaging,
              handling(async (batch, tx) => {
                await write(batch, tx);
                await sleep((me * 7 + round * 5) % 4);
              }),
              held,
              stretch(next, before),
            );
            next = before;
          }
          return;
        } catch (error) {
          if (!(error instanceof Fenced)) throw error;
        }
        await sleep((me * 11 + round * 3) % 25);
      }
    };
    await Promise.all([0, 1, 2, 3].map(busy));
    expect(await effects()).toEqual(inputs(COUNT));
  });

  it('counts once what is delivered again, also where the delivery goes on beyond what was handled', async () => {
    const held = await owner();
    await handleBatch(messaging, handling(), held, stretch(0, 3));
    await handleBatch(messaging, handling(), held, stretch(0, 3));
    await handleBatch(messaging, handling(), held, stretch(1, 5));
    expect(await effects()).toEqual(inputs(5));
  });

  it('stops at a hole in what arrives and says which message is missing, rather than pass over it', async () => {
    const held = await owner();
    await handleBatch(messaging, handling(), held, stretch(0, 2));
    await expect(handleBatch(messaging, handling(), held, stretch(3, 5))).rejects.toThrow(MessagesMissing);
    expect(await effects()).toEqual(inputs(2));
    expect(await nextOffset()).toBe(2n);
  });

  it('cannot be put out by a member of an older generation', async () => {
    const awake = await claim(db, 'trial', topic(), 0, { generation: 7, evenIfLower: false });
    await expect(claim(db, 'trial', topic(), 0, { generation: 6, evenIfLower: false })).rejects.toThrow(
      OlderGeneration,
    );
    await handleBatch(messaging, handling(), awake, stretch(0, 1));
    expect(await effects()).toEqual(inputs(1));
  });
});

describe('stretches of several partitions in one transaction', () => {
  const positions = async (): Promise<(readonly [number, bigint])[]> =>
    [...(await positionsOf(db, 'trial', topic()))]
      .map(([partition, position]) => [partition, position.nextOffset] as const)
      .sort(([left], [right]) => left - right);

  it('take effect together, and each position moves by its own', async () => {
    const [first, second] = [await owner(0), await owner(1)];
    await handleParts(messaging, handling(), [
      { held: second, stretch: stretch(0, 1, 1) },
      { held: first, stretch: stretch(0, 3) },
    ]);
    expect((await effects()).sort()).toEqual(['T0', 'T1', 'T2', 'U0']);
    expect(await positions()).toEqual([
      [0, 3n],
      [1, 1n],
    ]);
  });

  it('leave nothing behind when one of them belongs to another owner by now', async () => {
    const [first, slept] = [await owner(0), await owner(1)];
    await owner(1);
    const both = [
      { held: first, stretch: stretch(0, 3) },
      { held: slept, stretch: stretch(0, 2, 1) },
    ];
    await expect(handleParts(messaging, handling(), both)).rejects.toThrow(Fenced);
    expect(await effects()).toEqual([]);
    expect(await positions()).toEqual([
      [0, 0n],
      [1, 0n],
    ]);
  });

  it('count once what one of them has handled before, and handle the rest', async () => {
    const [first, second] = [await owner(0), await owner(1)];
    await handleParts(messaging, handling(), [{ held: first, stretch: stretch(0, 3) }]);
    await handleParts(messaging, handling(), [
      { held: first, stretch: stretch(0, 3) },
      { held: second, stretch: stretch(0, 1, 1) },
    ]);
    expect(await effects()).toEqual(['T0', 'T1', 'T2', 'U0']);
  });

  it('set aside the one message that is refused, though others have its offset, and handle all others', async () => {
    const [first, second] = [await owner(0), await owner(1)];
    const refusing: Handle = async (batch, tx) => {
      if (batch.received.some(({ message: { key } }) => key === 'U1'))
        throw new RefusedMessage([{ field: 'x', value: 'U1', rule: 'is refused', remedy: 'None.' }]);
      await write(batch, tx);
    };
    await handleParts(messaging, handling(refusing), [
      { held: first, stretch: stretch(0, 3) },
      { held: second, stretch: stretch(0, 3, 1) },
    ]);
    expect((await effects()).sort()).toEqual(['T0', 'T1', 'T2', 'U0', 'U2']);
    const parked = await db.rows<{ key: string }>('select key from trial.parked_message');
    expect(parked).toEqual([{ key: 'U1' }]);
    expect(await positions()).toEqual([
      [0, 3n],
      [1, 3n],
    ]);
  });
});

describe('a batch that fails', () => {
  it('leaves nothing of what its handler had written and said by then', async () => {
    const held = await owner();
    const failing: Handle = async (batch, tx) => {
      await write(batch, tx);
      batch.publish(topics.withdrawals, [withdrawn('SAID', 1)]);
      throw new Error('the handler broke off');
    };
    await expect(handleBatch(messaging, handling(failing), held, stretch(0, 2))).rejects.toThrow('broke off');
    expect([await effects(), await said(), await nextOffset()]).toEqual([[], 0n, 0n]);
  });

  it('at the commit itself takes back effects, words and position alike', async () => {
    await (
      await fresh.asSuperuser()
    ).execute('alter table trial.effect add constraint once unique (key) deferrable initially deferred');
    const held = await owner();
    const twice: Handle = async (batch, tx) => {
      await write(batch, tx);
      await write(batch, tx);
      batch.publish(topics.withdrawals, [withdrawn('SAID', 1)]);
    };
    await expect(handleBatch(messaging, handling(twice), held, stretch(0, 2))).rejects.toThrow('duplicate key');
    expect([await effects(), await said(), await nextOffset()]).toEqual([[], 0n, 0n]);
  });
});

describe('a batch that another transaction has overtaken', () => {
  it('is handled again at once, and nobody hears of a failure', async () => {
    const held = await owner();
    let tries = 0;
    const overtaken: Handle = async (batch, tx) => {
      await write(batch, tx);
      if (++tries < 3) throw new BegunElsewhere('a row was made meanwhile');
    };
    await handleBatch(messaging, handling(overtaken), held, stretch(0, 2));
    expect([tries, await effects(), await nextOffset()]).toEqual([3, inputs(2), 2n]);
  });

  it('fails in the end where it is overtaken for ever, which no other transaction can be the cause of', async () => {
    const held = await owner();
    const forever: Handle = () => Promise.reject(new BegunElsewhere('a row was made meanwhile'));
    await expect(handleBatch(messaging, handling(forever), held, stretch(0, 1))).rejects.toThrow(BegunElsewhere);
    expect(await nextOffset()).toBe(0n);
  });
});
