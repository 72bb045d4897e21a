import { accruedInterest, couponPeriod, yearFraction, type CouponBond } from '#domain/day-count';
import { add, Decimal, money, subtract, toDecimal, toMoney, zero, type Money } from '#domain/money';
import { credit, debit, Journal, shown, withoutEmpty } from '../books/journal.js';
import { postingRules } from '../rules/rule-book.js';
import { bookedUpTo, cashJournals, headOn, type Booked } from './fact.js';
import type { Parallel } from './holding-cost.js';

/** Nominal of a bond in a book, as its interest sees it. */
export interface BondHeld {
  readonly book: string;
  readonly isin: string;
  readonly terms: CouponBond;
  /** Delivered to the book, in major units: interest runs from settlement (IFRS 9 B3.1.5). */
  readonly settledNominal: string;
  /** Accrued interest of purchases less that of sales that are not delivered; nothing by settlement date. */
  readonly openAccrued: Money;
  /** Last coupon date whose coupon stands on 1160; the coupon date before the purchase at first. */
  readonly couponTakenThrough: string;
}

/** Interest of a whole coupon period on a nominal in major units. */
export function couponOf(terms: CouponBond, nominal: string, date: string): Money {
  const { start, end } = couponPeriod(terms, date);
  const { maturityDate: anchor, couponsPerYear, dayCount, couponPercent, currency } = terms;
  const years = yearFraction(dayCount, start, end, { anchor, couponsPerYear }).reduce(
    (sum, { numerator, denominator }) => sum.plus(new Decimal(numerator.toString()).div(denominator.toString())),
    new Decimal(0),
  );
  return toMoney(new Decimal(nominal).times(couponPercent).div(100).times(years), currency);
}

/** Interest earned on what is delivered and not taken to 1160. Whoever holds over the ex-date keeps the whole coupon. */
function earnedUpTo(held: BondHeld, day: string): Money {
  const { terms, settledNominal, couponTakenThrough } = held;
  const { exCoupon: _, ...cumCoupon } = terms;
  let earned = zero(terms.currency);
  for (let from = couponTakenThrough; from < day && from < terms.maturityDate;) {
    const { end } = couponPeriod(cumCoupon, from);
    earned = add(
      earned,
      end <= day ? couponOf(terms, settledNominal, from) : accruedInterest(cumCoupon, settledNominal, day).amount,
    );
    from = end;
  }
  return earned;
}

/**
 * R8 at the end of the day, D1150 C4100: what 1150 should show less what it does, so that a second run posts nothing.
 * @param balanceMinorUnits balance of 1150 of the bond in the book, with what trades brought and took
 */
export function bondInterest(
  held: BondHeld,
  balanceMinorUnits: bigint,
  { through, accounting }: { readonly through: string; readonly accounting: Parallel },
): Booked | undefined {
  const { book, isin, settledNominal, openAccrued } = held;
  const rule = { TDA: postingRules.bondAccrual, SDA: postingRules.bondAccrualBySettlement }[accounting];
  const head = headOn(through, rule, {
    key: `${book}/${isin}/interest/${through}`,
    tradeId: isin,
    inputs: { isin, through, nominal: settledNominal, openAccrued: shown(openAccrued) },
  });
  return bookedUpTo(head, add(earnedUpTo(held, through), openAccrued), balanceMinorUnits, {
    book,
    debit: { account: '1150', detail: isin },
    credit: { account: '4100', detail: '' },
    accounting,
  });
}

export interface Coupon {
  readonly book: string;
  readonly isin: string;
  readonly couponDate: string;
  /** In major units. */
  readonly nominal: string;
  readonly gross: Money;
}

/** R8 on the record date: the coupon of what is delivered moves from accrued to receivable; what had not accrued is earned. */
export function couponEntitlement(
  { book, isin, couponDate, nominal, gross }: Coupon,
  accrued: Money,
  { recordDate, accounting }: { readonly recordDate: string; readonly accounting: Parallel },
): Journal {
  const rule = { TDA: postingRules.couponEntitlement, SDA: postingRules.couponEntitlementBySettlement }[accounting];
  const head = headOn(recordDate, rule, {
    key: `${book}/${isin}/coupon/${couponDate}/entitlement`,
    tradeId: isin,
    inputs: { isin, nominal, recordDate, couponDate, gross: shown(gross), accrued: shown(accrued) },
  });
  const postings = [
    debit('1160', isin, gross),
    credit('1150', isin, accrued),
    credit('4100', '', subtract(gross, accrued)),
  ];
  return Journal.of(head, book, withoutEmpty(postings), accounting);
}

/** R8 on the pay date: cash is net of tax withheld, which is to be recovered. */
export function couponReceived(
  { book, isin, couponDate, gross }: Coupon,
  { withholdingPercent, payDate, nostro }: { withholdingPercent: string; payDate: string; nostro: string },
): Journal[] {
  const withheld = toMoney(toDecimal(gross).times(withholdingPercent).div(100), gross.currency);
  const head = headOn(payDate, postingRules.couponReceived, {
    key: `${book}/${isin}/coupon/${couponDate}/received`,
    tradeId: isin,
    inputs: { isin, couponDate, gross: shown(gross), withholdingPercent, withheld: shown(withheld) },
  });
  return cashJournals(head, book, [debit('1170', isin, withheld), credit('1160', isin, gross)], {
    nostro,
    cash: subtract(gross, withheld),
  });
}

/** A trade that was open over the record date: the coupon went to who held, and belongs to who bought. */
export interface CouponClaim extends Coupon {
  readonly tradeId: string;
  readonly version: number;
  readonly counterparty: string;
  readonly side: 'BUY' | 'SELL';
  /** Accrued interest that the trade brought to 1150, or took from it; positive. */
  readonly accrued: Money;
}

/** R8: claims the coupon of an open purchase from its seller, D1160-counterparty C1150; owes that of an open sale. */
export function couponClaim(claim: CouponClaim, on: string): Journal {
  const { tradeId, version, book, isin, counterparty, side, couponDate, nominal, gross, accrued } = claim;
  const head = headOn(on, postingRules.couponClaim, {
    key: `${tradeId}/${version}/coupon-claim/${couponDate}`,
    tradeId,
    inputs: { isin, counterparty, couponDate, nominal, side, gross: shown(gross), accrued: shown(accrued) },
  });
  const sign = side === 'BUY' ? 1n : -1n;
  const signed = ({ minorUnits, currency }: Money): Money => money(sign * minorUnits, currency);
  const postings = [
    debit('1160', counterparty, signed(gross)),
    credit('1150', isin, signed(accrued)),
    credit('4100', '', signed(subtract(gross, accrued))),
  ];
  return Journal.of(head, book, withoutEmpty(postings));
}

/** R8: the claim is paid, by the counterparty for a purchase, by the house for a sale. */
export function couponClaimSettled(claim: CouponClaim, { on, nostro }: { on: string; nostro: string }): Journal[] {
  const { tradeId, version, book, isin, counterparty, side, couponDate, gross } = claim;
  const head = headOn(on, postingRules.couponClaimSettled, {
    key: `${tradeId}/${version}/coupon-claim/${couponDate}/settled`,
    tradeId,
    inputs: { isin, counterparty, couponDate, side, gross: shown(gross) },
  });
  const cash = money(side === 'BUY' ? gross.minorUnits : -gross.minorUnits, gross.currency);
  return cashJournals(head, book, [credit('1160', counterparty, cash)], { nostro, cash });
}
