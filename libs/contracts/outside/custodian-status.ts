import { z } from 'zod';
import { outsideEvent } from '../event-contract.js';
import { businessDate, decimal, instant, reference } from '../wire.js';

export const custodianStatus = outsideEvent({
  topic: 'custodian.statuses.v1',
  description:
    'A custodian or agent bank reports what became of one settlement instruction (after sese.024, sese.025).',
  schema: z.strictObject({
    messageId: reference,
    custodian: reference,
    instructionId: reference,
    tradeId: reference,
    status: z.enum([
      'ACCEPTED',
      'REJECTED',
      'MATCHED',
      'UNMATCHED',
      'PENDING',
      'FAILING',
      'PARTIALLY_SETTLED',
      'SETTLED',
      'CANCELLED',
      'CANCEL_DENIED',
    ]),
    /** ISO 20022 reason code, for example LACK, CLAC, CMON. */
    reasonCode: z
      .string()
      .regex(/^[A-Z]{4}$/)
      .optional(),
    /** This part, in major units; for PARTIALLY_SETTLED required, for SETTLED the rest if absent. */
    settledQuantity: decimal.optional(),
    /** Effective settlement date, required when anything settled. */
    effectiveDate: businessDate.optional(),
    occurredAt: instant,
  }),
  key: ({ tradeId }) => tradeId,
  messageId: ({ messageId }) => messageId,
});
