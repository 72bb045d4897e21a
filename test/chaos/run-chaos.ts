import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { accountFor, holds, openHouse, openProcesses, type Accounting, type House } from '#apps/asiento';
import { verifyLedger } from '#apps/ledger';
import { chanceOf } from '#apps/simulator';
import { openServiceDatabase, removeEmbeddedPostgres, startEmbeddedPostgres } from '#platform/database';
import { playThrough, type DayUnderTest } from '#test/day';
import { fromJars } from '../kafka/broker.js';
import { ownDisk, type FaultKind, type Scene } from './faults.js';
import { UnderFire, type Suffered } from './under-fire.js';

export interface ChaosOptions {
  readonly seed: string;
  readonly trades: number;
  /** How often each kind of fault happens. */
  readonly faults: Readonly<Partial<Record<FaultKind, number>>>;
  readonly onProgress: (text: string) => void;
}

export interface ChaosResult {
  readonly seed: string;
  readonly trades: number;
  readonly faults: Readonly<Partial<Record<FaultKind, number>>>;
  /** Kinds that could not be made to happen here, with the reason. */
  readonly skipped: Readonly<Record<string, string>>;
  /** Processes ended by kill -9. */
  readonly kills: number;
  /** Both sums hold, books and bridge are in balance, and the chain of every book is intact. */
  readonly holds: boolean;
  readonly sameDigest: boolean;
  readonly sameRoot: boolean;
  readonly messages: Accounting['messages'];
  readonly journals: number;
  /** From the end of a fault until every service works again. */
  readonly recoveryMs: { readonly median: number; readonly p99: number; readonly most: number };
  /** The longest after a fault of each kind. */
  readonly longestRecoveryMs: Readonly<Partial<Record<FaultKind, number>>>;
  readonly seconds: number;
}

const SESSION_MS = 6_000;
const PARTITIONS = 3;
const TICKS = 13;
const KILLS_OF: Readonly<Partial<Record<FaultKind, number>>> = { service: 1, all: 7, postgres: 1, broker: 1 };

/** Plays a day undisturbed, then the same day under fire with every service its own process over Kafka, and compares. */
export async function runChaos({ seed, trades, faults, onProgress }: ChaosOptions): Promise<ChaosResult> {
  const began = Date.now();
  const dataFolder = await mkdtemp(join(tmpdir(), 'asiento-chaos-'));
  // The server runs as an ordinary user and has to get in.
  await chmod(dataFolder, 0o755);
  const skipped: Record<string, string> = {};
  const disk = (faults.disk ?? 0) > 0 ? await ownDisk(dataFolder) : undefined;
  if (disk && 'missing' in disk) skipped['disk'] = disk.missing;
  const planned = inSomeOrder(seed, faults).filter((kind) => !(kind in skipped));
  const day: DayUnderTest = { seed, trades, trouble: 'heavy', duplicatesPercent: 1 };
  try {
    const { url: adminUrl } = await startEmbeddedPostgres({ folder: dataFolder });
    onProgress(`playing ${trades} trades undisturbed`);
    const calm = await undisturbed(dataFolder, adminUrl, day);
    onProgress(`playing the same day under ${planned.length} faults`);
    const { accounting, sound, suffered } = await underFire(dataFolder, adminUrl, day, planned, onProgress);
    const recoveries = suffered.map(({ recoveryMs }) => recoveryMs).sort((left, right) => left - right);
    const at = (share: number): number => recoveries[Math.max(0, Math.ceil(recoveries.length * share) - 1)] ?? 0;
    return {
      seed,
      trades,
      faults: countOf(suffered),
      skipped,
      kills: suffered.reduce((sum, { kind }) => sum + (KILLS_OF[kind] ?? 0), 0),
      holds: holds(accounting) && sound,
      sameDigest: accounting.stateDigest === calm.stateDigest,
      sameRoot: accounting.ledgerRoot === calm.ledgerRoot,
      messages: accounting.messages,
      journals: accounting.journals,
      recoveryMs: { median: at(0.5), p99: at(0.99), most: at(1) },
      longestRecoveryMs: longestOf(suffered),
      seconds: Math.round((Date.now() - began) / 1_000),
    };
  } finally {
    await removeEmbeddedPostgres(dataFolder);
    if (disk && 'undo' in disk) await disk.undo();
    await rm(dataFolder, { recursive: true, force: true });
  }
}

