import { daysBetween } from '#domain/calendars';
import { Decimal, add, money, negate, subtract, toDecimal, toMoney, type Money } from '#domain/money';
import { credit, debit, Journal, shown, withoutEmpty, type JournalHead } from '../books/journal.js';
import type { PostingRule } from '../rules/posting-rule.js';
import { postingRules } from '../rules/rule-book.js';
import {
  carryingOn,
  effectivePeriods,
  effectiveRatePercent,
  exactCoupon,
  IssueRejected,
  proceedsOf,
  type DebtIssue,
} from './effective-interest.js';
import { cashJournals, headOn } from './fact.js';

/** What the books show of an issue; kept between its events. */
export interface IssuePosition {
  readonly outstanding: Money;
  /** On 2300, positive. */
  readonly carryingMinorUnits: bigint;
  /** Coupon accrued and not paid, on 2310, positive. */
  readonly payableMinorUnits: bigint;
  /** Last coupon date paid; the day of issue at first. */
  readonly paidThrough: string;
}

export interface IssueStep {
  readonly journals: readonly Journal[];
  readonly position: IssuePosition;
}

/** R7 on the day of issue: the liability is what came in less the costs. */
export function debtIssued(issue: DebtIssue, nostro: string): IssueStep {
  const { isin, book, nominal, issuePrice, costs, issueDate } = issue;
  const proceeds = proceedsOf(issue);
  const head = headOf(issue, postingRules.debtIssue, 'issue', issueDate, { issuePrice, costs: shown(costs) });
  return {
    journals: cashJournals(head, book, [credit('2300', isin, proceeds)], { nostro, cash: proceeds }),
    position: {
      outstanding: nominal,
      carryingMinorUnits: proceeds.minorUnits,
      payableMinorUnits: 0n,
      paidThrough: issueDate,
    },
  };
}

/** Coupon of one regular period on what is outstanding. */
function couponOn(issue: DebtIssue, outstanding: Money): Money {
  return toMoney(portion(issue, outstanding).times(exactCoupon(issue)), outstanding.currency);
}

const portion = ({ nominal }: DebtIssue, outstanding: Money): Decimal => toDecimal(outstanding).div(toDecimal(nominal));

/** Coupons that ended after the last one paid, and the days of the running period. */
function payableOn(issue: DebtIssue, outstanding: Money, paidThrough: string, day: string): bigint {
  let payable = 0n;
  for (const { start, end } of effectivePeriods(issue)) {
    if (end <= paidThrough || day <= start) continue;
    payable +=
      day >= end
        ? couponOn(issue, outstanding).minorUnits
        : toMoney(
            portion(issue, outstanding)
              .times(exactCoupon(issue))
              .times(daysBetween(start, day))
              .div(daysBetween(start, end)),
            outstanding.currency,
          ).minorUnits;
  }
  return payable;
}

/**
 * R7 at the end of the day: D5100 interest at the effective rate, C2310 coupon, C2300 amortisation, each the rounded amount of
 * the day less what is booked of it, so that days add up to the schedule and a second run posts nothing.
 */
export function debtInterest(issue: DebtIssue, position: IssuePosition, through: string): IssueStep | undefined {
  const { isin, book } = issue;
  const { outstanding, paidThrough } = position;
  const { currency } = outstanding;
  const carrying = carryingOn(issue, outstanding, through).minorUnits;
  const payable = payableOn(issue, outstanding, paidThrough, through);
  const amortisation = money(carrying - position.carryingMinorUnits, currency);
  const coupon = money(payable - position.payableMinorUnits, currency);
  const postings = withoutEmpty([
    debit('5100', '', add(coupon, amortisation)),
    credit('2310', isin, coupon),
    credit('2300', isin, amortisation),
  ]);
  if (postings.length === 0) return undefined;
  const head = headOf(issue, postingRules.debtInterest, `interest/${through}`, through, {
    effectiveRatePercent: effectiveRatePercent(issue),
    outstanding: shown(outstanding),
    through,
    carrying: shown(money(carrying, currency)),
    carryingBefore: shown(money(position.carryingMinorUnits, currency)),
    couponPayable: shown(money(payable, currency)),
    couponPayableBefore: shown(money(position.payableMinorUnits, currency)),
  });
  return {
    journals: [Journal.of(head, book, postings)],
    position: { ...position, carryingMinorUnits: carrying, payableMinorUnits: payable },
  };
}

