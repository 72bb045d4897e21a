import {
  clientInvoiced,
  feeAccrued,
  feePaid,
  invoiceCollected,
  payrollPaid,
  type ClientInvoice,
  type Fee,
} from '#domain/ledger';
import { amountOf, bookOf, decimalOf, nostroOf, partyOf } from './checks.js';
import { opened, refuse, standing, type FactRules } from './fact-rule.js';
import type { About } from './position.store.js';

const feeOf = ({ payee, reference }: { payee: string; reference: string }): About => ({
  kind: 'fee',
  id: `${payee}|${reference}`,
});

const invoiceOf = ({ client, reference }: { client: string; reference: string }): About => ({
  kind: 'invoice',
  id: `${client}|${reference}`,
});

const once = (done: boolean, field: string, value: string, rule: string): void => {
  if (done) refuse(field, value, rule, 'Compare the two facts; correct by another fact.');
};

/** R9: what dealing costs and earns, and the payment of a payroll that two people have agreed on. */
export const feeFacts: FactRules<
  'fee-accrued' | 'fee-paid' | 'client-invoiced' | 'invoice-collected' | 'payroll-paid'
> = {
  'fee-accrued': {
    about: feeOf,
    book({ reference, book, payee, amount, on }, known) {
      const terms: Fee = { reference, book: bookOf('book', book), payee, amount: amountOf('amount', amount, on) };
      const id = `${payee}|${reference}`;
      return {
        journals: [feeAccrued(terms, on)],
        positions: [
          opened({ kind: 'fee', id, gathered: '', terms, booked: { paid: false }, live: false }, known, 'reference'),
        ],
      };
    },
  },

  'fee-paid': {
    about: feeOf,
    book({ reference, on, nostro }, known) {
      const position = standing('fee', known, 'reference', reference);
      once(position.booked.paid, 'reference', reference, 'is paid already');
      return {
        journals: feePaid(position.terms, on, nostroOf(nostro, position.terms.amount.currency)),
        positions: [{ ...position, booked: { paid: true } }],
      };
    },
  },

  'client-invoiced': {
    about: invoiceOf,
    book({ reference, book, client, fee, vatPercent, on }, known) {
      const terms: ClientInvoice = {
        reference,
        book: bookOf('book', book),
        client: partyOf('client', client, 'client'),
        fee: amountOf('fee', fee, on),
        vatPercent: decimalOf('vatPercent', vatPercent, '0', '100'),
      };
      const id = `${client}|${reference}`;
      return {
        journals: [clientInvoiced(terms, on)],
        positions: [
          opened(
            { kind: 'invoice', id, gathered: '', terms, booked: { collected: false }, live: false },
            known,
            'reference',
          ),
        ],
      };
    },
  },

  'invoice-collected': {
    about: invoiceOf,
    book({ reference, on, nostro }, known) {
      const position = standing('invoice', known, 'reference', reference);
      once(position.booked.collected, 'reference', reference, 'is collected already');
      return {
        journals: invoiceCollected(position.terms, on, nostroOf(nostro, position.terms.fee.currency)),
        positions: [{ ...position, booked: { collected: true } }],
      };
    },
  },

  'payroll-paid': {
    about: ({ batchId }) => ({ kind: 'payroll', id: batchId }),
    book({ batchId, on, nostro }, known) {
      const position = standing('payroll', known, 'batchId', batchId);
      const { state } = position.booked;
      if (state === 'waiting')
        refuse(
          'batchId',
          batchId,
          'waits for a second person',
          'Have it approved, then tell this again under a fact id of its own.',
        );
      once(state === 'paid', 'batchId', batchId, 'is paid already');
      return {
        journals: payrollPaid(position.terms, on, nostroOf(nostro, position.terms.currency)),
        positions: [{ ...position, booked: { ...position.booked, state: 'paid' } }],
      };
    },
  },
};
