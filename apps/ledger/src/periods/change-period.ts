import type { LedgerSubject } from '#contracts';
import type { Transaction } from '#platform/database';
import type { Batch } from '#platform/messaging';
import type { Agreed } from '../approvals/agreed.js';
import { postClosing } from './close-accounts.js';
import { stateOf } from './months.js';
import { blockersOf } from './readiness.js';

type PeriodSubject = Extract<LedgerSubject, { kind: 'period' }>;

/** From where a month can go; all else the database refuses too. */
const WAYS: Readonly<Record<string, readonly string[]>> = { open: ['soft'], soft: ['hard', 'open'], hard: ['soft'] };

/**
 * Closes a month, for good only when nothing stands in the way that was not agreed to, and with its closing entries where they are to be posted (R16),
 * or opens it again. Opening a month that is closed for good leads to a soft close first.
 * @returns why it cannot be done; empty where it was
 */
export async function changePeriod(
  tx: Transaction,
  { month, to, closing = 'compute', inSpiteOf = [] }: PeriodSubject,
  agreed: Agreed,
  batch: Pick<Batch<unknown>, 'publish' | 'sendOn'>,
): Promise<string> {
  const { proposedBy, approvedBy, decision } = agreed;
  const from = await stateOf(tx, month);
  if (from === to) return `${month} is ${to} already`;
  if (!WAYS[from]?.includes(to)) return `${month} is ${from}; from there it goes to ${WAYS[from]?.join(' or ') ?? ''}`;
  // Whoever posts to the month now is waited for, and what they post is looked at; nothing comes in after the look.
  if (to === 'hard') await tx.execute('select ledger.hold_period($1)', [`${month}-01`]);
  const blockers = to === 'hard' ? await blockersOf(tx, month) : [];
  const [first, ...others] = blockers.filter(({ name }) => !inSpiteOf.some((one) => one === name));
  if (first)
    return `${month} is not ready to be closed for good: ${first.what}${others.length === 0 ? '' : `, and ${others.length} more`}`;
  if (to === 'hard' && closing === 'post') await postClosing(tx, month, agreed, batch);
  await tx.execute('select ledger.change_period($1, $2, $3, $4, $5)', [
    `${month}-01`,
    to,
    proposedBy,
    approvedBy,
    decision.event.reason,
  ]);
  return '';
}
