import { setTimeout as sleep } from 'node:timers/promises';
import { encode, frontOfficeTrade, versionWithdrawn, type EventContract, type EventOf } from '#contracts';
import { idOf } from '#domain/identity';
import type { Database, Transaction } from '#platform/database';
import { MessagingStrategy, ParkedMessages, RefusedMessage, type Batch, type MessageBus } from '#platform/messaging';
import { HandedOver, HandlerFailed } from '../../libs/platform/messaging/handles-batch.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';

/** What a transport needs to be tried: a bus over a fresh database, and nothing left of the run before. */
export type OpenBus = (database: TestDatabase) => Promise<MessageBus>;

type Trade = EventOf<typeof frontOfficeTrade>;
type Withdrawn = EventOf<typeof versionWithdrawn>;

const hears: readonly EventContract[] = [frontOfficeTrade, versionWithdrawn];
const definition = { name: 'trial', module: class {}, migrations: [], hears, says: [...hears], stateLines: [] };
const hearer = { ...definition, name: 'hearer', hears: [versionWithdrawn], says: [] };

const trade = (tradeId: string, version = 1): Trade => ({ action: 'CANCEL', tradeId, version, sourceSystem: 'trial' });
const withdrawn = (tradeId: string, version: number): Withdrawn => ({
  eventId: idOf('trial', tradeId, version),
  tradeId,
  version,
  by: 'CANCEL',
  nextVersion: version + 1,
  next: null,
  settled: [],
  occurredAt: '2026-06-15T08:00:00Z',
});
const time = '2026-06-15T08:00:00Z';
const message = (contract: EventContract, event: object) => ({
  topic: contract.topic,
  key: contract.key(event as never),
  time,
  body: encode(contract, event as never),
});

interface Effect {
  readonly what: string;
  readonly key: string;
  readonly version: number;
}

/** One service over the bus whose handlers write what they were given into a table. */
class Trial {
  readonly parked: ParkedMessages;
  private strategy: MessagingStrategy | undefined;
  before: (events: readonly { tradeId: string; version: number }[]) => void = () => undefined;

  constructor(
    readonly name: string,
    readonly database: Database,
    readonly bus: MessageBus,
    private readonly contracts: readonly EventContract[],
  ) {
    this.parked = new ParkedMessages(name, database);
  }

  start(): void {
    const strategy = new MessagingStrategy({
      service: this.name,
      hears: this.contracts,
      database: this.database,
      bus: this.bus,
      parked: this.parked,
      report: () => undefined,
    });
    for (const contract of this.contracts)
      strategy.addHandler(
        contract.topic,
        async ({ batch, tx }: HandedOver) => {
          try {
            await this.handle(contract, batch as Batch<Trade | Withdrawn>, tx);
          } catch (error) {
            return new HandlerFailed(error) as never;
          }
          return undefined as never;
        },
        true,
        { contract },
      );
    strategy.listen(() => undefined);
    this.strategy = strategy;
  }

  async stop(): Promise<void> {
    await this.strategy?.close();
  }

  private async handle(contract: EventContract, batch: Batch<Trade | Withdrawn>, tx: Transaction): Promise<void> {
    const events = batch.received.map(({ event }) => event);
    this.before(events);
    await tx.execute(
      `insert into ${this.name}.effect (what, key, version) select $1, * from unnest($2::text[], $3::int[])`,
      [
        contract === frontOfficeTrade ? 'trade' : 'withdrawn',
        events.map(({ tradeId }) => tradeId),
        events.map(({ version }) => version),
      ],
    );
  }

  effects(): Promise<Effect[]> {
    return this.database.rows<Effect>(`select what, key, version from ${this.name}.effect order by effect_id`);
  }

  async until(count: number, what = 'trade'): Promise<Effect[]> {
    for (let attempt = 0; attempt < 400; attempt++) {
      const effects = (await this.effects()).filter((effect) => effect.what === what);
      if (effects.length >= count) {
        // Whatever comes twice comes soon.
        await sleep(150);
        return (await this.effects()).filter((effect) => effect.what === what);
      }
      await sleep(50);
    }
    throw new Error(`only ${JSON.stringify((await this.effects()).length)} of ${count} effects`);
  }
}

