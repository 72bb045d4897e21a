import { mkdirSync, writeFileSync } from 'node:fs';
import cliProgress from 'cli-progress';
import { Command, InvalidArgumentError } from 'commander';
import { HurtfulInput, ProcessGrew, replay, runFuzz } from './run.js';

function wholeNumber(text: string): number {
  if (!/^\d{1,12}$/.test(text)) throw new InvalidArgumentError('a whole number is needed');
  return Number(text);
}

interface Options {
  readonly inputs: number;
  readonly seed: number;
  readonly longestBlock: number;
  readonly rssLimit: number;
  readonly decoder?: string;
  readonly replay?: string;
  readonly json: boolean;
}

const program = new Command('fuzz')
  .description('send hostile input to every decoder: events of all topics, FpML, trade CSV, JSON lines')
  .option('--inputs <n>', 'how many, over all decoders', wholeNumber, 100_000)
  .option('--seed <n>', 'the same seed makes the same inputs', wholeNumber, 1)
  .option('--longest-block <ms>', 'reading one input may take', wholeNumber, 1_000)
  .option('--rss-limit <MB>', 'memory of the process may reach', wholeNumber, 512)
  .option('--decoder <name>', 'for --replay: whose input it was')
  .option('--replay <seed:path>', 'make one found input again')
  .option('--json', 'one JSON line at the end', false)
  .action(run);

const FOUND = '.cache/fuzz';

async function run({ inputs, seed, longestBlock, rssLimit, decoder, replay: told, json }: Options): Promise<void> {
  const bar = new cliProgress.SingleBar({
    stream: process.stderr,
    format: 'fuzz {bar} {value}/{total} {eta_formatted}',
  });
  const showsBar = process.stderr.isTTY && told === undefined;
  const limits = { longestBlockMs: longestBlock, rssLimitMb: rssLimit };
  const onProgress = (done: number): void => void (showsBar && bar.update(done));
  const started = performance.now();
  if (showsBar) bar.start(inputs, 0);
  try {
    if (told !== undefined) {
      await replay(decoder ?? '', told, { ...limits, onProgress });
      process.stdout.write('the input is read as it should be\n');
      return;
    }
    const report = await runFuzz({ inputs, seed, ...limits, onProgress });
    bar.stop();
    const seconds = Math.round((performance.now() - started) / 1_000);
    if (json) process.stdout.write(`${JSON.stringify({ seed, seconds, ...report })}\n`);
    else
      process.stdout.write(
        `${report.inputs} inputs of seed ${seed} in ${seconds} s: ${report.taken} events and rows taken, ${report.refused} refused with reasons; ` +
          `longest reading ${report.longestBlockMs} ms (${report.longestBlockBy}), memory at most ${report.rssPeakMb} MB\n`,
      );
  } catch (error) {
    bar.stop();
    process.exitCode = 1;
    if (error instanceof HurtfulInput) report(error);
    else if (error instanceof ProcessGrew) process.stderr.write(`${error.message}\n`);
    else throw error;
  }
}

function report({ decoder, input, reason, replay: told }: HurtfulInput): void {
  mkdirSync(FOUND, { recursive: true });
  const file = `${FOUND}/hurtful-${decoder}-${told.replaceAll(':', '_').slice(0, 60)}.bin`;
  writeFileSync(file, input.bytes);
  process.stderr.write(
    `\n${decoder} was hurt: ${reason}\n` +
      `the input, ${input.bytes.length} bytes, kept in ${file}:\n  ${JSON.stringify(input.bytes.subarray(0, 400).toString('utf8'))}\n` +
      `made by: ${input.made.join('; ') || 'no change at all'}\n` +
      `run it again: npm run fuzz -- --decoder ${decoder} --replay ${told}\n`,
  );
}

await program.parseAsync();
