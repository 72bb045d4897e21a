import { createHash } from 'node:crypto';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import fc from 'fast-check';
import { decoders, type Decoder } from './decoders.js';
import type { HostileInput } from './input.js';
import { expectCleanPrototypes, expectNamed } from './verdict.js';

export interface FuzzOptions {
  readonly inputs: number;
  readonly seed: number;
  readonly longestBlockMs: number;
  readonly rssLimitMb: number;
  readonly onProgress: (done: number) => void;
}

export interface FuzzReport {
  readonly inputs: number;
  /** Events and rows that were taken, and such as were refused with their reasons. */
  readonly taken: number;
  readonly refused: number;
  /** Inputs of which nothing was left to take or refuse: empty files. */
  readonly empty: number;
  /** Longest reading of one input, and by whom. */
  readonly longestBlockMs: number;
  readonly longestBlockBy: string;
  /** Longest stretch in which the event loop did not turn, generation and other programs of the machine included. */
  readonly loopDelayMs: number;
  readonly rssBeforeMb: number;
  readonly rssPeakMb: number;
  readonly rssAfterMb: number;
  readonly byDecoder: Readonly<Record<string, { inputs: number; taken: number; refused: number; longestMs: number }>>;
}

/** An input that hurt, as small as it could be made. */
export class HurtfulInput extends Error {
  override readonly name = 'HurtfulInput';

  constructor(
    readonly decoder: string,
    readonly replay: string,
    readonly input: HostileInput,
    readonly reason: string,
  ) {
    super(`${decoder}: ${reason}`);
  }
}

/** Something keeps what it has read. */
export class ProcessGrew extends Error {
  override readonly name = 'ProcessGrew';
}

/** Inputs of one draw; each draw makes its own good messages. */
const PER_DRAW = 1_000;
const RSS_EVERY = 256;
const MEGABYTE = 1_048_576;

const rssMb = (): number => Math.round(process.memoryUsage.rss() / MEGABYTE);

/** The seed of one draw follows from the seed of the run, the decoder and the number of the draw. */
const seedOf = (seed: number, decoder: string, draw: number): number =>
  createHash('sha256').update(`${seed}|${decoder}|${draw}`).digest().readInt32BE(0);

class Run {
  done = 0;
  rssPeakMb = 0;
  longest = { ms: 0, by: '' };
  empty = 0;
  readonly byDecoder: Record<string, { inputs: number; taken: number; refused: number; longestMs: number }> = {};

  constructor(private readonly limits: Pick<FuzzOptions, 'longestBlockMs' | 'rssLimitMb' | 'onProgress'>) {}

  /** @throws Error that says what is wrong with how the input was read */
  async one(decoder: Decoder, input: HostileInput): Promise<void> {
    const outcome = await this.timed(decoder, input);
    outcome.refusals.forEach(expectNamed);
    expectCleanPrototypes();
    const counts = (this.byDecoder[decoder.name] ??= { inputs: 0, taken: 0, refused: 0, longestMs: 0 });
    counts.inputs += 1;
    counts.taken += outcome.taken;
    counts.refused += outcome.refusals.length;
    if (outcome.taken + outcome.refusals.length === 0) this.empty += 1;
    this.done += 1;
    if (this.done % RSS_EVERY === 0) this.look();
  }

  /**
   * The shorter of the time that passed and the time the process worked: on a busy machine it waits for its turn, which is
   * none of the decoder's doing. A reading that still seems long is measured again.
   */
  private async timed(decoder: Decoder, input: HostileInput) {
    const { longestBlockMs } = this.limits;
    let ms = Infinity;
    for (let attempt = 0; ; attempt += 1) {
      const started = performance.now();
      const before = process.cpuUsage();
      const outcome = await decoder.read(input);
      const { user, system } = process.cpuUsage(before);
      ms = Math.min(ms, performance.now() - started, (user + system) / 1_000);
      if (ms > longestBlockMs / 4 && attempt < 2) continue;
      if (ms > this.longest.ms) this.longest = { ms, by: decoder.name };
      const counts = (this.byDecoder[decoder.name] ??= { inputs: 0, taken: 0, refused: 0, longestMs: 0 });
      counts.longestMs = Math.max(counts.longestMs, Math.round(ms));
      if (ms > longestBlockMs) throw new Error(`reading took ${Math.round(ms)} ms, longer than ${longestBlockMs} ms`);
      return outcome;
    }
  }

