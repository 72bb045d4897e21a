import { z } from 'zod';
import { insideEvent } from '../event-contract.js';
import { businessDate, instant, money, reference } from '../wire.js';

export const journalPosted = insideEvent({
  topic: 'ledger.journal-posted.v1',
  description: 'One business fact is in the books: all journals it made, one per book, tied by their link.',
  schema: z.strictObject({
    eventId: z.uuid(),
    /** Common link of the journals of one fact (R18). */
    linkId: z.uuid(),
    tradeId: reference,
    rule: z.string(),
    ruleVersion: z.int(),
    effectiveDate: businessDate,
    journals: z
      .array(
        z.strictObject({
          journalId: z.uuid(),
          book: reference,
          reverses: z.uuid().nullable(),
          postings: z
            .array(
              z.strictObject({
                /** Account of the chart, for example 1010. */
                account: z.string(),
                /** Sub-account: nostro, ISIN, counterparty or unit; empty where the account has none. */
                detail: z.string(),
                /** Positive debits, negative credits. */
                amount: money,
              }),
            )
            .readonly(),
        }),
      )
      .readonly(),
    occurredAt: instant,
  }),
  key: ({ tradeId }) => tradeId,
});
