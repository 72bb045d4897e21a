import { playDay } from '#apps/simulator';
import { CommandFailed, exitCodes } from '../../exit-codes.js';
import { accountFor, holds } from '../../house/accounting.js';
import type { House } from '../../house/house.js';
import { rounded, secondsOf } from '../figures.js';
import { prepareDay, type BenchDay } from './bench-day.js';
import { withPeakRss } from './memory.js';

export interface Throughput {
  readonly trades: number;
  readonly seconds: number;
  readonly tradesPerSecond: number;
  readonly messagesIn: number;
  readonly journals: number;
  readonly postings: number;
  /** Of the process with all services and the simulated world in it. */
  readonly peakRssMiB: number;
}

/** A whole day as fast as it goes: from the first event sent to the last trade settled and booked, then everything is accounted for. */
export async function measureThroughput(
  house: House,
  day: BenchDay,
  onProgress: (step: string) => void,
): Promise<Throughput> {
  const steps = await prepareDay(house, day);
  const [seconds, peakRssMiB] = await withPeakRss(() =>
    secondsOf(() =>
      playDay(steps, 0, {
        bus: house.bus,
        backlog: () => house.backlog(),
        signal: new AbortController().signal,
        onStep: (step) => onProgress(step.name),
        onSent: () => undefined,
        onStepDone: () => Promise.resolve(),
      }),
    ),
  );
  const accounting = await accountFor(house);
  if (!holds(accounting))
    throw new CommandFailed('something is not accounted for, or the books do not hold', exitCodes.notRight);
  return {
    trades: day.trades,
    seconds: rounded(seconds),
    tradesPerSecond: rounded(day.trades / seconds),
    messagesIn: accounting.messagesIn,
    journals: accounting.journals,
    postings: accounting.postings,
    peakRssMiB,
  };
}
