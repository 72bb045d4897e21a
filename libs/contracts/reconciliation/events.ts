import { z } from 'zod';
import { insideEvent } from '../event-contract.js';
import { trade } from '../trade.js';
import { difference, instant, reference, version } from '../wire.js';

/** What reconciliation says of one trade is numbered over its three topics, so that hearers can order it. */
const sequence = z.int().min(1);

export const tradeAgreed = insideEvent({
  topic: 'reconciliation.trade-agreed.v1',
  description: 'Front and middle office agree on the economic terms of a trade version, or a clerk accepted one side.',
  schema: z.strictObject({
    eventId: z.uuid(),
    tradeId: reference,
    sequence,
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
  description:
    'Front and middle office differ, or one side is missing after the matching cut-off; said again when a newer version still differs.',
  schema: z.strictObject({
    eventId: z.uuid(),
    breakId: z.uuid(),
    tradeId: reference,
    sequence,
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
    sequence,
    version: version.nullable(),
    outcome: z.enum(['agreed', 'accepted-front', 'accepted-middle', 'withdrawn']),
    actor: z.string().nullable(),
    reason: z.string().nullable(),
    /**
     * When other terms now stand for the version than were taken for granted before: those, and the ones they correct.
     * With `accepted-middle` the middle office's terms correct the front office's; they are corrected back when the middle
     * office withdraws them later.
     */
    correction: z.strictObject({ stands: trade, corrects: trade }).nullable(),
    occurredAt: instant,
  }),
  key: ({ tradeId }) => tradeId,
});