async function undisturbed(dataFolder: string, adminUrl: string, day: DayUnderTest): Promise<Accounting> {
  const house = await openHouse({ dataFolder, database: 'calm', adminUrl, onProgress: () => undefined });
  try {
    await playThrough(house, day);
    return await accountFor(house);
  } finally {
    await house.stop();
  }
}

async function underFire(
  dataFolder: string,
  adminUrl: string,
  day: DayUnderTest,
  planned: readonly FaultKind[],
  onProgress: (text: string) => void,
): Promise<{ accounting: Accounting; sound: boolean; suffered: readonly Suffered[] }> {
  const broker = await fromJars();
  const environment = {
    EVENT_BUS: 'kafka',
    KAFKA_BROKERS: broker.brokers.join(','),
    KAFKA_PARTITIONS: String(PARTITIONS),
    KAFKA_SESSION_MS: String(SESSION_MS),
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'silent',
  };
  Object.assign(process.env, environment);
  let house: Awaited<ReturnType<typeof openProcesses>> | undefined;
  try {
    house = await openProcesses({ dataFolder, database: 'under_fire', adminUrl, onProgress: () => undefined });
    const chance = chanceOf(day.seed, 'chaos');
    const scene: Scene = { house, broker, dataFolder, chance, sessionMs: SESSION_MS, partitions: PARTITIONS };
    let count = 0;
    const fire = new UnderFire(scene, house.bus, planned, { messages: day.trades * 3, ticks: TICKS }, (suffered) =>
      onProgress(
        `fault ${++count} of ${planned.length}: ${suffered.kind}, all at work after ${suffered.recoveryMs} ms`,
      ),
    );
    await playThrough({ address: house.address, backlog: () => backlogOf(house), bus: fire }, day);
    await fire.rest();
    await untilQuiet(house);
    const books = await openServiceDatabase(house.address, 'ledger', 2);
    const { sound } = await verifyLedger(books).finally(() => books.close());
    return { accounting: await accountFor(house), sound, suffered: fire.suffered };
  } finally {
    await house?.stop();
    await broker.stop();
    for (const name of Object.keys(environment)) Reflect.deleteProperty(process.env, name);
  }
}

function backlogOf(house: House | undefined): Promise<number> {
  if (!house) throw new Error('there is no house');
  return house.backlog();
}

async function untilQuiet(house: House): Promise<void> {
  for (let calm = 0; calm < 3;) {
    calm = (await house.backlog()) === 0 ? calm + 1 : 0;
    await sleep(200);
  }
}

/** Every planned fault once, in an order that follows from the seed. */
function inSomeOrder(seed: string, faults: ChaosOptions['faults']): FaultKind[] {
  const chance = chanceOf(seed, 'order of faults');
  const all = Object.entries(faults).flatMap(([kind, count]) => Array.from({ length: count }, () => kind as FaultKind));
  return all
    .map((kind) => ({ kind, place: chance.below(1_000_000) }))
    .sort((left, right) => left.place - right.place)
    .map(({ kind }) => kind);
}

function longestOf(suffered: readonly Suffered[]): Partial<Record<FaultKind, number>> {
  const longest: Partial<Record<FaultKind, number>> = {};
  for (const { kind, recoveryMs } of suffered) longest[kind] = Math.max(longest[kind] ?? 0, recoveryMs);
  return longest;
}

function countOf(suffered: readonly Suffered[]): Partial<Record<FaultKind, number>> {
  const counts: Partial<Record<FaultKind, number>> = {};
  for (const { kind } of suffered) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
