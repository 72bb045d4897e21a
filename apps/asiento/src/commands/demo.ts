import { rm, statfs } from 'node:fs/promises';
import { once } from 'node:events';
import { Command, Option } from 'commander';
import pc from 'picocolors';
import {
  dayAfter,
  dealingDates,
  firstGoodDay,
  lastDay,
  lastTick,
  markStep,
  openDay,
  planDay,
  playDay,
  troubleLevels,
  type PlayedDay,
  type TroubleLevel,
} from '#apps/simulator';
import { openServiceDatabase, removeEmbeddedPostgres } from '#platform/database';
import { emptyBus } from '#platform/messaging';
import { readBusAddress } from '#platform/service';
import {
  allContracts,
  type ConfirmationSummary,
  type IntakeSummary,
  type LedgerSummary,
  type ReconciliationSummary,
  type SettlementSummary,
  type TrialBalance,
  type UnitBridge,
} from '#contracts';
import { boardText } from '../day/board.js';
import { demoPeople, demoPeopleFile, peopleText } from '../day/demo-people.js';
import { showProgress, silent, type Progress } from '../day/progress.js';
import { CommandFailed, exitCodes } from '../exit-codes.js';
import { accountFor, holds } from '../house/accounting.js';
import { addressFile, connectToHouse } from '../house/connect.js';
import { defaultDataFolder, houseDatabase } from '../house/data-folder.js';
import type { House } from '../house/house.js';
import { openHouse } from '../house/open-house.js';
import { openProcesses } from '../house/open-processes.js';
import { percent, wholeNumber } from '../options.js';

interface DemoOptions {
  readonly trades: number;
  readonly seed: string;
  readonly reset: boolean;
  readonly once: boolean;
  readonly json: boolean;
  readonly port?: number;
  readonly duplicates?: number;
  readonly shuffle: boolean;
  readonly trouble: TroubleLevel;
  readonly processes: boolean;
  readonly data: string;
}

const DEFAULT_PORT = 7070;
/** A Monday on which every market of the simulated world is open. */
const FIRST_DAY = '2026-06-15';
/** Business days on which the clock goes on after the day, so that what settles after two or three days is seen to settle. */
const DAYS_AFTER = 3;

export function demoCommand(): Command {
  return new Command('demo')
    .description('play a seeded trading day from the front office to balanced books, show the board, and stay up')
    .option('--trades <n>', 'trades of the day', wholeNumber(1, 5_000_000), 1000)
    .option('--seed <text>', 'names all chance of the day', '7')
    .option('--reset', 'begin with an empty data folder', false)
    .option('--once', 'end after the day; exit code 0 only if everything is accounted for and the books hold', false)
    .option('--json', 'print the figures as one JSON object on the last line', false)
    .option(
      '--port <n>',
      `port of the dashboard (default: ${DEFAULT_PORT}, or another if that is taken)`,
      wholeNumber(1, 65535),
    )
    .option('--duplicates <percent>', 'chance of each message to arrive twice (default: as the trouble says)', percent)
    .option('--shuffle', 'let everything between two ticks of the clock arrive in another order', false)
    .addOption(
      new Option('--trouble <level>', 'how much goes wrong').choices(Object.keys(troubleLevels)).default('usual'),
    )
    .option('--processes', 'run every service as a process of its own', false)
    .option('--data <folder>', 'data folder', defaultDataFolder)
    .addHelpText(
      'after',
      '\nMessages travel over a log in PostgreSQL; over Kafka with EVENT_BUS=kafka and KAFKA_BROKERS=host:port.',
    )
    .action(demo);
}

async function demo(options: DemoOptions): Promise<void> {
  const progress = options.json && !process.stderr.isTTY ? silent : showProgress(process.stderr);
  if (options.reset) await reset(options.data, progress);
  const house = await (options.processes ? openProcesses : openHouse)({
    dataFolder: options.data,
    database: houseDatabase,
    onEnded: (name, how) => void process.stderr.write(`${name} ended (${how}) and is started again\n`),
    listen: { port: options.port ?? DEFAULT_PORT, orAnother: options.port === undefined },
    onProgress: progress.step,
  });
  const stop = new AbortController();
  const interrupted = stopOnSignals(stop);
  try {
    const started = process.hrtime.bigint();
    const played = await theDay(house, options, progress, stop.signal);
    const seconds = Number((process.hrtime.bigint() - started) / 1_000_000n) / 1000;
    const accounting = await accountFor(house);
    if (options.json)
      process.stdout.write(
        `${JSON.stringify({
          ...accounting,
          seconds,
          tradesPerSecond: played && seconds > 0 ? Math.round(options.trades / seconds) : 0,
          peakRssMiB: Math.round(process.resourceUsage().maxRSS / 1024),
        })}\n`,
      );
    else {
      process.stdout.write(boardText(await figuresOf(house)));
      const { applied, duplicates, parked } = accounting.messages;
      process.stdout.write(
        `${accounting.messagesIn} messages in: ${applied} used, ${duplicates} duplicates dropped, ${parked} set aside\nstate digest ${accounting.stateDigest}\nledger root  ${accounting.ledgerRoot}\n`,
      );
    }
    if (options.once) {
      if (!holds(accounting))
        throw new CommandFailed('something is not accounted for, or the books do not hold', exitCodes.notRight);
      return;
    }
    const people = await demoPeople(house.api, options.data);
    if (people) process.stderr.write(`\n${peopleText(people)}\n`);
    process.stderr.write(`\nDashboard: ${pc.bold(house.api.url)}   (Ctrl-C stops the house, the data stays)\n`);
    await interrupted;
  } catch (error) {
    if (!stop.signal.aborted) throw await plainly(error, options.data);
    process.exitCode = exitCodes.interrupted;
  } finally {
    await house.stop();
  }
}

