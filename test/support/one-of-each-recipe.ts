import type { CouponBond } from '#domain/day-count';
import { money, type Money } from '#domain/money';
import type { Trade } from '#domain/trade';
import { delivered, tradeDay } from './lived-trades.js';
import { amount, worked1Bond, worked2Equity, worked3Spot, worked4Swap, worked5Deposit } from './worked-trades.js';
import {
  asPosted,
  bondInterest,
  borrowFee,
  borrowMemo,
  ClosingRates,
  clientInvoiced,
  closingEntries,
  completionOf,
  couponClaim,
  couponClaimSettled,
  couponEntitlement,
  couponReceived,
  creditMatched,
  debtBoughtBack,
  debtCouponPaid,
  debtInterest,
  debtIssued,
  debtRedeemed,
  depositAccrual,
  failCompensation,
  failJournal,
  failReversal,
  feeAccrued,
  feePaid,
  forwardRelease,
  forwardValuation,
  fxRevaluation,
  holdingCostJournal,
  interestClaim,
  invoiceCollected,
  lossAllowance,
  manufacturedCoupon,
  markToMarket,
  NOTHING_MARKED,
  payrollJournal,
  payrollPaid,
  penaltiesSettled,
  penaltyExpected,
  regularWayChange,
  regularWayTaken,
  releaseOfSold,
  repoAccrual,
  repoEnd,
  repoStart,
  reversalOf,
  unidentifiedCredit,
  type DebtIssue,
  type FailingDay,
  type Journal,
  type PayrollBatch,
  type Repo,
} from '#domain/ledger';

/** Journals of a kind of fact, with some amount in some book. */
export type Recipe = (some: Money, book: string) => (Journal | undefined)[];

const NOSTRO = 'NOSTRO-EUR';
const ISIN = 'ES0A51B00019';
const PLACE = { tradeId: 'T1', version: 1, leg: 'delivery', counterparty: 'CIERESM0' } as const;
export const parallel = ['TDA', 'SDA'] as const;
const REPO: Omit<Repo, 'book' | 'cash'> = {
  ...{ repoId: 'RP1', counterparty: 'CIERESM0', direction: 'REPO', ratePercent: '3.20', dayCount: 'ACT/360' },
  ...{ startDate: '2026-06-15', endDate: '2026-06-22' },
  collateral: { isin: ISIN, value: amount('1000'), mayBePledgedOn: true },
};

const livedThrough = (trade: Trade): Journal[] => [
  ...tradeDay(trade),
  ...trade.obligations.flatMap(({ leg, pay, receive }) => delivered(trade, { leg, pay, receive })),
];

