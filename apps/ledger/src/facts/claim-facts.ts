import { couponClaim, couponClaimSettled, type CouponClaim } from '#domain/ledger';
import { amountOf, bookOf, decimalOf, isinOf, laterOf, MOST_NOMINAL, nostroOf, partyOf } from './checks.js';
import { opened, refuse, standing, type FactRules } from './fact-rule.js';
import type { About, Position } from './position.store.js';

type OfClaim = Pick<CouponClaim, 'tradeId' | 'version' | 'couponDate'>;

const claimId = ({ tradeId, version, couponDate }: OfClaim): string => `${tradeId}|${version}|${couponDate}`;
const of = (fact: OfClaim): About => ({ kind: 'claim', id: claimId(fact) });

/** R8: the coupon of a trade that was open over the record date went to its seller, and belongs to its buyer. */
export const claimFacts: FactRules<'coupon-claimed' | 'coupon-claim-settled'> = {
  'coupon-claimed': {
    about: of,
    book(fact, known) {
      const { tradeId, version, side, couponDate, on } = fact;
      const gross = amountOf('gross', fact.gross, couponDate);
      const accrued = amountOf('accrued', fact.accrued, couponDate, 'not negative');
      if (accrued.currency !== gross.currency)
        refuse('accrued/currency', accrued.currency, `differs from the coupon's ${gross.currency}`, 'Correct it.');
      const claim: CouponClaim = {
        ...{ tradeId, version, side, couponDate, gross, accrued },
        book: bookOf('book', fact.book),
        isin: isinOf('isin', fact.isin),
        counterparty: partyOf('counterparty', fact.counterparty),
        nominal: decimalOf('nominal', fact.nominal, '0', MOST_NOMINAL),
      };
      const position: Position<'claim'> = {
        ...{ kind: 'claim', id: claimId(fact), gathered: `${claim.book}|${claim.isin}|${gross.currency}`, live: true },
        ...{ terms: { ...claim, on }, booked: { settled: false } },
      };
      return { journals: [couponClaim(claim, on)], positions: [opened(position, known, 'couponDate')] };
    },
  },

  'coupon-claim-settled': {
    about: of,
    book({ tradeId, couponDate, on, nostro }, known) {
      const position = standing('claim', known, 'tradeId', tradeId);
      const { terms, booked } = position;
      if (booked.settled)
        refuse('couponDate', couponDate, 'is settled already', 'Compare the two facts; correct by another fact.');
      laterOf('on', on, terms.on, true);
      return {
        journals: couponClaimSettled(terms, { on, nostro: nostroOf(nostro, terms.gross.currency) }),
        positions: [{ ...position, booked: { settled: true } }],
      };
    },
  },
};