/** Plays the day that is asked for, goes on with one that was interrupted, or finds it played already. False when nothing was played. */
async function theDay(house: House, options: DemoOptions, progress: Progress, signal: AbortSignal): Promise<boolean> {
  const store = await openServiceDatabase(house.address, 'simulator', 1);
  try {
    const last = await lastDay(store);
    const wanted = {
      seed: options.seed,
      trades: options.trades,
      trouble: options.trouble,
      duplicatesPercent: options.duplicates ?? troubleLevels[options.trouble].duplicate,
      shuffled: options.shuffle,
    };
    const same =
      last !== undefined && (Object.keys(wanted) as (keyof typeof wanted)[]).every((key) => last[key] === wanted[key]);
    if (same && last.finished) {
      progress.step(`the day of ${last.businessDate} has been played already; --reset begins anew`);
      return false;
    }
    let day: PlayedDay;
    if (last && !last.finished) {
      day = last;
      if (!same)
        progress.step(`a day of ${last.trades} trades (seed ${last.seed}) was interrupted: it is finished first`);
    } else {
      const after = await lastTick(store);
      day = {
        ...wanted,
        businessDate: after ? dayAfter(after) : firstGoodDay(FIRST_DAY),
        stepsDone: 0,
        finished: false,
      };
      await openDay(store, day);
    }
    await play(house, day, {
      progress,
      signal,
      markStep: (done, finished) => markStep(store, day.businessDate, done, finished),
    });
    return true;
  } finally {
    await store.close();
  }
}

async function play(
  house: House,
  day: PlayedDay,
  {
    progress,
    signal,
    markStep: mark,
  }: { progress: Progress; signal: AbortSignal; markStep: (done: number, finished: boolean) => Promise<void> },
): Promise<void> {
  const settlementDates: string[] = [];
  for (let date = day.businessDate; settlementDates.length < DAYS_AFTER;) {
    date = dayAfter(date);
    settlementDates.push(date);
  }
  const steps = planDay({
    seed: day.seed,
    trades: day.trades,
    businessDate: day.businessDate,
    rates: troubleLevels[day.trouble],
    duplicatesPercent: day.duplicatesPercent,
    shuffled: day.shuffled,
    settlementDates,
    dates: dealingDates(day.businessDate),
  });
  progress.step(`playing ${day.businessDate}: ${day.trades} trades, seed ${day.seed}, trouble ${day.trouble}`);
  let bar: ReturnType<Progress['bar']> | undefined;
  await playDay(steps, day.stepsDone, {
    bus: house.bus,
    backlog: () => house.backlog(),
    signal,
    onStep: (step) => {
      bar = progress.bar(step.name, Math.max(1, step.count));
    },
    onSent: (sent) => bar?.advance(sent),
    onStepDone: async (index) => {
      bar?.end();
      await mark(index + 1, index + 1 === steps.length);
    },
  });
}

async function figuresOf({ api }: House) {
  return {
    intake: await api.get<IntakeSummary>('/api/intake/summary'),
    reconciliation: await api.get<ReconciliationSummary>('/api/reconciliation/summary'),
    confirmation: await api.get<ConfirmationSummary>('/api/confirmation/summary'),
    settlement: await api.get<SettlementSummary>('/api/settlement/summary'),
    ledger: await api.get<LedgerSummary>('/api/ledger/summary'),
    trialBalance: await api.get<TrialBalance>('/api/ledger/trial-balance'),
    bridge: await api.get<UnitBridge>('/api/ledger/unit-bridge'),
  };
}

/** Removes the data, unless a house is up that works with them. */
async function reset(dataFolder: string, progress: Progress): Promise<void> {
  if (process.env['DATABASE_URL'])
    throw new CommandFailed(
      '--reset empties the embedded database only; drop the one in DATABASE_URL yourself',
      exitCodes.usage,
    );
  const up = await connectToHouse({ data: dataFolder }).catch(() => undefined);
  if (up)
    throw new CommandFailed(
      `a house is up at ${up.url} with data in ${dataFolder}; stop it first`,
      exitCodes.environment,
    );
  progress.step(`emptying ${dataFolder}`);
  await removeEmbeddedPostgres(dataFolder);
  await emptyBus(readBusAddress(process.env), allContracts);
  for (const file of [addressFile(dataFolder), demoPeopleFile(dataFolder)]) await rm(file, { force: true });
}

function stopOnSignals(stop: AbortController): Promise<unknown> {
  let asked = false;
  const onSignal = (): void => {
    if (asked) process.exit(exitCodes.interrupted);
    asked = true;
    process.stderr.write('\nstopping …\n');
    stop.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return once(stop.signal, 'abort');
}

const ALMOST_NOTHING_BYTES = 20 * 1_048_576;

/** Where the disk has run full, whatever failed first because of it, that is what has to be said. */
async function plainly(error: unknown, dataFolder: string): Promise<unknown> {
  if (process.env['DATABASE_URL'] || error instanceof CommandFailed) return error;
  const free = await statfs(dataFolder).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => ALMOST_NOTHING_BYTES,
  );
  if (free >= ALMOST_NOTHING_BYTES) return error;
  return new CommandFailed(
    `the disk of ${dataFolder} is full (${Math.floor(free / 1_048_576)} MiB left); free some space and start again: what has been acknowledged is kept, and the day goes on where it stopped`,
    exitCodes.environment,
  );
}
