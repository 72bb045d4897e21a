import { z } from 'zod';
import { outsideEvent } from '../event-contract.js';
import { instant, reference, version } from '../wire.js';

/** People are outside the system too: what a clerk decides is a message, kept with its reason and applied again on replay. */
const decision = {
  messageId: reference,
  actor: reference,
  /** The pattern says in the published schema what trimming says here: blanks are no reason. */
  reason: z
    .string()
    .trim()
    .min(3)
    .max(500)
    .regex(/\S[\s\S]+\S/),
  decidedAt: instant,
};

export const deskRepair = outsideEvent({
  topic: 'desk.repairs.v1',
  description: 'A clerk repairs a message of the repair queue and resubmits it, or sets it aside for good.',
  schema: z.strictObject({
    ...decision,
    parkedMessageId: reference,
    act: z.enum(['resubmit', 'discard']),
    /** The whole repaired body; absent when discarded. */
    body: z.string().max(1_048_576).optional(),
  }),
  key: ({ parkedMessageId }) => parkedMessageId,
  messageId: ({ messageId }) => messageId,
});

export const deskBreakDecision = outsideEvent({
  topic: 'desk.break-decisions.v1',
  description: 'A clerk accepts one side of a break between front and middle office.',
  schema: z.strictObject({
    ...decision,
    breakId: reference,
    tradeId: reference,
    accept: z.enum(['front', 'middle']),
    /** The versions that the clerk compared, null for a missing side; if told, the decision holds for these and no others. */
    versions: z.strictObject({ front: version.nullable(), middle: version.nullable() }).optional(),
  }),
  key: ({ tradeId }) => tradeId,
  messageId: ({ messageId }) => messageId,
});

export const deskInstructionDecision = outsideEvent({
  topic: 'desk.instruction-decisions.v1',
  description: 'A clerk has an instruction that the custodian rejected sent again, under a new reference.',
  schema: z.strictObject({
    ...decision,
    tradeId: reference,
    /** The reference that was rejected; the decision holds for it and no other. */
    instructionId: reference,
    act: z.enum(['resend']),
  }),
  key: ({ tradeId }) => tradeId,
  messageId: ({ messageId }) => messageId,
});
