/** What a service tells about its consumer; `/readyz` believes nothing else. */
export interface WorkerHealth {
  readonly state: 'starting' | 'running' | 'retrying' | 'crashed' | 'stopped';
  /** Last time a position moved, or the consumer looked and found nothing new; milliseconds since the epoch. */
  readonly lastProgressAt: number;
  /** Failures in a row. */
  readonly failures: number;
  readonly lastError: string | null;
  /** Messages not handled at the last look, by topic; topics without any are left out. */
  readonly lag: Readonly<Record<string, number>>;
}

/** A fault that does not pass by itself is tried this often, then the service says so and stops. */
const MOST_FAILURES = 8;

/** Keeps the health of a worker: failures in a row end only when something has been achieved. */
export class HealthRecord {
  private status: WorkerHealth = {
    state: 'starting',
    lastProgressAt: Date.now(),
    failures: 0,
    lastError: null,
    lag: {},
  };

  get current(): WorkerHealth {
    return this.status;
  }

  /** @param lag messages left, by partition */
  progress(lag: Iterable<{ readonly topic: string; readonly behind: bigint }>): void {
    if (this.status.state === 'crashed' || this.status.state === 'stopped') return;
    this.status = {
      state: 'running',
      lastProgressAt: Date.now(),
      failures: 0,
      lastError: null,
      lag: byTopic(lag),
    };
  }

  /** @returns what is to be done: wait so many milliseconds and try again, or give up */
  failed(error: unknown): { readonly pauseMs: number } | 'crashed' {
    const failures = this.status.failures + 1;
    if (failures >= MOST_FAILURES && !isTransient(error)) {
      this.crashed(error, failures);
      return 'crashed';
    }
    this.status = { ...this.status, state: 'retrying', failures, lastError: textOf(error) };
    return { pauseMs: pauseAfter(failures) };
  }

  crashed(error: unknown, failures = this.status.failures): void {
    this.status = { ...this.status, state: 'crashed', failures, lastError: textOf(error) };
  }

  stopped(): void {
    if (this.status.state !== 'crashed') this.status = { ...this.status, state: 'stopped' };
  }
}

function byTopic(lag: Iterable<{ readonly topic: string; readonly behind: bigint }>): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { topic, behind } of lag) if (behind > 0n) sums[topic] = (sums[topic] ?? 0) + Number(behind);
  return sums;
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Errors that pass by themselves: the server restarts, connections drop, transactions collide. */
const TRANSIENT_STATE = /^(08...|40001|40P01|53...|55P03|57P0.|58...)$/;
const TRANSIENT_NETWORK = /^(ECONN\w+|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;
/** What node-postgres and TypeORM say, without a code, of a connection that is gone or cannot be had. */
const TRANSIENT_TEXT =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect|timeout expired|Query read timeout|Driver not Connected|Query runner already released|Cannot use a pool after calling end)/i;

export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, cause, retriable } = error as { code?: unknown; cause?: unknown; retriable?: unknown };
  // What kafkajs has tried often enough in a row may still work when the broker is back.
  if (error.name === 'KafkaJSNumberOfRetriesExceeded' || (error.name.startsWith('KafkaJS') && retriable === true))
    return true;
  if (typeof code === 'string') return TRANSIENT_STATE.test(code) || TRANSIENT_NETWORK.test(code);
  return TRANSIENT_TEXT.test(error.message) || isTransient(cause);
}

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/** Doubles with each failure, with a little chance so that instances do not march in step. */
export function pauseAfter(failures: number): number {
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures, 10));
  return pause / 2 + Math.random() * (pause / 2);
}