/** R7 on a coupon date: treasury pays for the unit that owes. @throws IssueRejected where it is not the next coupon date */
export function debtCouponPaid(
  issue: DebtIssue,
  position: IssuePosition,
  couponDate: string,
  nostro: string,
): IssueStep {
  const { isin, book } = issue;
  const next = effectivePeriods(issue).find(({ end }) => end > position.paidThrough)?.end;
  if (couponDate !== next) throw new IssueRejected(issue, `pays its next coupon on ${next ?? 'no day'}`);
  const coupon = couponOn(issue, position.outstanding);
  const head = headOf(issue, postingRules.debtCoupon, `coupon/${couponDate}`, couponDate, {
    couponDate,
    outstanding: shown(position.outstanding),
    couponPercent: issue.couponPercent,
  });
  return {
    journals: cashJournals(head, book, [debit('2310', isin, coupon)], { nostro, cash: negate(coupon) }),
    position: {
      ...position,
      payableMinorUnits: position.payableMinorUnits - coupon.minorUnits,
      paidThrough: couponDate,
    },
  };
}

/** R7 at maturity: what is outstanding is paid back. @throws IssueRejected where interest is not booked to the end */
export function debtRedeemed(issue: DebtIssue, position: IssuePosition, nostro: string): IssueStep {
  const { isin, book, maturityDate } = issue;
  refuseUnlessBooked(issue, position, maturityDate);
  const { outstanding } = position;
  const head = headOf(issue, postingRules.debtRedemption, 'redemption', maturityDate, { nominal: shown(outstanding) });
  return {
    journals: cashJournals(head, book, [debit('2300', isin, outstanding)], { nostro, cash: negate(outstanding) }),
    position: { ...position, outstanding: money(0n, outstanding.currency), carryingMinorUnits: 0n },
  };
}

export interface BuyBack {
  readonly buyBackId: string;
  readonly nominal: Money;
  /** Exact decimal, clean, per cent of nominal; the coupon accrued is paid beside it. */
  readonly price: string;
  readonly on: string;
  readonly nostro: string;
}

/**
 * R7: part of the issue is bought back; its carrying amount and accrued coupon end, the difference to the price is profit or
 * loss (IFRS 9 3.3.3).
 * @throws IssueRejected where more is bought than is outstanding, or interest is not booked to the day
 */
export function debtBoughtBack(issue: DebtIssue, position: IssuePosition, buyBack: BuyBack): IssueStep {
  const { isin, book } = issue;
  const { buyBackId, nominal, price, on, nostro } = buyBack;
  refuseUnlessBooked(issue, position, on);
  const outstanding = subtract(position.outstanding, nominal);
  if (nominal.minorUnits <= 0n || outstanding.minorUnits < 0n)
    throw new IssueRejected(issue, `has ${shown(position.outstanding)} outstanding, not ${shown(nominal)} to buy back`);
  const { currency } = nominal;
  const left = carryingOn(issue, outstanding, on).minorUnits;
  const payable = payableOn(issue, outstanding, position.paidThrough, on);
  const carrying = money(position.carryingMinorUnits - left, currency);
  const accrued = money(position.payableMinorUnits - payable, currency);
  const paid = toMoney(toDecimal(nominal).times(price).div(100), currency);
  const head = headOf(issue, postingRules.debtBuyBack, `buy-back/${buyBackId}`, on, {
    nominal: shown(nominal),
    price,
    carrying: shown(carrying),
    accrued: shown(accrued),
  });
  const postings = [
    debit('2300', isin, carrying),
    debit('2310', isin, accrued),
    credit('4200', isin, subtract(carrying, paid)),
  ];
  return {
    journals: cashJournals(head, book, postings, { nostro, cash: negate(add(paid, accrued)) }),
    position: { ...position, outstanding, carryingMinorUnits: left, payableMinorUnits: payable },
  };
}

function refuseUnlessBooked(issue: DebtIssue, position: IssuePosition, day: string): void {
  if (debtInterest(issue, position, day)) throw new IssueRejected(issue, `has interest to book up to ${day} first`);
}

function headOf(
  { isin }: DebtIssue,
  rule: PostingRule,
  step: string,
  on: string,
  inputs: JournalHead['inputs'],
): JournalHead {
  return headOn(on, rule, { key: `issue/${isin}/${step}`, tradeId: isin, inputs: { isin, ...inputs } });
}
