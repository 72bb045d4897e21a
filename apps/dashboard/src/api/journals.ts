import { useEffect } from 'react';
import type { JournalView, Page } from '#contracts';
import { useList, useResource } from './resources.js';

const JOURNALS = '/api/ledger/journals';

/** A journal never changes; it is read again only to see that it is still there. */
export const useJournal = (journalId: string) => useResource<Page<JournalView>>(JOURNALS, { journalId });

/** All journals of the fact that this one belongs to, itself among them. */
export const useJournalsOfFact = (journalId: string) =>
  useResource<Page<JournalView>>(JOURNALS, { linkOf: journalId, limit: 100 });

/** What reversed a journal: named, nobody so far, or not to be told. */
export type ReversedBy = readonly JournalView[] | 'reading' | 'unknown';

/**
 * A journal says what it reverses, not what reverses it: that is found among the journals of its trade. Of a fact that is no
 * trade's it cannot be told.
 */
export function useReversedBy({ journalId, tradeId }: JournalView): ReversedBy {
  const { rows, complete, total, isFetchingMore, error, loadMore } = useList<JournalView>(JOURNALS, { tradeId });
  const readOn = total !== undefined && !complete && !isFetchingMore && !error;
  useEffect(() => {
    if (readOn) loadMore();
  }, [readOn, loadMore]);
  const found = rows.filter(({ reverses }) => reverses === journalId);
  if (found.length > 0) return found;
  if (error) return 'unknown';
  if (total === undefined || !complete) return 'reading';
  return rows.some((each) => each.journalId === journalId) ? [] : 'unknown';
}
