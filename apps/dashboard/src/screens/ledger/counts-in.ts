import type { JournalView, TrialBalance } from '#contracts';

/** Whether a journal is among those a report was made of: of its accounting, of its days, and read by it. */
export function countsIn(
  { accounting, asOf, asAt, upTo }: Pick<TrialBalance, 'accounting' | 'asOf' | 'asAt' | 'upTo'>,
  journal: Pick<JournalView, 'accounting' | 'effectiveDate' | 'book' | 'sequence'>,
): boolean {
  if (journal.accounting !== 'common' && journal.accounting !== accounting) return false;
  if (asOf !== null && journal.effectiveDate > asOf) return false;
  if (asAt === null) return true;
  // By its place in the chain and not by a clock: the report says up to which entry of each book it has read.
  const head = upTo.find(({ book }) => book === journal.book);
  return head !== undefined && BigInt(journal.sequence) <= BigInt(head.sequence);
}
