import { creditMatched, unidentifiedCredit, type UnidentifiedCredit } from '#domain/ledger';
import { accountOf, amountOf, bookOf, laterOf, nostroOf } from './checks.js';
import { opened, refuse, standing, type FactRules } from './fact-rule.js';
import type { About } from './position.store.js';

/** Cash, suspense, bridge, FX positions and memos follow from what is posted elsewhere: a credit explains none of them. */
const KEPT_BY_THE_LEDGER: ReadonlySet<string> = new Set([
  ...['1010', '1901', '1902', '1980', '2900', '2980', '9100', '9190'],
]);

const idOf = ({ nostro, reference }: { nostro: string; reference: string }): string => `${nostro}|${reference}`;
const of = (fact: { nostro: string; reference: string }): About => ({ kind: 'credit', id: idOf(fact) });

/** R13: money that nobody expected, and what it turns out to be. */
export const suspenseFacts: FactRules<'credit-unidentified' | 'credit-matched'> = {
  'credit-unidentified': {
    about: of,
    book(fact, known) {
      const { reference, valueDate } = fact;
      const amount = amountOf('amount', fact.amount, valueDate);
      const terms: UnidentifiedCredit = {
        reference,
        nostro: nostroOf(fact.nostro, amount.currency),
        amount,
        valueDate,
      };
      return {
        journals: [unidentifiedCredit(terms)],
        positions: [
          opened(
            { kind: 'credit', id: idOf(fact), gathered: '', terms, booked: { matched: false }, live: false },
            known,
            'reference',
          ),
        ],
      };
    },
  },

  'credit-matched': {
    about: of,
    book(fact, known) {
      const { reference, detail, reason, on } = fact;
      const position = standing('credit', known, 'reference', reference);
      if (position.booked.matched)
        refuse('reference', reference, 'is matched already', 'Compare the two facts; correct by another fact.');
      const account = accountOf('account', fact.account);
      if (KEPT_BY_THE_LEDGER.has(account))
        refuse('account', account, 'is posted to by the ledger itself', 'Name the account of what the credit pays.');
      laterOf('on', on, position.terms.valueDate, true);
      return {
        journals: creditMatched(position.terms, { book: bookOf('book', fact.book), account, detail, reason, on }),
        positions: [{ ...position, booked: { matched: true } }],
      };
    },
  },
};
