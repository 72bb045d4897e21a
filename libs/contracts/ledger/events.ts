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
          /** In which of the parallel books it counts; in both where it is absent. */
          accounting: z.enum(['common', 'TDA', 'SDA']).optional(),
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

export const dayStep = insideEvent({
  topic: 'ledger.day-steps.v1',
  description:
    'The end of a day goes on with this page of this step: each is a transaction of its own, so that trades flow in between and a crash loses one page at most.',
  schema: z.strictObject({
    eventId: z.uuid(),
    businessDate,
    /** Name of the step, for example `value-forwards`. */
    step: reference,
    /** Key of the last position that is done; null at the beginning of the step. */
    after: z.array(z.string()).readonly().nullable(),
    occurredAt: instant,
  }),
  key: () => 'day',
  partitions: 1,
});

export const dayEnded = insideEvent({
  topic: 'ledger.day-ended.v1',
  description: 'All steps of the end of a business day are posted; until then balances of that day still change.',
  schema: z.strictObject({
    eventId: z.uuid(),
    businessDate,
    /** Journals that the end of the day posted, by step. */
    posted: z.array(z.strictObject({ step: reference, journals: z.int().nonnegative() })).readonly(),
    occurredAt: instant,
  }),
  key: () => 'day',
  partitions: 1,
});

export const ledgerCheckpoint = insideEvent({
  topic: 'ledger.checkpoint.v1',
  description:
    'What the books stood at after the end of a business day, signed (C2SP tlog-checkpoint): keep it, and nobody can rewrite them unseen.',
  schema: z.strictObject({
    eventId: z.uuid(),
    businessDate,
    /** Journals in all books. */
    size: z.string().regex(/^(0|[1-9]\d{0,17})$/),
    /** The signed note, with the Merkle root over all journals and the head of every chain. */
    note: z.string(),
    occurredAt: instant,
  }),
  key: ({ eventId }) => eventId,
  // Every key is its own, so that nothing is ever cleaned away.
  cleanup: 'compact',
  partitions: 1,
});
