import { borrowMemo, type Borrowing } from '#domain/ledger';
import { zero } from '#domain/money';
import { amountOf, bookOf, decimalOf, isinOf, laterOf, partyOf } from './checks.js';
import { nothingPosted, opened, refuse, standing, type FactRules } from './fact-rule.js';
import type { About } from './position.store.js';

const borrowingOf = ({ borrowId }: { readonly borrowId: string }): About => ({ kind: 'borrowing', id: borrowId });

/** R17 and R14: securities borrowed for a short sale, and losses expected on what is held to collect. */
export const holdingFacts: FactRules<'securities-borrowed' | 'securities-returned' | 'allowance-stated'> = {
  'securities-borrowed': {
    about: borrowingOf,
    book(fact, known) {
      const { borrowId, from } = fact;
      const value = amountOf('value', fact.value, from);
      const terms: Borrowing = {
        ...{ borrowId, value, from, to: null },
        book: bookOf('book', fact.book),
        isin: isinOf('isin', fact.isin),
        counterparty: partyOf('counterparty', fact.counterparty),
        feeRatePercent: decimalOf('feeRatePercent', fact.feeRatePercent, '0', '1000'),
      };
      const booked = { fee: zero(value.currency) };
      return {
        journals: [borrowMemo(terms, 'borrowed', from)],
        positions: [
          opened({ kind: 'borrowing', id: borrowId, gathered: '', terms, booked, live: true }, known, 'borrowId'),
        ],
      };
    },
  },

  'securities-returned': {
    about: borrowingOf,
    book({ borrowId, on }, known) {
      const position = standing('borrowing', known, 'borrowId', borrowId);
      if (position.terms.to !== null)
        refuse('borrowId', borrowId, `was returned on ${position.terms.to}`, 'Compare the two facts.');
      const terms = { ...position.terms, to: laterOf('on', on, position.terms.from, true) };
      return { journals: [borrowMemo(terms, 'returned', on)], positions: [{ ...position, terms, live: true }] };
    },
  },

  /** The latest statement counts; one of an earlier day that comes after it changes nothing. */
  'allowance-stated': {
    about: ({ book, isin, exposure }) => ({ kind: 'allowance', id: `${book}|${isin}|${exposure.currency}` }),
    book(fact, known) {
      const { on } = fact;
      const exposure = amountOf('exposure', fact.exposure, on, 'not negative');
      const [book, isin] = [bookOf('book', fact.book), isinOf('isin', fact.isin)];
      const loss = {
        exposure,
        probabilityOfDefault: decimalOf('probabilityOfDefault', fact.probabilityOfDefault, '0', '1'),
        lossGivenDefault: decimalOf('lossGivenDefault', fact.lossGivenDefault, '0', '1'),
      };
      const [before] = known;
      if (before?.kind === 'allowance' && before.terms.on > on) return nothingPosted();
      const booked = before?.kind === 'allowance' ? before.booked : { allowed: zero(exposure.currency) };
      return nothingPosted({
        ...{ kind: 'allowance', id: `${book}|${isin}|${exposure.currency}`, gathered: '' },
        ...{ terms: { book, isin, loss, on }, booked, live: true },
      });
    },
  },
};