/** One of each kind of fact, with some amount in some book. */
export const oneOfEachRecipe: Record<string, Recipe> = {
  'R1 bonds': (cash, book) => [
    ...livedThrough(worked1Bond({ book, cash, commission: amount('7') })),
    ...livedThrough(worked1Bond({ book, side: 'SELL', cash, commission: amount('7') })),
  ],
  'R2 shares': (consideration, book) => [
    ...livedThrough(worked2Equity({ book, consideration, commission: amount('3') })),
    ...livedThrough(worked2Equity({ book, side: 'SELL', consideration })),
    ...livedThrough(worked2Equity({ book: 'client.LEVANTE', capacity: 'client', commission: amount('8') })),
    ...parallel.flatMap((accounting) =>
      (['bond', 'equity'] as const).map((kind) =>
        holdingCostJournal(
          { book, isin: ISIN, currency: 'EUR', kind },
          { quantity: -1n, costMinorUnits: -5n, realisedMinorUnits: consideration.minorUnits },
          { realisedMinorUnits: 0n, shortMinorUnits: 0n },
          '2026-06-17',
          accounting,
        ),
      ),
    ),
  ],
  'R1 between trade and delivery': (cost, book) => {
    const open = {
      ...{ tradeId: 'T1', version: 1, book, isin: ISIN, quantity: 10n ** 12n, cost, bookedMinorUnits: 0n },
    };
    const price = { kind: 'equity', price: '0', currency: 'EUR' } as const;
    const settled = { quantity: 10n ** 12n, leg: 'delivery', settledSoFar: '1' };
    return [
      regularWayChange(open, price, '2026-06-16')?.journal,
      regularWayTaken({ ...open, bookedMinorUnits: 77n }, settled, '2026-06-17')?.journal,
    ];
  },
  'R3 and R4 exchanges': (some, book) => {
    const forward = {
      ...{ ...PLACE, book, bought: some, sold: amount('1.00', 'USD'), bookedMinorUnits: -5n },
    };
    const rates = new ClosingRates([{ base: 'EUR', quote: 'USD', rate: '1.0850' }]);
    return [
      ...livedThrough(worked3Spot({ book })),
      ...livedThrough({ ...worked4Swap(), book }),
      forwardValuation(forward, rates, '2026-06-16')?.journal,
      forwardRelease(forward, 'settled', '2026-06-17'),
    ];
  },
  'R5 deposits': (principal, book) => [
    ...livedThrough(worked5Deposit({ book })),
    depositAccrual(
      {
        ...{ tradeId: 'T1', version: 1, book, counterparty: 'X', direction: 'TAKEN', principal, ratePercent: '400' },
        ...{ dayCount: 'ACT/360', startDate: '2026-06-15', maturityDate: '2027-06-15', interest: principal },
        ...{ accruedMinorUnits: -1n, withdrawn: false },
      },
      '2026-07-15',
    )?.journal,
  ],
  'R6 repos': (cash, book) =>
    (['REPO', 'REVERSE'] as const).flatMap((direction) => {
      const repo = { ...REPO, direction, book, cash };
      return [
        ...repoStart(repo, NOSTRO),
        repoAccrual(repo, -1n, '2026-06-18')?.journal,
        ...manufacturedCoupon(repo, { amount: cash, couponDate: '2026-06-18', nostro: NOSTRO }),
        ...repoEnd(repo, NOSTRO),
      ];
    }),
  'R7 debt issued': (some, book) => {
    const issue: DebtIssue = {
      isin: ISIN,
      book,
      nominal: money(some.minorUnits + 1_000_000n, 'EUR'),
      couponPercent: '4',
      couponsPerYear: 2,
      issueDate: '2026-06-15',
      maturityDate: '2027-06-15',
      issuePrice: '99.40',
      costs: amount('1.00'),
    };
    const issued = debtIssued(issue, NOSTRO);
    const half = debtInterest(issue, issued.position, '2026-12-15')!;
    const paid = debtCouponPaid(issue, half.position, '2026-12-15', NOSTRO);
    const bought = debtBoughtBack(issue, paid.position, {
      ...{ buyBackId: 'B1', nominal: amount('5000.00'), price: '97', on: '2026-12-15', nostro: NOSTRO },
    });
    const end = debtInterest(issue, bought.position, '2027-06-15')!;
    const last = debtRedeemed(issue, end.position, NOSTRO);
    return [issued, half, paid, bought, end, last].flatMap(({ journals }) => journals);
  },
  'R8 coupons': (gross, book) => {
    const coupon = { book, isin: ISIN, couponDate: '2027-03-15', nominal: '1000', gross };
    const claim = { ...coupon, ...PLACE, side: 'SELL', accrued: money(gross.minorUnits / 2n, 'EUR') } as const;
    const terms: CouponBond = {
      currency: 'EUR',
      couponPercent: '3',
      couponsPerYear: 1,
      dayCount: 'ACT/ACT ICMA',
      maturityDate: '2031-03-15',
    };
    const held = {
      ...{ book, isin: ISIN, terms, settledNominal: '0', openAccrued: gross, couponTakenThrough: '2026-03-15' },
    };
    return [
      ...parallel.map((accounting) => bondInterest(held, 0n, { through: '2026-06-17', accounting })?.journal),
      ...parallel.map((accounting) =>
        couponEntitlement(coupon, claim.accrued, { recordDate: '2027-03-12', accounting }),
      ),
      ...couponReceived(coupon, { withholdingPercent: '15', payDate: '2027-03-15', nostro: NOSTRO }),
      couponClaim(claim, '2027-03-12'),
      ...couponClaimSettled(claim, { on: '2027-03-18', nostro: NOSTRO }),
    ];
  },
  'R9 fees and payroll': (some) => {
    const fee = { reference: 'K', book: 'house.debt', payee: 'KUST', amount: some };
    const invoice = { reference: 'A', book: 'house.risk', client: 'LEVANTE', fee: some, vatPercent: '21' };
    const none = amount('0');
    const line = {
      employee: 'E1',
      gross: some,
      employerSocialSecurity: none,
      netPay: some,
      tax: none,
      socialSecurity: none,
    };
    const batch: PayrollBatch = {
      batchId: 'P1',
      unit: 'debt',
      period: '2026-06',
      effectiveDate: '2026-06-30',
      currency: 'EUR',
      controlTotal: some,
      lines: [line],
    };
    return [
      feeAccrued(fee, '2026-06-15'),
      ...feePaid(fee, '2026-06-15', NOSTRO),
      clientInvoiced(invoice, '2026-06-15'),
      ...invoiceCollected(invoice, '2026-06-15', NOSTRO),
      payrollJournal(batch, new Set()),
      ...payrollPaid(batch, '2026-06-30', NOSTRO),
    ];
  },
  'R10 and R15 fails and corrections': (pay, book) => {
    const fail = { ...PLACE, book, since: '2026-06-17', pay, receive: null };
    const terms = { ...PLACE, amount: amount('1000000'), ratePercent: '3.65', days: 2, basis: 365 as const };
    const shown = failJournal(fail)!;
    const reversal = reversalOf(asPosted(shown), { settled: 1n, total: 3n })!;
    return [
      shown,
      failReversal(fail, { pay, receive: null }),
      interestClaim({ ...terms, book, on: '2026-06-19' }),
      ...failCompensation({
        ...{ ...PLACE, book, occasion: 'close-out', amount: pay, direction: 'paid', on: '2026-07-01', nostro: NOSTRO },
      }),
      reversal,
      completionOf(asPosted(shown), reversal),
    ];
  },
  'R11 penalties': (some, book) => {
    const days: FailingDay[] = [
      {
        date: '2026-06-18',
        method: 'CASH',
        penaltyClass: 'other-debt',
        value: some,
        cash: some,
        cashBasisPoints: '10000',
      },
    ];
    const fail = { ...PLACE, book, isin: ISIN, depository: 'IBRCESM0', currency: 'EUR' };
    return [
      ...(['causes', 'suffers'] as const).map(
        (role) => penaltyExpected({ ...fail, role }, days, 0n, '2026-06-18')?.journal,
      ),
      ...penaltiesSettled({
        ...{ book, depository: 'IBRCESM0', month: '2026-06', expectedToPay: amount('3.33'), expectedToGet: some },
        ...{ listedNet: money(-some.minorUnits, 'EUR'), on: '2026-07-24', nostro: NOSTRO },
      }).journals,
    ];
  },
  'R12, R14 and R16 the close': (some, book) => {
    const of = { book, isin: ISIN, currency: 'EUR' };
    const marked = { assetMinorUnits: some.minorUnits, shortMinorUnits: 0n };
    const price = { kind: 'bond', price: '99.50', currency: 'EUR' } as const;
    const holding = { quantity: -(10n ** 12n), costMinorUnits: some.minorUnits };
    const through = '2026-06-15';
    const revalued = fxRevaluation({
      ...{ book, position: amount('1', 'USD'), countervalue: money(-some.minorUnits, 'EUR'), on: through },
      rate: new ClosingRates([{ base: 'USD', quote: 'EUR', rate: '0.92' }]).rate('USD', 'EUR')!,
    });
    const loss = { exposure: money(some.minorUnits + 100n, 'EUR'), probabilityOfDefault: '1', lossGivenDefault: '1' };
    return [
      revalued,
      ...parallel.flatMap((accounting) => [
        markToMarket(of, holding, price, NOTHING_MARKED, { through, accounting })?.journal,
        releaseOfSold(of, { sold: 1n, held: 1n }, marked, { through, accounting })?.journal,
      ]),
      lossAllowance(of, loss, 0n, through)?.journal,
      ...(['common', ...parallel] as const).flatMap((accounting) =>
        closingEntries([{ book, accounting, account: '4200', detail: '', amount: some }], through),
      ),
    ];
  },
  'R13 and R17 suspense and borrowing': (some, book) => {
    const credit = { reference: 'S', nostro: NOSTRO, amount: some, valueDate: '2026-06-15' };
    const borrowing = {
      ...{ borrowId: 'BW', book, isin: ISIN, counterparty: 'X', value: some, feeRatePercent: '36000' },
      ...{ from: '2026-06-15', to: null },
    };
    return [
      unidentifiedCredit(credit),
      ...creditMatched(credit, { book, account: '1200', detail: 'X', reason: 'sale T9', on: '2026-06-16' }),
      borrowMemo(borrowing, 'borrowed', '2026-06-15'),
      borrowFee(borrowing, 0n, '2026-06-16')?.journal,
    ];
  },
};
