import { z } from 'zod';
import { insideEvent } from '../event-contract.js';
import { trade } from '../trade.js';
import { difference, instant, reference, version } from '../wire.js';

/** What confirmation finds out about one trade is numbered over both topics, so that hearers can order it. */
const sequence = z.int().min(1);

export const confirmationIssued = insideEvent({
  topic: 'confirmation.confirmation-issued.v1',
  description: 'We state the terms of an agreed trade to its counterparty.',
  schema: z.strictObject({
    eventId: z.uuid(),
    confirmationId: z.uuid(),
    tradeId: reference,
    version,
    counterparty: reference,
    /** Terms by field name as in `economics` of the domain, from our point of view. */
    terms: z.record(z.string(), z.string()),
    occurredAt: instant,
  }),
  key: ({ tradeId }) => tradeId,
});

export const tradeConfirmed = insideEvent({
  topic: 'confirmation.trade-confirmed.v1',
  description: "The counterparty's terms match ours within tolerance.",
  schema: z.strictObject({
    eventId: z.uuid(),
    confirmationId: z.uuid(),
    tradeId: reference,
    sequence,
    version,
    trade,
    occurredAt: instant,
  }),
  key: ({ tradeId }) => tradeId,
});

export const tradeDisputed = insideEvent({
  topic: 'confirmation.trade-disputed.v1',
  description:
    'The counterparty states other terms, claims a trade we do not have, or has not answered by the cut-off.',
  schema: z.strictObject({
    eventId: z.uuid(),
    tradeId: reference,
    sequence,
    version: version.nullable(),
    counterparty: reference,
    kind: z.enum(['differs', 'alleged', 'unanswered']),
    differences: z.array(difference).readonly(),
    /** What would make it match, in words: "matches if price differs by at most 0.02". */
    counterfactual: z.string(),
    occurredAt: instant,
  }),
  key: ({ tradeId }) => tradeId,
});
