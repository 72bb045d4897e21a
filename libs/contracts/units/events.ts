import { z } from 'zod';
import { insideEvent } from '../event-contract.js';
import { businessDate, currencyCode, decimal, instant, isin, money, reference } from '../wire.js';

/** Lets a reader prove that it is in step: the sequence has no gaps per key, the digest chains over all states of the key. */
const proof = {
  eventId: z.uuid(),
  sequence: z.int().min(1),
  /** SHA-256, hex: previous digest of the key, then the canonical state below. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  asOf: instant,
};

export const cashLadder = insideEvent({
  topic: 'treasury.cash-ladder.v1',
  description: 'Treasury: cash of one nostro, currency and value date, expected and settled.',
  schema: z.strictObject({
    ...proof,
    nostro: reference,
    currency: currencyCode,
    valueDate: businessDate,
    /** Net of all open and settled obligations due that day; positive comes in. */
    expected: money,
    settled: money,
    failing: money,
  }),
  key: ({ nostro, currency, valueDate }) => `${nostro}|${currency}|${valueDate}`,
  cleanup: 'compact',
});

export const debtSchedule = insideEvent({
  topic: 'debt.schedule.v1',
  description: 'Debt: position in one bond of one book, traded and settled, with cost and accrued interest.',
  schema: z.strictObject({
    ...proof,
    book: reference,
    isin,
    tradedNominal: decimal,
    settledNominal: decimal,
    cost: money,
    accruedInterest: money,
  }),
  key: ({ book, isin }) => `${book}|${isin}`,
  cleanup: 'compact',
});

export const settlementExposure = insideEvent({
  topic: 'risk.settlement-exposure.v1',
  description: 'Risk: what one counterparty still owes and is owed in one currency, and how much of it fails.',
  schema: z.strictObject({
    ...proof,
    counterparty: reference,
    currency: currencyCode,
    toPay: money,
    toReceive: money,
    failing: money,
    openObligations: z.int(),
    failingObligations: z.int(),
  }),
  key: ({ counterparty, currency }) => `${counterparty}|${currency}`,
  cleanup: 'compact',
});
