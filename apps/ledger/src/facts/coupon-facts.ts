import { couponReceived, type Coupon } from '#domain/ledger';
import { amountOf, bookOf, decimalOf, isinOf, laterOf, MOST_NOMINAL, nostroOf } from './checks.js';
import { nothingPosted, opened, refuse, type FactRules } from './fact-rule.js';
import type { Position } from './position.store.js';

/** What the coupon of a book's bond on a date is known by. */
export const couponId = ({ book, isin, couponDate }: Pick<Coupon, 'book' | 'isin' | 'couponDate'>): string =>
  `${book}/${isin}/${couponDate}`;

interface Told {
  readonly book: string;
  readonly isin: string;
  readonly couponDate: string;
  readonly nominal: string;
  readonly gross: { readonly amount: string; readonly currency: string };
}

const couponTold = ({ book, isin, couponDate, nominal, gross }: Told): Coupon => ({
  book: bookOf('book', book),
  isin: isinOf('isin', isin),
  couponDate,
  nominal: decimalOf('nominal', nominal, '0', MOST_NOMINAL),
  gross: amountOf('gross', gross, couponDate),
});

/** R8: the custodian announces a coupon, and pays it. The end of the record date takes what has accrued to it. */
export const couponFacts: FactRules<'coupon-entitlement' | 'coupon-received'> = {
  'coupon-entitlement': {
    about: (fact) => ({ kind: 'coupon', id: couponId(fact) }),
    book(fact, known) {
      const coupon = couponTold(fact);
      laterOf('couponDate', fact.couponDate, fact.recordDate, true);
      const [taken] = known;
      if (taken?.kind === 'coupon' && taken.booked.taken && taken.terms.gross.minorUnits !== coupon.gross.minorUnits)
        refuse(
          'couponDate',
          fact.couponDate,
          `has come, and the coupon was taken from the house's own holding`,
          'Compare the nominal; settle a difference with the custodian when it pays.',
        );
      const position: Position<'coupon'> = {
        ...{ kind: 'coupon', id: couponId(fact), gathered: '', terms: { ...coupon, recordDate: fact.recordDate } },
        ...{ booked: { taken: false }, live: false },
      };
      return nothingPosted(opened(position, known, 'couponDate'));
    },
  },

  'coupon-received': {
    about: () => undefined,
    book(fact) {
      const coupon = couponTold(fact);
      return {
        journals: couponReceived(coupon, {
          withholdingPercent: decimalOf('withholdingPercent', fact.withholdingPercent, '0', '100'),
          payDate: laterOf('payDate', fact.payDate, fact.couponDate, true),
          nostro: nostroOf(fact.nostro, coupon.gross.currency),
        }),
        positions: [],
      };
    },
  },
};
