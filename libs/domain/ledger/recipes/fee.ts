import { add, negate, toDecimal, toMoney, type Money } from '#domain/money';
import { credit, debit, Journal, shown, withoutEmpty } from '../books/journal.js';
import { postingRules } from '../rules/rule-book.js';
import { cashJournals, headOn } from './fact.js';

/** A fee that somebody charges a book of the house. */
export interface Fee {
  /** As the payee names it; no two fees share it. */
  readonly reference: string;
  readonly book: string;
  readonly payee: string;
  readonly amount: Money;
}

/** R9: the fee is owed. */
export function feeAccrued({ reference, book, payee, amount }: Fee, on: string): Journal {
  const head = headOn(on, postingRules.feeAccrued, {
    key: `fee/${payee}/${reference}`,
    tradeId: reference,
    inputs: { reference, payee, amount: shown(amount) },
  });
  return Journal.of(head, book, [debit('5200', payee, amount), credit('2120', payee, amount)]);
}

/** R9: the fee is paid. */
export function feePaid({ reference, book, payee, amount }: Fee, on: string, nostro: string): Journal[] {
  const head = headOn(on, postingRules.feePaid, {
    key: `fee/${payee}/${reference}/paid`,
    tradeId: reference,
    inputs: { reference, payee, amount: shown(amount) },
  });
  return cashJournals(head, book, [debit('2120', payee, amount)], { nostro, cash: negate(amount) });
}

/** What the house charges a client. */
export interface ClientInvoice {
  readonly reference: string;
  readonly book: string;
  readonly client: string;
  /** Before value-added tax. */
  readonly fee: Money;
  /** Exact decimal, per cent. */
  readonly vatPercent: string;
}

const vatOf = ({ fee, vatPercent }: ClientInvoice): Money =>
  toMoney(toDecimal(fee).times(vatPercent).div(100), fee.currency);

/** R9: the client owes fee and tax, the tax is owed to the state. */
export function clientInvoiced(invoice: ClientInvoice, on: string): Journal {
  const { reference, book, client, fee, vatPercent } = invoice;
  const vat = vatOf(invoice);
  const head = headOn(on, postingRules.clientInvoice, {
    key: `invoice/${client}/${reference}`,
    tradeId: reference,
    inputs: { reference, client, fee: shown(fee), vatPercent, vat: shown(vat) },
  });
  const postings = [debit('1220', client, add(fee, vat)), credit('4400', client, fee), credit('2130', '', vat)];
  return Journal.of(head, book, withoutEmpty(postings));
}

/** R9: the client pays the invoice. */
export function invoiceCollected(invoice: ClientInvoice, on: string, nostro: string): Journal[] {
  const { reference, book, client, fee } = invoice;
  const all = add(fee, vatOf(invoice));
  const head = headOn(on, postingRules.invoiceCollected, {
    key: `invoice/${client}/${reference}/collected`,
    tradeId: reference,
    inputs: { reference, client, amount: shown(all) },
  });
  return cashJournals(head, book, [credit('1220', client, all)], { nostro, cash: all });
}
