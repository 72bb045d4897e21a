import { setTimeout as sleep } from 'node:timers/promises';
import { isTransient, type MessageBus, type OutgoingMessage } from '#platform/messaging';
import type { DayStep } from './day-plan.js';

export interface Stage {
  readonly bus: Pick<MessageBus, 'send'>;
  /** Messages not yet handled by anybody who hears them; zero when all is quiet. */
  readonly backlog: () => Promise<number>;
  readonly onStep: (step: DayStep, index: number, steps: number) => void;
  readonly onSent: (sent: number) => void;
  /** Called when the step and its tick have been handled. */
  readonly onStepDone: (index: number) => Promise<void>;
  readonly signal: AbortSignal;
}

const SEND = 1_000;
/** Beyond this the outside world waits: memory and latency stay bounded. */
const MOST_BACKLOG = 20_000;
const LOOK_MS = 25;
const PATIENCE_MS = 120_000;

/** Plays the day: what arrives between two ticks is sent, all of it is handled, then the clock ticks. */
export async function playDay(steps: readonly DayStep[], from: number, stage: Stage): Promise<void> {
  for (const [index, step] of steps.entries()) {
    if (index < from) continue;
    stage.onStep(step, index, steps.length);
    let sent = 0;
    let chunk: OutgoingMessage[] = [];
    const flush = async (): Promise<void> => {
      stage.signal.throwIfAborted();
      await patiently(stage, () => stage.bus.send(chunk));
      sent += chunk.length;
      chunk = [];
      stage.onSent(sent);
      while ((await patiently(stage, stage.backlog)) > MOST_BACKLOG) await pause(stage.signal);
    };
    for (const message of step.messages()) {
      chunk.push(message);
      if (chunk.length === SEND) await flush();
    }
    if (chunk.length > 0) await flush();
    await quiet(stage);
    await patiently(stage, () => stage.bus.send([step.tick]));
    await quiet(stage);
    await patiently(stage, () => stage.onStepDone(index));
  }
}

/** Two looks in a row: what one service says after the first look is seen by the second. */
async function quiet(stage: Stage): Promise<void> {
  for (let calm = 0; calm < 2;) {
    calm = (await patiently(stage, stage.backlog)) === 0 ? calm + 1 : 0;
    if (calm < 2) await pause(stage.signal);
  }
}

/** The outside world does not give up when database or broker restart; what it sends twice is known by its id. */
async function patiently<Result>({ signal }: Stage, work: () => Promise<Result>): Promise<Result> {
  for (const until = Date.now() + PATIENCE_MS; ;) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted || Date.now() > until || !isTransient(error)) throw error;
      await pause(signal);
    }
  }
}

async function pause(signal: AbortSignal): Promise<void> {
  await sleep(LOOK_MS, undefined, { signal });
}
