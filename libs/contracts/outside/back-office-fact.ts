import { z } from 'zod';
import { outsideEvent } from '../event-contract.js';
import { businessDate, currencyCode, decimal, instant, isin, reference, version } from '../wire.js';

/** An amount as other systems write it: major units, exact, with its currency. */
const told = z.strictObject({ amount: decimal, currency: currencyCode });

const fact = {
  /** A second fact with the same id and content is a duplicate, with other content a conflict. */
  factId: reference,
  occurredAt: instant,
};

/** The accounting book: `house.<unit>`, a desk's `house.<unit>.<desk>`, or `client.<owner>`. */
const book = reference;
/** Account of the house on which the cash moves, for example `NOSTRO-EUR`. */
const nostro = reference;
const on = businessDate;
const month = z.string().regex(/^(19|20|21)\d{2}-(0[1-9]|1[0-2])$/);
const words = z.string().trim().min(3).max(200);

const leg = z.enum(['delivery', 'near', 'far', 'start', 'maturity']);

const ofTrade = { tradeId: reference, version, book, counterparty: reference };

const repos = [
  z.strictObject({
    kind: z.literal('repo-opened'),
    ...fact,
    repoId: reference,
    book,
    counterparty: reference,
    /** `REPO`: the house gets the cash; `REVERSE`: it gives it. */
    direction: z.enum(['REPO', 'REVERSE']),
    cash: told,
    ratePercent: decimal,
    dayCount: z.enum(['ACT/360', 'ACT/365F', '30/360', '30E/360', 'ACT/ACT ISDA']),
    startDate: businessDate,
    endDate: businessDate,
    /** Value: what the house carries it at in a repo, its market value in a reverse repo. */
    collateral: z.strictObject({ isin, value: told, mayBePledgedOn: z.boolean() }),
    nostro,
  }),
  z.strictObject({ kind: z.literal('repo-ended'), ...fact, repoId: reference, on, nostro }),
  z.strictObject({
    kind: z.literal('coupon-manufactured'),
    ...fact,
    repoId: reference,
    couponDate: businessDate,
    amount: told,
    nostro,
  }),
] as const;

const debt = [
  z.strictObject({
    kind: z.literal('debt-issued'),
    ...fact,
    isin,
    book,
    nominal: told,
    couponPercent: decimal,
    couponsPerYear: z.union([z.literal(1), z.literal(2), z.literal(4)]),
    issueDate: businessDate,
    maturityDate: businessDate,
    /** Per cent of the nominal. */
    issuePrice: decimal,
    costs: told,
    nostro,
  }),
  z.strictObject({ kind: z.literal('debt-coupon-paid'), ...fact, isin, couponDate: businessDate, nostro }),
  z.strictObject({
    kind: z.literal('debt-bought-back'),
    ...fact,
    isin,
    buyBackId: reference,
    nominal: told,
    /** Clean, per cent of the nominal; the coupon accrued is paid beside it. */
    price: decimal,
    on,
    nostro,
  }),
  z.strictObject({ kind: z.literal('debt-redeemed'), ...fact, isin, nostro }),
] as const;

const coupons = [
  z.strictObject({
    kind: z.literal('coupon-entitlement'),
    ...fact,
    book,
    isin,
    couponDate: businessDate,
    recordDate: businessDate,
    /** Held at the record date, in major units. */
    nominal: decimal,
    gross: told,
  }),
  z.strictObject({
    kind: z.literal('coupon-received'),
    ...fact,
    book,
    isin,
    couponDate: businessDate,
    nominal: decimal,
    gross: told,
    withholdingPercent: decimal,
    payDate: businessDate,
    nostro,
  }),
  /** A trade was open over the record date: its buyer claims the coupon from its seller. */
  z.strictObject({
    kind: z.literal('coupon-claimed'),
    ...fact,
    ...ofTrade,
    side: z.enum(['BUY', 'SELL']),
    isin,
    couponDate: businessDate,
    nominal: decimal,
    gross: told,
    /** Accrued interest that the trade brought to its book, or took from it. */
    accrued: told,
    on,
  }),
  z.strictObject({
    kind: z.literal('coupon-claim-settled'),
    ...fact,
    tradeId: reference,
    version,
    couponDate: businessDate,
    on,
    nostro,
  }),
] as const;

const fees = [
  z.strictObject({
    kind: z.literal('fee-accrued'),
    ...fact,
    reference,
    book,
    payee: reference,
    amount: told,
    on,
  }),
  z.strictObject({ kind: z.literal('fee-paid'), ...fact, reference, payee: reference, on, nostro }),
  z.strictObject({
    kind: z.literal('client-invoiced'),
    ...fact,
    reference,
    book,
    client: reference,
    /** Before value-added tax. */
    fee: told,
    vatPercent: decimal,
    on,
  }),
  z.strictObject({ kind: z.literal('invoice-collected'), ...fact, reference, client: reference, on, nostro }),
  z.strictObject({ kind: z.literal('payroll-paid'), ...fact, batchId: reference, on, nostro }),
] as const;

