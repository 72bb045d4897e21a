import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync } from 'node:fs';
import { Command } from 'commander';
import type { FaultKind } from './faults.js';
import { runChaos } from './run-chaos.js';

const count = (text: string): number => {
  const number = Number.parseInt(text, 10);
  if (!/^\d+$/.test(text)) throw new Error(`${text} is not a whole number`);
  return number;
};

const program = new Command('chaos')
  .description(
    'play a day undisturbed, then under fire with every service its own process over Kafka; both must end alike',
  )
  .option('--seed <text>', 'names the day, and when what happens', '1')
  .option('--trades <n>', 'trades of the day', count, 300)
  .option('--kill9 <n>', 'services ended by kill -9', count, 12)
  .option('--kill-all <n>', 'times that all services are ended at once', count, 1)
  .option('--pg-kill <n>', 'times that PostgreSQL is ended by kill -9', count, 1)
  .option('--broker-kill <n>', 'times that the broker is ended by kill -9', count, 1)
  .option('--cut <n>', 'times that the database ends every connection', count, 1)
  .option('--sigstop <n>', 'services that sleep past their session and wake', count, 1)
  .option('--rebalance <n>', 'times that a second instance comes and goes within 2 s', count, 1)
  .option('--topic-recreate <n>', 'times that a topic is deleted and made anew', count, 1)
  .option('--offset-rewind <n>', 'times that the offsets of a service are set back', count, 1)
  .option('--disk-full <n>', 'times that the disk of the database runs full (root on Linux)', count, 0)
  .option('--record', 'append the result to docs/evidence/chaos.jsonl', false)
  .option('--json', 'print the result as one JSON object on the last line', false);
program.parse();
const options = program.opts<Record<string, number> & { seed: string; json: boolean; record: boolean }>();

const wanted: Record<FaultKind, number | undefined> = {
  service: options['kill9'],
  all: options['killAll'],
  postgres: options['pgKill'],
  broker: options['brokerKill'],
  cut: options['cut'],
  zombie: options['sigstop'],
  rebalance: options['rebalance'],
  topic: options['topicRecreate'],
  rewind: options['offsetRewind'],
  disk: options['diskFull'],
};
const faults = Object.fromEntries(Object.entries(wanted).filter(([, times]) => (times ?? 0) > 0));

const result = await runChaos({
  seed: options.seed,
  trades: options['trades'] ?? 300,
  faults,
  onProgress: (text) => void process.stderr.write(`${text}\n`),
});
const good = result.holds && result.sameDigest && result.sameRoot;
const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
const line = JSON.stringify({ commit, good, ...result });
if (options.record) {
  mkdirSync('docs/evidence', { recursive: true });
  appendFileSync('docs/evidence/chaos.jsonl', `${line}\n`);
}
if (options.json) process.stdout.write(`${line}\n`);
else {
  const mark = (right: boolean): string => (right ? '✓' : '✗');
  process.stdout.write(
    [
      `${Object.values(result.faults).reduce((sum, times) => sum + times, 0)} faults, ${result.kills} processes killed, ${result.seconds} s`,
      `${mark(result.holds)} everything that came in is accounted for, books and chain hold`,
      `${mark(result.sameDigest)} same state as the undisturbed day`,
      `${mark(result.sameRoot)} same books as the undisturbed day`,
      `all services at work again after ${result.recoveryMs.median} ms (median), ${result.recoveryMs.most} ms at most`,
      ...Object.entries(result.longestRecoveryMs).map(([kind, longest]) => `  after ${kind}: ${longest} ms at most`),
      ...Object.entries(result.skipped).map(([kind, reason]) => `skipped: ${kind}, because ${reason}`),
      '',
    ].join('\n'),
  );
}
process.exit(good ? 0 : 1);
