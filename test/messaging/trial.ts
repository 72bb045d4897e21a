import { setTimeout as sleep } from 'node:timers/promises';
import { encode, frontOfficeTrade, versionWithdrawn, type EventContract, type EventOf } from '#contracts';
import { idOf } from '#domain/identity';
import type { Database, Transaction } from '#platform/database';
import {
  logGrantsSql,
  logTablesSql,
  MessagingStrategy,
  ParkedMessages,
  type Batch,
  type MessageBus,
  type OutgoingMessage,
  type Received,
} from '#platform/messaging';
import { HandedOver, HandlerFailed } from '../../libs/platform/messaging/handles-batch.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';

export type Trade = EventOf<typeof frontOfficeTrade>;
export type Withdrawn = EventOf<typeof versionWithdrawn>;

/** Topics of one trial, under names that nobody else uses: a broker that was given may hold real ones. */
export interface TrialTopics {
  /** From outside, self-ordering. */
  readonly trades: typeof frontOfficeTrade;
  /** Of our own services, parks behind. */
  readonly withdrawals: typeof versionWithdrawn;
}

let trials = 0;

export function trialTopics(): TrialTopics {
  const prefix = `trial-${process.pid}-${Date.now().toString(36)}-${++trials}`;
  return {
    trades: { ...frontOfficeTrade, topic: `${prefix}.trades.v1` },
    withdrawals: { ...versionWithdrawn, topic: `${prefix}.withdrawals.v1` },
  };
}

export const time = '2026-06-15T08:00:00Z';

export const trade = (tradeId: string, version = 1): Trade => ({
  action: 'CANCEL',
  tradeId,
  version,
  sourceSystem: 'trial',
});

export const withdrawn = (tradeId: string, version: number): Withdrawn => ({
  eventId: idOf('trial', tradeId, version),
  tradeId,
  version,
  by: 'CANCEL',
  nextVersion: version + 1,
  next: null,
  settled: [],
  occurredAt: time,
});

export function messageOf<Contract extends EventContract>(
  contract: Contract,
  event: EventOf<Contract>,
): OutgoingMessage {
  return { topic: contract.topic, key: contract.key(event), time, body: encode(contract, event) };
}

export interface Effect {
  readonly what: string;
  readonly key: string;
  readonly version: number;
}

export type Stage = (
  batch: Batch<Trade | Withdrawn>,
  received: readonly Received<Trade | Withdrawn>[],
) => readonly Received<Trade | Withdrawn>[] | Promise<readonly Received<Trade | Withdrawn>[]>;

/** Schemas and log of the services that a trial runs. */
export async function trialDatabase(
  services: readonly string[],
  topics: TrialTopics,
  partitions = 1,
): Promise<TestDatabase> {
  const contracts = [topics.trades, topics.withdrawals];
  const fresh = await freshDatabase(
    services.map((name) => ({ name, module: class {}, migrations: [], hears: [], says: [], stateLines: [] })),
  );
  const admin = await fresh.asSuperuser();
  for (const statement of logTablesSql(contracts, partitions)) await admin.execute(statement);
  for (const name of services) {
    for (const statement of logGrantsSql({ name, hears: contracts, says: contracts })) await admin.execute(statement);
    await admin.execute(
      `create table ${name}.effect (effect_id bigint generated always as identity, what text, key text, version int)`,
    );
    await admin.execute(`grant all on ${name}.effect to asiento_${name}`);
  }
  return fresh;
}

/** One instance of a service whose handlers write what they were given into a table. */
export class Trial {
  readonly parked: ParkedMessages;
  readonly reported: unknown[] = [];
  private strategy: MessagingStrategy | undefined;
  /** What the handler does before it writes; it writes what this gives back. */
  stage: Stage = (_batch, received) => received;

  constructor(
    readonly name: string,
    readonly database: Database,
    readonly bus: MessageBus,
    private readonly contracts: readonly EventContract[],
    /** Looks on over connections of its own. */
    private readonly observer: Database,
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
      report: (error) => void this.reported.push(error),
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

  get running(): MessagingStrategy {
    if (!this.strategy) throw new Error('not started');
    return this.strategy;
  }

  private async handle(contract: EventContract, batch: Batch<Trade | Withdrawn>, tx: Transaction): Promise<void> {
    const received = await this.stage(batch, batch.received);
    await tx.execute(
      `insert into ${this.name}.effect (what, key, version) select $1, * from unnest($2::text[], $3::int[])`,
      [
        contract.topic.endsWith('trades.v1') ? 'trade' : 'withdrawn',
        received.map(({ event }) => event.tradeId),
        received.map(({ event }) => event.version),
      ],
    );
  }

  async effects(what = 'trade'): Promise<Effect[]> {
    return this.observer.rows<Effect>(
      `select what, key, version from ${this.name}.effect where what = $1 order by effect_id`,
      [what],
    );
  }

  /** The effects, once there are so many and no more have come. */
  async until(count: number, what = 'trade', seconds = 30): Promise<Effect[]> {
    const found = async (): Promise<boolean> => (await this.effects(what)).length >= count;
    await eventually(found, seconds, async () => `${(await this.effects(what)).length} of ${count} effects`);
    // Whatever comes twice comes soon.
    await sleep(150);
    return this.effects(what);
  }

  /** Messages counted as handled, one way or another. */
  async counted(): Promise<{ applied: number; duplicates: number; parked: number; handled: number }> {
    const [row] = await this.observer.rows<{ applied: number; duplicates: number; handled: number }>(
      `select coalesce(sum(applied), 0)::int as applied, coalesce(sum(duplicates), 0)::int as duplicates,
         coalesce(sum(next_offset), 0)::int as handled from ${this.name}.consumer_position`,
    );
    const [parked] = await this.observer.rows<{ parked: number }>(
      `select count(*)::int as parked from ${this.name}.parked_message where state <> 'resubmitted'`,
    );
    return { applied: 0, duplicates: 0, handled: 0, ...row, parked: parked?.parked ?? 0 };
  }

  /** Repairs or passes on a parked message, as a handler of a desk's decisions would. */
  resubmit(id: string, body: string): ReturnType<ParkedMessages['resubmit']> {
    return this.database.transaction((tx) =>
      this.parked.resubmit(
        {
          received: [],
          publish: () => undefined,
          sendOn: () => Promise.resolve(),
          park: () => undefined,
          duplicate: () => undefined,
        },
        tx,
        id,
        body,
      ),
    );
  }
}

export async function eventually(
  condition: () => Promise<boolean> | boolean,
  seconds: number,
  state: () => Promise<string> | string,
): Promise<void> {
  for (const until = Date.now() + seconds * 1_000; Date.now() < until; await sleep(25)) if (await condition()) return;
  throw new Error(`after ${seconds} s: ${await state()}`);
}

export const keysOf = (effects: readonly Effect[]): string[] => effects.map(({ key }) => key).sort();
