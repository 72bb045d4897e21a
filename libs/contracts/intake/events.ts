import { z } from 'zod';
import { insideEvent } from '../event-contract.js';
import { trade } from '../trade.js';
import { instant, reference, version } from '../wire.js';

export const tradeCaptured = insideEvent({
  topic: 'intake.trade-captured.v1',
  description: 'A version of a trade is captured and enriched; versions of one trade and side come in order.',
  schema: z.strictObject({
    eventId: z.uuid(),
    tradeId: reference,
    side: z.enum(['front', 'middle']),
    version,
    action: z.enum(['NEW', 'AMEND', 'CANCEL']),
    /** For AMEND: whether economic terms differ from the version it replaces, or only book, unit or note. */
    amendment: z.enum(['economic', 'internal']).nullable(),
    /** The version applied before this one; null for the first, also when the first is a cancel (tombstone). */
    replaces: version.nullable(),
    /** Null for CANCEL. */
    trade: trade.nullable(),
    source: z.strictObject({ topic: z.string(), partition: z.int(), offset: z.string() }),
    occurredAt: instant,
  }),
  key: ({ tradeId }) => tradeId,
});
