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

/**
 * With a second person: what one alone decides is set aside by whoever hears it. (Version 1 of these topics had one person; a schema
 * cannot say that two fields differ.)
 */
const agreed = { ...decision, approver: reference };

export const deskRepair = outsideEvent({
  topic: 'desk.repairs.v2',
  description: 'Two people repair a message of the repair queue and resubmit it, or set it aside for good.',
  schema: z.strictObject({
    ...agreed,
    parkedMessageId: reference,
    act: z.enum(['resubmit', 'discard']),
    /** The whole repaired body; absent when discarded. */
    body: z.string().max(1_048_576).optional(),
  }),
  key: ({ parkedMessageId }) => parkedMessageId,
  messageId: ({ messageId }) => messageId,
});

export const deskBreakDecision = outsideEvent({
  topic: 'desk.break-decisions.v2',
  description: 'Two people accept one side of a break between front and middle office.',
  schema: z.strictObject({
    ...agreed,
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
  topic: 'desk.instruction-decisions.v2',
  description: 'Two people have an instruction that the custodian rejected sent again, under a new reference.',
  schema: z.strictObject({
    ...agreed,
    tradeId: reference,
    /** The reference that was rejected; the decision holds for it and no other. */
    instructionId: reference,
    act: z.enum(['resend']),
  }),
  key: ({ tradeId }) => tradeId,
  messageId: ({ messageId }) => messageId,
});

/** What two people decide about the books. The pattern of a month is that of its name in a report. */
export const ledgerSubject = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('period'),
    /** YYYY-MM. */
    month: z.string().regex(/^(19|20|21)\d{2}-(0[1-9]|1[0-2])$/),
    to: z.enum(['soft', 'hard', 'open']),
    /** With `hard`: whether income and expense are closed into retained earnings by journals, or only computed (R16). */
    closing: z.enum(['post', 'compute']).optional(),
    /** With `hard`: blockers that both agree to pass over. Messages that were told again in another form stay set aside for ever. */
    inSpiteOf: z
      .array(z.enum(['messages-parked']))
      .readonly()
      .optional(),
  }),
  z.strictObject({
    kind: z.literal('payroll'),
    batchId: reference,
    /** SHA-256 of the batch as it was sent, so that an approval holds for its every line. */
    contentHash: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
  }),
]);

export type LedgerSubject = z.output<typeof ledgerSubject>;

export const deskLedgerDecision = outsideEvent({
  topic: 'desk.ledger-decisions.v1',
  description:
    'A controller proposes to close or open a month or to post a payroll batch; another one approves or rejects it.',
  schema: z.strictObject({
    ...decision,
    proposalId: reference,
    act: z.enum(['propose', 'approve', 'reject']),
    /** What is proposed; with `propose`, and not otherwise. */
    subject: ledgerSubject.optional(),
    /** With `approve`: SHA-256 of what the approver was shown; the approval holds for that and nothing else. */
    shown: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
  }),
  key: ({ proposalId }) => proposalId,
  messageId: ({ messageId }) => messageId,
});
