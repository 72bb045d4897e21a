import type { Figure, FigureStatement } from '#platform/database';
import type { WorkerHealth } from '#platform/messaging';

/** A service as its probes see it. */
export interface ProbedService {
  readonly name: string;
  /** Topics that its consumer follows; a service without any has no part in readiness. */
  readonly hears: readonly string[];
  /** Of its consumer. */
  health(): WorkerHealth;
  /** What its database can tell about it. */
  readonly figures: readonly FigureStatement[];
  readFigures(): Promise<readonly Figure[]>;
}

/** A consumer that has neither moved nor looked for so long is dead or stuck, whatever else lives in the process. */
const LONGEST_SILENCE_MS = 10_000;

export function isReady({ state, lastProgressAt }: WorkerHealth, now: number): boolean {
  return state === 'running' && now - lastProgressAt < LONGEST_SILENCE_MS;
}
