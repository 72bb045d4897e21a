import { z } from 'zod';
import { outsideEvent } from '../event-contract.js';
import { businessDate, currencyCode, decimal, instant, reference } from '../wire.js';

/** What the payroll office worked out for one employee. Amounts are decimals in major units of the batch's currency. */
const line = z.strictObject({
  employee: reference,
  gross: decimal,
  /** Borne by the house on top of gross pay. */
  employerSocialSecurity: decimal,
  netPay: decimal,
  tax: decimal,
  /** Both shares, the employee's and the house's. */
  socialSecurity: decimal,
});

export const payrollBatch = outsideEvent({
  topic: 'back-office.payroll-batches.v1',
  description:
    'The payroll office sends the journals of one unit and month as a batch: booked whole or not at all, and only once another person has approved it.',
  schema: z.strictObject({
    /** Of this message: a corrected batch is another message with the same batch id. */
    messageId: reference,
    batchId: reference,
    unit: z.string().max(40),
    /** Month, YYYY-MM. */
    period: z.string().max(40),
    effectiveDate: businessDate,
    currency: currencyCode,
    /** Gross pay of all lines, as the sender added it up. */
    controlTotal: decimal,
    lines: z.array(line).max(10_000).readonly(),
    preparedBy: reference,
    /** Why it is sent, in the words an approver reads. */
    reason: z
      .string()
      .trim()
      .min(3)
      .max(500)
      .regex(/\S[\s\S]+\S/),
    occurredAt: instant,
  }),
  key: ({ batchId }) => batchId,
  messageId: ({ messageId }) => messageId,
});
