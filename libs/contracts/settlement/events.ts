import { z } from 'zod';
import { insideEvent } from '../event-contract.js';
import { trade } from '../trade.js';
import { businessDate, decimal, instant, isin, money, reference, version } from '../wire.js';

const LEG = z.enum(['delivery', 'near', 'far', 'start', 'maturity']);

/** Every event of one obligation carries the next sequence, over all topics of settlement, so that hearers can order them. */
const ofObligation = {
  eventId: z.uuid(),
  obligationId: z.uuid(),
  sequence: z.int().min(1),
  tradeId: reference,
  version,
  leg: LEG,
  /** Row of the life-cycle table that allowed it, for example `L8`. */
  transition: z.string().regex(/^L\d{1,2}$/),
  occurredAt: instant,
};

const parts = {
  /** Cash of this part; null where the obligation has none on that side. */
  pay: money.nullable(),
  receive: money.nullable(),
  quantity: decimal.nullable(),
};

export const instructionReleased = insideEvent({
  topic: 'settlement.instruction-released.v1',
  description: 'A settlement instruction goes out to the custodian or agent bank.',
  schema: z.strictObject({
    ...ofObligation,
    instructionId: reference,
    custodian: reference,
    counterparty: reference,
    unit: z.enum(['treasury', 'debt', 'risk']),
    book: reference,
    capacity: z.enum(['house', 'client']),
    beneficialOwner: reference.nullable(),
    settlementDate: businessDate,
    method: z.enum(['DVP', 'FOP', 'CASH']),
    pay: money.nullable(),
    receive: money.nullable(),
    security: z.strictObject({ isin, quantity: decimal, direction: z.enum(['deliver', 'receive']) }).nullable(),
    ourInstructions: z.array(reference).readonly(),
    theirInstructions: z.array(reference).readonly(),
  }),
  key: ({ tradeId }) => tradeId,
});

export const cancellationRequested = insideEvent({
  topic: 'settlement.cancellation-requested.v1',
  description: 'We ask the custodian to cancel an instruction (after sese.020).',
  schema: z.strictObject({
    ...ofObligation,
    instructionId: reference,
    custodian: reference,
    remaining: z.strictObject(parts),
  }),
  key: ({ tradeId }) => tradeId,
});

export const obligationProgressed = insideEvent({
  topic: 'settlement.obligation-progressed.v1',
  description:
    'An obligation changed its state without settling or failing: matched, rejected, cancelled and the like.',
  schema: z.strictObject({
    ...ofObligation,
    from: z.string(),
    to: z.string(),
    reasonCode: z.string().nullable(),
    reason: z.string().nullable(),
    /** What was still open when it was cancelled; null otherwise. */
    remaining: z.strictObject(parts).nullable(),
  }),
  key: ({ tradeId }) => tradeId,
});

export const obligationSettled = insideEvent({
  topic: 'settlement.obligation-settled.v1',
  description: 'A part of an obligation, or all that remained of it, has settled.',
  schema: z.strictObject({
    ...ofObligation,
    part: z.enum(['partial', 'final']),
    /** Effective settlement date, as the custodian says. */
    effectiveDate: businessDate,
    ...parts,
    remaining: z.strictObject(parts),
    /** Whether this part had been reclassified as a fail before (R10). */
    wasFailing: z.boolean(),
    trade,
  }),
  key: ({ tradeId }) => tradeId,
});

export const obligationFailing = insideEvent({
  topic: 'settlement.obligation-failing.v1',
  description:
    'The settlement cut-off of the intended date has passed and a remainder is open, at the custodian or not instructed at all.',
  schema: z.strictObject({
    ...ofObligation,
    since: businessDate,
    ...parts,
    reasonCode: z.string().nullable(),
    reason: z.string(),
    /** Nothing is instructed: the state is kept (CONFIRMED), the books show the fail all the same. */
    lateInstruct: z.literal(true).optional(),
    trade,
  }),
  key: ({ tradeId }) => tradeId,
});

export const versionWithdrawn = insideEvent({
  topic: 'settlement.version-withdrawn.v1',
  description:
    'A trade version is void, with nothing of it left at a custodian: what is booked may be reversed and rebooked.',
  schema: z.strictObject({
    eventId: z.uuid(),
    tradeId: reference,
    version,
    by: z.enum(['CANCEL', 'AMEND']),
    /** The version by which it is replaced, or that cancels it. */
    nextVersion: version,
    next: trade.nullable(),
    /** What had settled before, per leg; settled parts stand. */
    settled: z.array(z.strictObject({ leg: LEG, ...parts })).readonly(),
    occurredAt: instant,
  }),
  key: ({ tradeId }) => tradeId,
});
