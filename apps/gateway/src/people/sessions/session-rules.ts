const MINUTE_MS = 60_000;

export const IDLE_MS = 15 * MINUTE_MS;
export const LONGEST_MS = 8 * 60 * MINUTE_MS;
/** For how long a code of the authenticator counts as just given. */
export const FACTOR_FRESH_MS = 5 * MINUTE_MS;
/** Writing down every request would make each read a write. */
const NOTED_EVERY_MS = 30_000;

/** Epoch milliseconds throughout. */
export interface SessionTimes {
  readonly signedInAt: number;
  readonly lastActAt: number;
}

export const idleEndOf = ({ signedInAt, lastActAt }: SessionTimes): number =>
  Math.min(lastActAt + IDLE_MS, signedInAt + LONGEST_MS);

export const endOf = ({ signedInAt }: SessionTimes): number => signedInAt + LONGEST_MS;

export const isAlive = (times: SessionTimes, now: number): boolean => now < idleEndOf(times);

/** Whether a request now has to be written down for the session to last. */
export const isWorthNoting = ({ lastActAt }: SessionTimes, now: number): boolean => now - lastActAt >= NOTED_EVERY_MS;
