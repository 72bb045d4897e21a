/** What a service tells about its consumer; `/readyz` believes nothing else. */
export interface WorkerHealth {
  readonly state: 'starting' | 'running' | 'retrying' | 'crashed' | 'stopped';
  /** Last time a position moved, or the consumer looked and found nothing new; milliseconds since the epoch. */
  readonly lastProgressAt: number;
  /** Failures in a row. */
  readonly failures: number;
  readonly lastError: string | null;
}

/** Errors that pass by themselves: the server restarts, connections drop, transactions collide. */
const TRANSIENT = /^(08...|40001|40P01|53...|55P03|57P0.|58...)$/;
const TRANSIENT_NETWORK = /ECONN|EPIPE|ETIMEDOUT|terminat|timeout|closed|not queryable|released|Driver not Connected/i;

export function isTransient(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return TRANSIENT.test(code ?? '') || TRANSIENT_NETWORK.test(`${code ?? ''} ${message ?? ''}`);
}

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 5_000;

/** Doubles with each failure, with a little chance so that instances do not march in step. */
export function pauseAfter(failures: number): number {
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures, 10));
  return pause / 2 + Math.random() * (pause / 2);
}
