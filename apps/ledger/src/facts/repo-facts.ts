import { manufacturedCoupon, repoEnd, repoStart, type Repo } from '#domain/ledger';
import { zero } from '#domain/money';
import { amountOf, bookOf, decimalOf, isinOf, laterOf, nostroOf, partyOf } from './checks.js';
import { opened, refuse, standing, type FactRules } from './fact-rule.js';
import type { About, Position } from './position.store.js';

const of = ({ repoId }: { readonly repoId: string }): About => ({ kind: 'repo', id: repoId });

/** R6: cash against collateral that comes back. Interest is the business of the end of the day. */
export const repoFacts: FactRules<'repo-opened' | 'repo-ended' | 'coupon-manufactured'> = {
  'repo-opened': {
    about: of,
    book(fact, known) {
      const { repoId, startDate, collateral } = fact;
      const cash = amountOf('cash', fact.cash, startDate);
      const nostro = nostroOf(fact.nostro, cash.currency);
      const repo: Repo = {
        repoId,
        book: bookOf('book', fact.book),
        counterparty: partyOf('counterparty', fact.counterparty),
        direction: fact.direction,
        cash,
        ratePercent: decimalOf('ratePercent', fact.ratePercent, '-100', '1000'),
        dayCount: fact.dayCount,
        startDate,
        endDate: laterOf('endDate', fact.endDate, startDate),
        collateral: {
          isin: isinOf('collateral/isin', collateral.isin),
          value: amountOf('collateral/value', collateral.value, startDate),
          mayBePledgedOn: collateral.mayBePledgedOn,
        },
      };
      const booked = { accrued: zero(cash.currency), ended: false };
      const position: Position<'repo'> = { kind: 'repo', id: repoId, gathered: '', terms: repo, booked, live: true };
      return { journals: repoStart(repo, nostro), positions: [opened(position, known, 'repoId')] };
    },
  },

  /** A repo may end on another day than agreed: interest runs to the day on which it did. */
  'repo-ended': {
    about: of,
    book({ repoId, on, nostro }, known) {
      const position = standing('repo', known, 'repoId', repoId);
      if (position.booked.ended)
        refuse('repoId', repoId, 'has ended already', 'Compare the two facts; correct by another fact.');
      const terms = { ...position.terms, endDate: laterOf('on', on, position.terms.startDate) };
      return {
        journals: repoEnd(terms, nostroOf(nostro, terms.cash.currency)),
        positions: [{ ...position, terms, booked: { ...position.booked, ended: true }, live: true }],
      };
    },
  },

  'coupon-manufactured': {
    about: of,
    book({ repoId, couponDate, amount, nostro }, known) {
      const { terms } = standing('repo', known, 'repoId', repoId);
      laterOf('couponDate', couponDate, terms.startDate, true);
      if (couponDate > terms.endDate)
        refuse('couponDate', couponDate, `lies after the repo's end on ${terms.endDate}`, 'Correct the date.');
      const coupon = amountOf('amount', amount, couponDate);
      return {
        journals: manufacturedCoupon(terms, {
          amount: coupon,
          couponDate,
          nostro: nostroOf(nostro, coupon.currency),
        }),
        positions: [],
      };
    },
  },
};
