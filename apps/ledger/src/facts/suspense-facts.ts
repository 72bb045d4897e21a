import { creditMatched, unidentifiedCredit, type UnidentifiedCredit } from '#domain/ledger';
import { referenceData } from '#domain/parties';
import { accountOf, amountOf, bookOf, laterOf, nostroOf } from './checks.js';
import { opened, refuse, standing, type FactRules } from './fact-rule.js';
import type { About } from './position.store.js';

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
      if (account === '2900')
        refuse('account', account, 'is where the credit waits', 'Name the account where it belongs.');
      if (account === '1010' && ![...nostros()].includes(detail))
        refuse('detail', detail, 'is no account of the house', 'Use an account of its standing instructions.');
      laterOf('on', on, position.terms.valueDate, true);
      return {
        journals: creditMatched(position.terms, { book: bookOf('book', fact.book), account, detail, reason, on }),
        positions: [{ ...position, booked: { matched: true } }],
      };
    },
  },
};

function* nostros(): Generator<string> {
  for (const { nostro } of referenceData.records.standingInstructions) yield nostro;
}
