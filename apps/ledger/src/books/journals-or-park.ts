import { JournalRejected, type Journal } from '#domain/ledger';
import { UnknownCurrency } from '#domain/money';
import type { Batch, Received } from '#platform/messaging';
import { NoNostro } from '../trades/nostro.js';

/** The journals of one event; one that no rule can book is set aside with the reason, and the others go on. */
export function journalsOrPark<Event>(
  batch: Pick<Batch<Event>, 'park'>,
  received: Received<Event>,
  journals: () => readonly Journal[],
): readonly Journal[] | undefined {
  try {
    return journals();
  } catch (error) {
    if (!(error instanceof JournalRejected || error instanceof NoNostro || error instanceof UnknownCurrency))
      throw error;
    batch.park(received, [
      {
        field: '',
        value: '',
        rule: error.message,
        remedy: 'Correct the trade by a new version, or the standing data it names.',
      },
    ]);
    return undefined;
  }
}
