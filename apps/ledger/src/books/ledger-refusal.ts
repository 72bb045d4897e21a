/** Why the database refused to post; by its error code. */
const REASONS = {
  LG001: 'append-only',
  LG002: 'unbalanced',
  LG003: 'sealed',
  LG004: 'incomplete',
  LG005: 'bridge-off',
  LG006: 'key-reused',
  LG007: 'already-reversed',
  LG008: 'period-closed',
  LG009: 'isolation',
  LG010: 'chain-broken',
  LG011: 'foreign-reversal',
  LG012: 'not-whole',
  LG013: 'period-kept',
  LG014: 'not-yet',
  LG015: 'no-currency',
} as const;

export type RefusalReason = (typeof REASONS)[keyof typeof REASONS];

/** The books refused what was posted; nothing of the batch was written. */
export class LedgerRefusal extends Error {
  override readonly name = 'LedgerRefusal';

  constructor(
    readonly reason: RefusalReason,
    message: string,
    cause: unknown,
  ) {
    super(message, { cause });
  }
}

/** The refusal an error of the database stands for, or the error itself. */
export function asLedgerRefusal(error: unknown): unknown {
  const { code, driverError } = error as { code?: string; driverError?: { code?: string } };
  const reason = REASONS[(driverError?.code ?? code) as keyof typeof REASONS];
  return reason ? new LedgerRefusal(reason, (error as Error).message, error) : error;
}
