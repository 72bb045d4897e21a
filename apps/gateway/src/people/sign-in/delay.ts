/** Who guesses: an account is guessed at, an address or a known device guesses, a factor is guessed inside a session. */
export type AttemptScope = 'account' | 'address' | 'device' | 'factor';

export interface Attempts {
  readonly failures: number;
  /** Epoch milliseconds. */
  readonly lastAt: number;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 300_000;
/** After so long without a failure the count begins anew. */
const FORGOTTEN_AFTER_MS = 3_600_000;
/** Many people sign in from one address in the same minute, and some mistype. */
const FREE: Readonly<Record<AttemptScope, number>> = { account: 0, device: 0, factor: 0, address: 10 };

/** How long the next attempt has to wait still: 1 s after the first failure, twice as long after each, 5 minutes at most. */
export function waitMs(scope: AttemptScope, { failures, lastAt }: Attempts, now: number): number {
  const counted = failures - FREE[scope];
  if (counted <= 0 || now - lastAt >= FORGOTTEN_AFTER_MS) return 0;
  return Math.max(0, lastAt + Math.min(FIRST_WAIT_MS * 2 ** (counted - 1), LONGEST_WAIT_MS) - now);
}

/** The attempts with one more, which counts as failed until it is known not to be. */
export function oneMore({ failures, lastAt }: Attempts, now: number): Attempts {
  return { failures: now - lastAt >= FORGOTTEN_AFTER_MS ? 1 : failures + 1, lastAt: now };
}
