import { z } from 'zod';
import { insideEvent } from '../event-contract.js';
import { trade } from '../trade.js';
import { difference, instant, reference, version } from '../wire.js';

export const tradeAgreed = insideEvent({
  topic: 'reconciliation.trade-agreed.v1',
  description: 'Front and middle office agree on the economic terms of a trade version, or a clerk accepted one side.',
  schema: z.strictObject({
    eventId: z.uuid(),
    tradeId: reference,
    /** The front-office version that is agreed. */
    version,
    acceptedSide: z.enum(['front', 'middle']),
    by: z.enum(['comparison', 'desk-decision']),
    trade,
    occurredAt: instant,
  }),
  key: ({ tradeId }) => tradeId,
});

export const breakOpened = insideEvent({
  topic: 'reconciliation.break-opened.v1',
  description: 'Front and middle office differ, or one side is missing after the matching cut-off.',
  schema: z.strictObject({
    eventId: z.uuid(),
    breakId: z.uuid(),
    tradeId: reference,
    version: version.nullable(),
    kind: z.enum(['economics', 'missing-middle', 'missing-front']),
    differences: z.array(difference).readonly(),
    occurredAt: instant,
  }),
  key: ({ tradeId }) => tradeId,
});

export const breakClosed = insideEvent({
  topic: 'reconciliation.break-closed.v1',
  description: 'A break ends: the sides agree, a clerk accepted one of them, or the trade is withdrawn.',
  schema: z.strictObject({
    eventId: z.uuid(),
    breakId: z.uuid(),
    tradeId: reference,
    version: version.nullable(),
    outcome: z.enum(['agreed', 'accepted-front', 'accepted-middle', 'withdrawn']),
    actor: z.string().nullable(),
    reason: z.string().nullable(),
    /** With `accepted-middle`: the terms that now stand, and the front-office terms they correct. */
    correction: z.strictObject({ stands: trade, corrects: trade }).nullable(),
    occurredAt: instant,
  }),
  key: ({ tradeId }) => tradeId,
});