const suspense = [
  z.strictObject({
    kind: z.literal('credit-unidentified'),
    ...fact,
    /** Of the line of the statement. */
    reference,
    nostro,
    amount: told,
    valueDate: businessDate,
  }),
  z.strictObject({
    kind: z.literal('credit-matched'),
    ...fact,
    reference,
    nostro,
    book,
    /** Of the chart of accounts, where the credit belongs. */
    account: z.string().regex(/^\d{4}$/),
    /** Its sub-account; empty where it has none. */
    detail: z.union([z.literal(''), reference]),
    reason: words,
    on,
  }),
] as const;

const fails = [
  z.strictObject({
    kind: z.literal('penalty-reported'),
    ...fact,
    tradeId: reference,
    version,
    leg,
    book,
    isin,
    depository: reference,
    role: z.enum(['causes', 'suffers']),
    /** The business day that costs; told again for a day it replaces what was told before. */
    date: businessDate,
    method: z.enum(['SECU', 'CASH', 'MIXE', 'BOTH']),
    penaltyClass: z.enum([
      'liquid-share',
      'other-share',
      'growth-market',
      'sovereign-debt',
      'other-debt',
      'growth-market-debt',
      'other-instrument',
    ]),
    /** Quantity not delivered, at the reference price of the day. */
    value: told,
    /** Not paid; zero in a free delivery. */
    cash: told,
    /** Discount rate of the currency a business day. */
    cashBasisPoints: decimal,
  }),
  z.strictObject({
    kind: z.literal('penalties-settled'),
    ...fact,
    book,
    depository: reference,
    month,
    /** Net of the depository's list; below zero the house pays. */
    listedNet: told,
    on,
    nostro,
  }),
  z.strictObject({
    kind: z.literal('fail-compensated'),
    ...fact,
    ...ofTrade,
    leg,
    occasion: z.enum(['buy-in', 'close-out']),
    amount: told,
    direction: z.enum(['received', 'paid']),
    on,
    nostro,
  }),
  z.strictObject({
    kind: z.literal('interest-claimed'),
    ...fact,
    ...ofTrade,
    /** Cash that came late. */
    amount: told,
    ratePercent: decimal,
    days: z.int().min(1).max(3660),
    basis: z.union([z.literal(360), z.literal(365)]),
    on,
  }),
] as const;

const holdings = [
  z.strictObject({
    kind: z.literal('securities-borrowed'),
    ...fact,
    borrowId: reference,
    book,
    isin,
    counterparty: reference,
    value: told,
    /** Per cent a year of 360 days. */
    feeRatePercent: decimal,
    from: businessDate,
  }),
  z.strictObject({ kind: z.literal('securities-returned'), ...fact, borrowId: reference, on }),
  z.strictObject({
    kind: z.literal('allowance-stated'),
    ...fact,
    book,
    isin,
    exposure: told,
    /** Within twelve months, from 0 to 1. */
    probabilityOfDefault: decimal,
    /** From 0 to 1. */
    lossGivenDefault: decimal,
    on,
  }),
] as const;

const backOfficeFactSchema = z.discriminatedUnion('kind', [
  ...repos,
  ...debt,
  ...coupons,
  ...fees,
  ...suspense,
  ...fails,
  ...holdings,
]);

type BackOfficeFact = z.output<typeof backOfficeFactSchema>;

export const backOfficeFact = outsideEvent({
  topic: 'back-office.facts.v1',
  description:
    'Another system of the house tells a fact that no trade causes and that has an accounting meaning: repos, debt issued, coupons, fees, suspense, penalties, claims, borrowed securities, allowances.',
  schema: backOfficeFactSchema,
  key: positionOf,
  messageId: ({ factId }) => factId,
});

/** What a fact is about: all facts about it are booked in the order they are told. */
function positionOf(told: BackOfficeFact): string {
  switch (told.kind) {
    case 'repo-opened':
    case 'repo-ended':
    case 'coupon-manufactured':
      return `repo|${told.repoId}`;
    case 'debt-issued':
    case 'debt-coupon-paid':
    case 'debt-bought-back':
    case 'debt-redeemed':
      return `issue|${told.isin}`;
    case 'coupon-entitlement':
    case 'coupon-received':
      return `coupon|${told.book}|${told.isin}`;
    case 'coupon-claimed':
    case 'coupon-claim-settled':
    case 'fail-compensated':
    case 'interest-claimed':
      return `trade|${told.tradeId}`;
    case 'fee-accrued':
    case 'fee-paid':
      return `fee|${told.payee}|${told.reference}`;
    case 'client-invoiced':
    case 'invoice-collected':
      return `invoice|${told.client}|${told.reference}`;
    case 'payroll-paid':
      return `payroll|${told.batchId}`;
    case 'credit-unidentified':
    case 'credit-matched':
      return `credit|${told.nostro}|${told.reference}`;
    case 'penalty-reported':
      return `penalty|${told.tradeId}`;
    case 'penalties-settled':
      return `penalties|${told.depository}`;
    case 'securities-borrowed':
    case 'securities-returned':
      return `borrowing|${told.borrowId}`;
    case 'allowance-stated':
      return `allowance|${told.book}|${told.isin}`;
  }
}
