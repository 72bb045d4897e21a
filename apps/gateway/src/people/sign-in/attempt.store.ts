import { insertRows, updateRows, type Database, type Transaction } from '#platform/database';
import { oneMore, waitMs, type AttemptScope, type Attempts } from './delay.js';

export interface AttemptKey {
  readonly scope: AttemptScope;
  readonly key: string;
}

/** An attempt that counts as failed, with what was counted before it. */
export interface CountedAttempt extends AttemptKey {
  readonly before: Attempts;
}

/** Somebody tries again too early. */
export class TooEarly extends Error {
  override readonly name = 'TooEarly';

  constructor(readonly waitMs: number) {
    super(`the next attempt has to wait ${waitMs} ms`);
  }
}

interface Row {
  readonly scope: AttemptScope;
  readonly key: string;
  readonly failures: number;
  readonly last_at: Date;
}

const COLUMNS = { scope: 'text', key: 'text', failures: 'int', last_at: 'timestamptz' };
const KEPT_MS = 86_400_000;

/**
 * Counts an attempt before it is known whether it fails, under locks, so that a thousand guesses at once are no cheaper than one
 * after the other.
 * @throws TooEarly when one of the keys has to wait still; then nothing is counted
 */
export function countAttempt(
  database: Database,
  keys: readonly AttemptKey[],
  now: number,
): Promise<readonly CountedAttempt[]> {
  return database.transaction(async (tx) => {
    await forgetOld(tx, now);
    const fresh = keys.map((key) => ({ ...key, failures: 0, last_at: new Date(0).toISOString() }));
    await insertRows(tx, 'gateway.attempt', COLUMNS, fresh, 'on conflict do nothing');
    const rows = await tx.rows<Row>(
      `select scope, key, failures, last_at from gateway.attempt
       where (scope, key) in (select * from unnest($1::text[], $2::text[])) order by scope, key for update`,
      [keys.map(({ scope }) => scope), keys.map(({ key }) => key)],
    );
    const counted = rows.map(({ scope, key, failures, last_at }) => ({
      scope,
      key,
      before: { failures, lastAt: last_at.getTime() },
    }));
    const wait = Math.max(...counted.map(({ scope, before }) => waitMs(scope, before, now)));
    if (wait > 0) throw new TooEarly(wait);
    await keep(
      tx,
      counted.map((attempt) => ({ ...attempt, ...oneMore(attempt.before, now) })),
    );
    return counted;
  });
}

/** The attempt was none: what was counted before it counts again. */
export function uncount(tx: Transaction, counted: readonly CountedAttempt[]): Promise<void> {
  return keep(
    tx,
    counted.map((attempt) => ({ ...attempt, ...attempt.before })),
  );
}

/**
 * The attempt succeeded: the account begins anew. An address does not, or whoever has one account of their own could clear it
 * between two guesses at another's.
 */
export function clearAttempts(tx: Transaction, counted: readonly CountedAttempt[]): Promise<void> {
  return keep(
    tx,
    counted.map((attempt) => ({
      ...attempt,
      ...attempt.before,
      ...(attempt.scope === 'address' ? {} : { failures: 0 }),
    })),
  );
}

function keep(tx: Transaction, attempts: readonly (AttemptKey & Attempts)[]): Promise<void> {
  return updateRows(
    tx,
    'gateway.attempt',
    ['scope', 'key'],
    COLUMNS,
    attempts.map(({ scope, key, failures, lastAt }) => ({
      scope,
      key,
      failures,
      last_at: new Date(lastAt).toISOString(),
    })),
  );
}

async function forgetOld(tx: Transaction, now: number): Promise<void> {
  await tx.execute(
    `delete from gateway.attempt where (scope, key) in
       (select scope, key from gateway.attempt where last_at < $1 order by last_at limit 100 for update skip locked)`,
    [new Date(now - KEPT_MS)],
  );
}
