import type { Database } from '#platform/database';
import { asLedgerRefusal, LedgerRefusal } from '../books/ledger-refusal.js';

/** Of which accounting a report is: what is common counts in both. */
export type Accounting = 'TDA' | 'SDA';

/** What a report is asked for in time. */
export interface ReportTime {
  /** Effective dates up to and with this one; null for all. */
  readonly asOf: string | null;
  /** What was known at this moment, with microseconds; null for what is known now, which later reports need not repeat. */
  readonly asAt: string | null;
}

/** The moment a report was asked for has not come, or is none. */
export class NoMoment extends Error {
  override readonly name = 'NoMoment';
}

/**
 * Resolves `now` to a moment, and waits for those who might still post with an earlier one, so that a report as at that moment
 * is the same whenever it is made again.
 * @throws NoMoment
 */
export async function resolveMoment(db: Database, asAt: string | undefined): Promise<string | null> {
  if (asAt === undefined) return null;
  try {
    const [row] = await db.rows<{ moment: string }>(
      `select to_char(ledger.moment_of($1::timestamptz) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as moment`,
      [asAt === 'now' ? null : asAt],
    );
    return row?.moment ?? null;
  } catch (error) {
    const refusal = asLedgerRefusal(error);
    if (refusal instanceof LedgerRefusal && refusal.reason === 'not-yet') throw new NoMoment(refusal.message);
    throw error;
  }
}
