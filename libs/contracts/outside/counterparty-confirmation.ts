import { z } from 'zod';
import { outsideEvent } from '../event-contract.js';
import { instant, reference } from '../wire.js';

export const counterpartyConfirmation = outsideEvent({
  topic: 'counterparty.confirmations.v1',
  description: 'A counterparty states the terms of a trade as it has booked it, from its own point of view.',
  schema: z.strictObject({
    messageId: reference,
    counterparty: reference,
    counterpartyReference: reference,
    /** Our trade id, as agreed when dealing. */
    tradeId: reference,
    /** A corrected statement of the same trade carries a higher revision; the highest counts. */
    revision: z.int().min(1).max(9999),
    kind: z.enum(['CONFIRM', 'CANCEL']),
    /** Terms by field name as in `economics` of the domain, seen from the counterparty: its BUY is our SELL. */
    terms: z.record(z.string().regex(/^[a-zA-Z]{1,40}$/), z.string().max(64)),
    sentAt: instant,
  }),
  key: ({ tradeId }) => tradeId,
  messageId: ({ messageId }) => messageId,
});