  private look(): void {
    this.limits.onProgress(this.done);
    this.rssPeakMb = Math.max(this.rssPeakMb, rssMb());
  }

  /** Memory is nobody's fault alone: looked at between draws, where there is nothing to make smaller. @throws ProcessGrew */
  checkMemory(): void {
    const { rssLimitMb } = this.limits;
    if (this.rssPeakMb > rssLimitMb)
      throw new ProcessGrew(
        `the process has grown to ${this.rssPeakMb} MB, above ${rssLimitMb} MB, after ${this.done} inputs`,
      );
  }
}

/**
 * Sends that many inputs to all decoders, by their shares.
 * @throws HurtfulInput for the first that is neither taken nor refused by name, or takes too long
 * @throws ProcessGrew
 */
export async function runFuzz(options: FuzzOptions): Promise<FuzzReport> {
  const run = new Run(options);
  const rssBeforeMb = rssMb();
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  for (const { decoder, draw, inputs } of portions(options.inputs)) {
    await runDraw(run, decoder, seedOf(options.seed, decoder.name, draw), inputs);
    run.checkMemory();
  }
  delay.disable();
  const all = Object.values(run.byDecoder);
  return {
    inputs: run.done,
    taken: all.reduce((sum, { taken }) => sum + taken, 0),
    refused: all.reduce((sum, { refused }) => sum + refused, 0),
    empty: run.empty,
    longestBlockMs: Math.round(run.longest.ms),
    longestBlockBy: run.longest.by,
    loopDelayMs: Math.round(delay.max / 1e6),
    rssBeforeMb,
    rssPeakMb: Math.max(run.rssPeakMb, rssMb()),
    rssAfterMb: rssMb(),
    byDecoder: run.byDecoder,
  };
}

/** Draws in turn over the decoders, so that whatever grows does so while all are at work. */
function* portions(inputs: number): Generator<{ decoder: Decoder; draw: number; inputs: number }> {
  const shares = decoders.reduce((sum, { share }) => sum + share, 0);
  let given = 0;
  let parts = 0;
  const left = decoders.map((decoder) => {
    parts += decoder.share;
    const upTo = Math.round((inputs * parts) / shares);
    const own = upTo - given;
    given = upTo;
    return { decoder, left: own };
  });
  for (let draw = 0; left.some((one) => one.left > 0); draw += 1)
    for (const one of left) {
      const now = Math.min(PER_DRAW, one.left);
      one.left -= now;
      if (now > 0) yield { decoder: one.decoder, draw, inputs: now };
    }
}

async function runDraw(run: Run, decoder: Decoder, seed: number, inputs: number, path?: string): Promise<void> {
  const property = fc.asyncProperty(decoder.inputs(seed), async (input) => {
    // The loop turns after every input, so that its delay is that of one.
    await new Promise(setImmediate);
    await run.one(decoder, input);
  });
  const found = await fc.check(property, {
    numRuns: inputs,
    seed,
    ...(path === undefined ? {} : { path, endOnFailure: true }),
  });
  if (!found.failed) return;
  const [input] = found.counterexample ?? [];
  if (!input) throw new Error(`fast-check gave up on ${decoder.name}: ${JSON.stringify(found)}`);
  const { errorInstance } = found;
  const reason =
    errorInstance instanceof Error ? (errorInstance.stack ?? errorInstance.message) : String(errorInstance);
  throw new HurtfulInput(decoder.name, `${seed}:${found.counterexamplePath}`, input, reason);
}

/** Makes one found input again and reads it. @throws HurtfulInput where it still hurts */
export async function replay(name: string, told: string, options: Omit<FuzzOptions, 'inputs' | 'seed'>): Promise<void> {
  const decoder = decoders.find((one) => one.name === name);
  if (!decoder) throw new Error(`there is no decoder ${name}; known: ${decoders.map((one) => one.name).join(', ')}`);
  const at = told.indexOf(':');
  await runDraw(new Run(options), decoder, Number(told.slice(0, at)), 1, told.slice(at + 1));
}
