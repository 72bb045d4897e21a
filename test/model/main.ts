import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import cliProgress from 'cli-progress';
import { Command, InvalidArgumentError } from 'commander';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '#platform/database';
import { freshDatabase } from '#test/postgres';
import { ledger } from '../../apps/ledger/src/index.js';
import { runInPostgres, runPure, type ModelRun } from './run-model.js';

function wholeNumber(text: string): number {
  if (!/^\d{1,12}$/.test(text)) throw new InvalidArgumentError('a whole number is needed');
  return Number(text);
}

interface Options {
  readonly commands: number;
  readonly pure: number;
  readonly seed: number;
  readonly path?: string;
  readonly json: boolean;
}

const program = new Command('model')
  .description('let the ledger live through random histories beside a model of it, and compare all they say and hold')
  .option('--commands <n>', 'commands on the books in PostgreSQL', wholeNumber, 60_000)
  .option('--pure <n>', 'commands on what the domain makes, kept in memory', wholeNumber, 3_000_000)
  .option('--seed <n>', 'the same seed makes the same histories', wholeNumber, 1)
  .option('--path <path>', 'live through one counterexample of that seed; with --pure 0 or --commands 0')
  .option('--json', 'one JSON line at the end, as docs/evidence/model.jsonl keeps them', false)
  .action(run);

type Part = (onProgress: (commands: number) => void) => Promise<ModelRun>;

async function run({ commands, pure, seed, path, json }: Options): Promise<void> {
  const started = performance.now();
  const options = { seed, path };
  try {
    const inMemory = await part('in memory', pure, (onProgress) => runPure({ ...options, commands: pure, onProgress }));
    const inPostgres = await part('in PostgreSQL', commands, (onProgress) =>
      withServer(async () => {
        const empty = await freshDatabase([ledger]);
        try {
          return await runInPostgres({ ...options, commands, onProgress }, empty.address);
        } finally {
          await empty.drop();
        }
      }),
    );
    const seconds = Math.round((performance.now() - started) / 1_000);
    const line = { date: new Date().toISOString().slice(0, 10), seed, pure: inMemory, postgres: inPostgres, seconds };
    if (json) process.stdout.write(`${JSON.stringify({ ...line, differences: 0, node: process.version })}\n`);
    else
      process.stdout.write(
        `${inMemory.commands} commands in memory and ${inPostgres.commands} in PostgreSQL from seed ${seed} in ${seconds} s: ` +
          'the books said what the model said and held what it held\n',
      );
  } catch (error) {
    process.exitCode = 1;
    process.stderr.write(
      `\n${(error as Error).message}\n${String((error as Error).cause ?? '')}\n` +
        'live through it again: npm run model -- --seed and --path as above, with --pure 0 or --commands 0\n',
    );
  }
}

/** A server of its own for the time being, unless `DATABASE_URL` names one: the tests' would be left running. */
async function withServer<Result>(work: () => Promise<Result>): Promise<Result> {
  if (process.env['DATABASE_URL']) return work();
  const folder = await mkdtemp(join(tmpdir(), 'asiento-model-'));
  try {
    process.env['DATABASE_URL'] = (await startEmbeddedPostgres({ folder })).url;
    return await work();
  } finally {
    await removeEmbeddedPostgres(folder);
    await rm(folder, { recursive: true, force: true });
  }
}

async function part(name: string, wanted: number, work: Part): Promise<ModelRun> {
  if (wanted === 0) return { commands: 0, histories: 0 };
  const bar = new cliProgress.SingleBar({
    stream: process.stderr,
    format: `${name} {bar} {value}/{total} {eta_formatted}`,
  });
  const showsBar = process.stderr.isTTY;
  if (showsBar) bar.start(wanted, 0);
  try {
    return await work((commands) => void (showsBar && bar.update(Math.min(commands, wanted))));
  } finally {
    bar.stop();
  }
}

await program.parseAsync();
