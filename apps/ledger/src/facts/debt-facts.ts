import {
  debtBoughtBack,
  debtCouponPaid,
  debtInterest,
  debtIssued,
  debtRedeemed,
  effectiveRatePercent,
  type DebtIssue,
  type IssuePosition,
  type IssueStep,
  type Journal,
} from '#domain/ledger';
import { money } from '#domain/money';
import { amountOf, bookOf, decimalOf, isinOf, laterOf, nostroOf } from './checks.js';
import { opened, refuse, standing, type FactRules } from './fact-rule.js';
import type { About, Position } from './position.store.js';

type Issued = Position<'issue'>;

const of = ({ isin }: { readonly isin: string }): About => ({ kind: 'issue', id: isin });

/** The position as the recipes see it. */
export function issuePositionOf({ booked }: Issued): IssuePosition {
  const { outstanding, carrying, payable, paidThrough } = booked;
  return {
    outstanding,
    carryingMinorUnits: carrying.minorUnits,
    payableMinorUnits: payable.minorUnits,
    paidThrough,
  };
}

/** The position after a step of a recipe. */
export function issueAfter(issued: Issued, { position }: IssueStep, interestThrough: string): Issued {
  const { outstanding, carryingMinorUnits, payableMinorUnits, paidThrough } = position;
  const { currency } = outstanding;
  return {
    ...issued,
    booked: {
      outstanding,
      carrying: money(carryingMinorUnits, currency),
      payable: money(payableMinorUnits, currency),
      paidThrough,
      interestThrough:
        interestThrough > issued.booked.interestThrough ? interestThrough : issued.booked.interestThrough,
    },
    live: outstanding.minorUnits !== 0n,
  };
}

/** @throws FactRefused where it was not issued, or has been redeemed */
function outstandingOf(known: readonly Position[], isin: string): Issued {
  const issued = standing('issue', known, 'isin', isin);
  if (issued.booked.outstanding.minorUnits === 0n)
    refuse('isin', isin, 'has nothing outstanding', 'Compare the facts told of it.');
  return issued;
}

/** Interest is booked up to a day before part or all of the issue ends on it. @throws FactRefused for a day that is gone */
function withInterestOn(issued: Issued, field: string, on: string): { issued: Issued; journals: readonly Journal[] } {
  laterOf(field, on, issued.booked.interestThrough, true);
  const step = debtInterest(issued.terms, issuePositionOf(issued), on);
  return step ? { issued: issueAfter(issued, step, on), journals: step.journals } : { issued, journals: [] };
}

/** R7: what the house borrows by issuing debt. Treasury pays for the unit that owes, over the bridge (R18). */
export const debtFacts: FactRules<'debt-issued' | 'debt-coupon-paid' | 'debt-bought-back' | 'debt-redeemed'> = {
  'debt-issued': {
    about: of,
    book(fact, known) {
      const { isin, issueDate, couponsPerYear } = fact;
      const nominal = amountOf('nominal', fact.nominal, issueDate);
      const costs = amountOf('costs', fact.costs, issueDate, 'not negative');
      if (costs.currency !== nominal.currency)
        refuse(
          'costs/currency',
          costs.currency,
          `differs from the nominal's ${nominal.currency}`,
          'Convert the costs.',
        );
      const nostro = nostroOf(fact.nostro, nominal.currency);
      const terms: DebtIssue = {
        isin: isinOf('isin', isin),
        book: bookOf('book', fact.book),
        nominal,
        couponPercent: decimalOf('couponPercent', fact.couponPercent, '0', '100'),
        couponsPerYear,
        issueDate,
        maturityDate: laterOf('maturityDate', fact.maturityDate, issueDate),
        issuePrice: decimalOf('issuePrice', fact.issuePrice, '1', '1000'),
        costs,
      };
      // Refuses an issue whose flows have no effective rate, before anything of it is booked.
      effectiveRatePercent(terms);
      const step = debtIssued(terms, nostro);
      const none = money(0n, nominal.currency);
      const start = {
        ...{ outstanding: nominal, carrying: none, payable: none },
        ...{ paidThrough: issueDate, interestThrough: issueDate },
      };
      const position: Issued = { kind: 'issue', id: isin, gathered: '', terms, booked: start, live: true };
      return { journals: step.journals, positions: [issueAfter(opened(position, known, 'isin'), step, issueDate)] };
    },
  },

  'debt-coupon-paid': {
    about: of,
    book({ isin, couponDate, nostro }, known) {
      const issued = outstandingOf(known, isin);
      const account = nostroOf(nostro, issued.terms.nominal.currency);
      const step = debtCouponPaid(issued.terms, issuePositionOf(issued), couponDate, account);
      return { journals: step.journals, positions: [issueAfter(issued, step, issued.booked.interestThrough)] };
    },
  },

  'debt-bought-back': {
    about: of,
    book(fact, known) {
      const { isin, buyBackId, on } = fact;
      const { issued, journals } = withInterestOn(outstandingOf(known, isin), 'on', on);
      const nominal = amountOf('nominal', fact.nominal, on);
      if (nominal.currency !== issued.terms.nominal.currency)
        refuse(
          'nominal/currency',
          nominal.currency,
          `is not the issue's ${issued.terms.nominal.currency}`,
          'Correct it.',
        );
      const step = debtBoughtBack(issued.terms, issuePositionOf(issued), {
        buyBackId,
        nominal,
        price: decimalOf('price', fact.price, '0', '1000'),
        on,
        nostro: nostroOf(fact.nostro, nominal.currency),
      });
      return { journals: [...journals, ...step.journals], positions: [issueAfter(issued, step, on)] };
    },
  },

  'debt-redeemed': {
    about: of,
    book({ isin, nostro }, known) {
      const standingIssue = outstandingOf(known, isin);
      const { maturityDate, nominal } = standingIssue.terms;
      if (standingIssue.booked.paidThrough < maturityDate)
        refuse(
          'isin',
          isin,
          `has paid its coupons up to ${standingIssue.booked.paidThrough}, not to its maturity on ${maturityDate}`,
          'Tell the payment of its last coupon first.',
        );
      const { issued, journals } = withInterestOn(standingIssue, 'isin', maturityDate);
      const step = debtRedeemed(issued.terms, issuePositionOf(issued), nostroOf(nostro, nominal.currency));
      return { journals: [...journals, ...step.journals], positions: [issueAfter(issued, step, maturityDate)] };
    },
  },
};
