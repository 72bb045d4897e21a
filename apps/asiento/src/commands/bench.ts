import { loadavg } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { growthBench } from '../bench/growth/growth-bench.js';
import { ledgerBench } from '../bench/ledger/ledger-bench.js';
import { pipelineBench } from '../bench/pipeline/pipeline-bench.js';
import { provenance } from '../bench/provenance.js';
import { readsBench } from '../bench/reads/reads-bench.js';
import { ScratchServer } from '../bench/scratch-server.js';
import { showProgress } from '../day/progress.js';
import { defaultDataFolder } from '../house/data-folder.js';
import { wholeNumber } from '../options.js';

interface BenchOptions {
  readonly seed: string;
  readonly data: string;
  readonly json: boolean;
}

const MEANING = `
Every figure is measured together with its baseline in the same run; only ratios within one run can be compared, absolute
figures belong to the machine. Work is checked before its figure counts. All guards and all durability stay on.`;

/** Speed, measured: each bench prints JSON with commit, seed, machine, baseline and ratio. */
export function benchCommand(): Command {
  const command = new Command('bench').description('measure speed, each figure with its baseline in the same run');
  command.addHelpText('after', MEANING);

  benchOptions(command.command('ledger'))
    .description('postings a second through the guarded books, against COPY, TypeORM and a transaction per entry')
    .option('--journals <n>', 'journals a run, four postings each on average', wholeNumber(1, 5_000_000), 51_000)
    .option('--rounds <n>', 'rounds, of which the median counts', wholeNumber(1, 99), 3)
    .addHelpText(
      'after',
      `
postingsPerSecond   medians of the rounds, each into a fresh database:
  copy                COPY of the same journals, postings and balances, same indexes, no guards: what the machine can do
  asientoBatch2000    the ledger's own posting, all guards on, 2,000 journals a transaction; hashing and encoding included
  asientoBatch5000    the same with 5,000
  asientoTwoWriters   the same over two connections: one batch is hashed and encoded while the other is written
  typeormSave         repositories and save() of arrays, 50 journals a transaction, no guards
  transactionPerEntry plain SQL, one transaction a journal over eight connections, no guards
spread, hot         postings over thousands of accounts; half of all postings on one nostro
ratioTo...          the ledger's best way against that baseline, on the mix that is worse
${MEANING}`,
    )
    .action((options: BenchOptions & { journals: number; rounds: number }) =>
      runBench('ledger', options, (server, onProgress) => ledgerBench(server, { ...options, onProgress })),
    );

  benchOptions(command.command('pipeline'))
    .description('trades a second through all services, and latency under an open loop, against the stock transport')
    .option('--trades <n>', 'trades of the day; the reference plays the first 3,000', wholeNumber(1, 5_000_000), 10_000)
    .option(
      '--rate <n>',
      'front-office events a second of the open loop (default: a third of the top rate)',
      wholeNumber(1, 100_000),
    )
    .addHelpText(
      'after',
      `
Over the log in PostgreSQL; with KAFKA_BROKERS=host:port also over Kafka, with the stock reference on the same broker.
tradesPerSecond     a day with the usual trouble, all services, the simulated world and the database on this machine: from the
                    first event sent to the last trade settled, booked and accounted for; over Kafka if there is a broker
p50Ms, p99Ms        from the moment a front-office event was due to be sent to its trade's first journal, events sent at a
                    fixed rate whether or not the house keeps up
ratioToStock        tradesPerSecond over Kafka against the reference: trades with as many events, state rows and postings each,
                    on the Nest Kafka transport with TypeORM save, one transaction an event; null without a broker
log, kafka, stock   the figures of each, with peak memory of the process and what was booked
${MEANING}`,
    )
    .action((options: BenchOptions & { trades: number; rate?: number }) =>
      runBench('pipeline', options, (server, onProgress) =>
        pipelineBench(server, { ...options, dataFolder: options.data, onProgress }),
      ),
    );

  benchOptions(command.command('reads'))
    .description(
      'milliseconds of blotter pages, one trade and the trial balance, through the HTTP API over a full database',
    )
    .option(
      '--trades <n>',
      'trades in the blotter; the first 100,000 have versions, facts and a journal',
      wholeNumber(100, 20_000_000),
      1_000_000,
    )
    .option('--requests <n>', 'requests of each kind, one after the other', wholeNumber(1, 100_000), 100)
    .addHelpText(
      'after',
      `
reads               p50Ms and p99Ms of every sort and filter that the blotter offers (pages of 100, the first and pages anywhere
                    in the list by cursor), of a trade with its timeline, its journals, and the books; what takes seconds is
                    asked for 20 s at most, and says how often
goals               a page of the blotter and a trade with its timeline in 50 ms, the trial balance in 200 ms, 99 times of 100
p99Ms, slowest      the slowest kind of blotter page
ratioToStatement    the first page by trade id through HTTP against its statement alone on a connection
${MEANING}`,
    )
    .action((options: BenchOptions & { trades: number; requests: number }) =>
      runBench('reads', options, (server, onProgress) =>
        readsBench(server, { ...options, dataFolder: options.data, onProgress }),
      ),
    );

  benchOptions(command.command('growth'))
    .description('what a posting and a balance cost while the books grow, against COPY into tables that grow alike')
    .option('--postings <n>', 'postings in the books in the end', wholeNumber(200_000, 1_000_000_000), 10_000_000)
    .addHelpText(
      'after',
      `
sizes               microseconds a posting over the last 200,000 before 100,000 postings, 1,000,000 and so on, and the end
costRatio           cost in the end over that at the first size; goal at most 1.3
balanceP99Ms        balance of one sub-account up to a day, in the end; goal at most 5
verified            all journals, chains, balances and bridges were proved anew in the end
${MEANING}`,
    )
    .action((options: BenchOptions & { postings: number }) =>
      runBench('growth', options, (server, onProgress) => growthBench(server, { ...options, onProgress })),
    );

  return command;
}

function benchOptions(command: Command): Command {
  return command
    .option('--seed <text>', 'names all chance of the run', '7')
    .option('--data <folder>', 'data folder of the scratch databases', join(defaultDataFolder, 'bench'))
    .option('--json', 'print the figures as one JSON object on the last line', false);
}

async function runBench(
  name: string,
  { seed, data, json }: BenchOptions,
  measure: (server: ScratchServer, onProgress: (step: string) => void) => Promise<object>,
): Promise<void> {
  const [load = 0] = loadavg();
  const progress = showProgress(process.stderr);
  const server = await ScratchServer.open(data, progress.step);
  try {
    const figures = {
      ...(await provenance(name, seed, load, server.admin)),
      ...(await measure(server, progress.step)),
    };
    process.stdout.write(json ? `${JSON.stringify(figures)}\n` : `${JSON.stringify(figures, null, 2)}\n`);
  } finally {
    await server.close();
  }
}
