import type { LedgerSubject } from '#contracts';
import { payrollJournal, PayrollRefused } from '#domain/ledger';
import type { Transaction } from '#platform/database';
import type { Batch } from '#platform/messaging';
import { decidedBy, type Agreed } from '../approvals/agreed.js';
import { readCalendar } from '../books/books-calendar.js';
import { postEntries } from '../books/posting-desk.js';
import { findPosition, keepPositions } from '../facts/position.store.js';

type PayrollSubject = Extract<LedgerSubject, { kind: 'payroll' }>;

/**
 * R9: posts the batch whole, with who prepared and who approved it. Two people have decided, so a softly closed month takes it.
 * @returns why it cannot be done; empty where it was
 */
export async function postPayroll(
  tx: Transaction,
  { batchId, contentHash }: PayrollSubject,
  agreed: Agreed,
  batch: Pick<Batch<unknown>, 'publish' | 'sendOn'>,
): Promise<string> {
  const position = await findPosition(tx, 'payroll', batchId);
  if (!position) return `there is no payroll batch ${batchId}`;
  if (position.booked.state !== 'waiting') return `payroll batch ${batchId} is ${position.booked.state} already`;
  if (contentHash !== position.booked.contentHash) return `payroll batch ${batchId} is not what is proposed`;
  const calendar = await readCalendar(tx);
  try {
    const journal = payrollJournal(position.terms, calendar.hardClosed);
    await postEntries(tx, batch, calendar, [{ journal, ...decidedBy(agreed) }]);
  } catch (error) {
    if (error instanceof PayrollRefused) return error.message;
    throw error;
  }
  await keepPositions(tx, [{ ...position, booked: { ...position.booked, state: 'booked' } }]);
  return '';
}