/** What every transport must do; run for each of them by a file of its own. */
export function conformance(openBus: OpenBus): void {
  let fresh: TestDatabase;
  let bus: MessageBus;
  let trial: Trial;

  beforeEach(async () => {
    fresh = await freshDatabase([definition, hearer]);
    const admin = await fresh.asSuperuser();
    for (const schema of ['trial', 'hearer'])
      await admin.execute(
        `create table ${schema}.effect (effect_id bigint generated always as identity, what text, key text, version int)`,
      );
    await admin.execute('grant all on trial.effect to asiento_trial');
    await admin.execute('grant all on hearer.effect to asiento_hearer');
    bus = await openBus(fresh);
    trial = new Trial('trial', await fresh.as('trial'), bus, hears);
    trial.start();
  });
  afterEach(async () => {
    await trial.stop();
    await bus.close();
    await fresh.drop();
  });

  it('every message takes effect once, in the order sent per key', async () => {
    const events = Array.from({ length: 300 }, (_, index) => trade(`T${index % 7}`, 1 + Math.floor(index / 7)));
    await bus.send(events.map((event) => message(frontOfficeTrade, event)));
    const effects = await trial.until(300);
    expect(effects).toHaveLength(300);
    for (let key = 0; key < 7; key++) {
      const versions = effects.filter((effect) => effect.key === `T${key}`).map(({ version }) => version);
      expect(versions).toEqual([...versions].sort((left, right) => left - right));
    }
  });

  it('the same message again is a duplicate, other content under its id a conflict that is parked', async () => {
    await bus.send([message(frontOfficeTrade, trade('T1')), message(frontOfficeTrade, trade('T1'))]);
    await trial.until(1);
    await bus.send([
      message(frontOfficeTrade, { ...trade('T1'), sourceSystem: 'other' }),
      message(frontOfficeTrade, trade('T2')),
    ]);
    expect(await trial.until(2)).toHaveLength(2);
    const [parked] = await trial.parked.page(10, undefined);
    expect(parked?.faults[0]?.rule).toMatch(/other content; the first stands/);
  });

  it('a message that cannot be read is parked with its original, and its neighbours go on', async () => {
    await bus.send([
      message(frontOfficeTrade, trade('T1')),
      { topic: frontOfficeTrade.topic, key: 'BAD', time, body: '{"action":' },
      {
        topic: frontOfficeTrade.topic,
        key: 'BIG',
        time,
        body: JSON.stringify({ ...trade('BIG'), note: 'x'.repeat(2_000_000) }),
      },
      { topic: frontOfficeTrade.topic, key: 'RAW', time, body: Buffer.from([0x7b, 0xff, 0x00, 0x7d]) },
      message(frontOfficeTrade, trade('T2')),
    ]);
    expect((await trial.until(2)).map(({ key }) => key).sort()).toEqual(['T1', 'T2']);
    const parked = await trial.parked.page(10, undefined);
    expect(parked.map(({ message: { key } }) => key).sort()).toEqual(['BAD', 'BIG', 'RAW']);
    expect(parked.find(({ message: { key } }) => key === 'RAW')?.message.bytes).toEqual(
      Buffer.from([0x7b, 0xff, 0x00, 0x7d]),
    );
  });

  it('a message the rules refuse stands alone in the end, and only it is parked', async () => {
    trial.before = (events) => {
      if (events.some(({ tradeId }) => tradeId === 'T50'))
        throw new RefusedMessage([{ field: '/tradeId', value: 'T50', rule: 'is refused', remedy: 'none' }]);
    };
    await bus.send(Array.from({ length: 100 }, (_, index) => message(frontOfficeTrade, trade(`T${index}`))));
    expect(await trial.until(99)).toHaveLength(99);
    expect((await trial.parked.page(10, undefined)).map(({ message: { key } }) => key)).toEqual(['T50']);
  });

  it('later messages of a key wait behind a parked one and follow it when it is repaired', async () => {
    await bus.send([
      { topic: versionWithdrawn.topic, key: 'A', time, body: '{"not":"readable' },
      message(versionWithdrawn, withdrawn('A', 2)),
      message(versionWithdrawn, withdrawn('B', 1)),
    ]);
    expect((await trial.until(1, 'withdrawn')).map(({ key }) => key)).toEqual(['B']);
    const head = (await trial.parked.page(10, undefined)).find(({ behind }) => behind === null);
    const outcome = await trial.database.transaction((tx) =>
      trial.parked.resubmit(
        { received: [], publish: () => undefined, park: () => undefined, duplicate: () => undefined },
        tx,
        head?.parkedMessageId ?? '',
        encode(versionWithdrawn, withdrawn('A', 1)),
      ),
    );
    expect(outcome).toEqual({ kind: 'applied', messages: 2 });
    expect((await trial.until(3, 'withdrawn')).filter(({ key }) => key === 'A').map(({ version }) => version)).toEqual([
      1, 2,
    ]);
    expect(await trial.parked.count()).toBe(0);
  });

  it('an error that may pass is tried again, and what it had begun leaves nothing behind', async () => {
    let failures = 2;
    trial.before = () => {
      if (failures-- > 0) throw new Error('the database went away');
    };
    await bus.send([message(frontOfficeTrade, trade('T1'))]);
    expect(await trial.until(1)).toHaveLength(1);
  });

  it('goes on after a restart where it stopped', async () => {
    await bus.send([message(frontOfficeTrade, trade('T1'))]);
    await trial.until(1);
    await trial.stop();
    await bus.send([message(frontOfficeTrade, trade('T2'))]);
    trial.start();
    expect((await trial.until(2)).map(({ key }) => key)).toEqual(['T1', 'T2']);
  });

  it('an owner whose claim was taken writes nothing under the old one', async () => {
    await bus.send([message(frontOfficeTrade, trade('T1'))]);
    await trial.until(1);
    await trial.database.execute('update trial.consumer_position set epoch = epoch + 1');
    await bus.send(Array.from({ length: 50 }, (_, index) => message(frontOfficeTrade, trade(`N${index}`))));
    expect(await trial.until(51)).toHaveLength(51);
  });

  it('what many slow writers say at once arrives, all of it, once', async () => {
    const hearing = new Trial('hearer', await fresh.as('hearer'), bus, [versionWithdrawn]);
    hearing.start();
    const writers = await fresh.as('trial');
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        writers.transaction(async (tx) => {
          await tx.execute('select pg_current_xact_id()');
          await sleep((index * 37) % 90);
          await bus.append(tx, 'trial', [message(versionWithdrawn, withdrawn(`W${index}`, 1))]);
          await sleep((index * 53) % 40);
        }),
      ),
    );
    const heard = await hearing.until(40, 'withdrawn');
    await hearing.stop();
    expect(heard.map(({ key }) => key).sort()).toEqual(Array.from({ length: 40 }, (_, index) => `W${index}`).sort());
  });
}
