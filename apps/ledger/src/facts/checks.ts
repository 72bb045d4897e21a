import { isIsin } from '#domain/identifiers';
import { findAccount, isHouseBook, type AccountNumber } from '#domain/ledger';
import { AmountRejected, currencyFault, Decimal, parseMoney, type Money } from '#domain/money';
import { HOUSE, referenceData } from '#domain/parties';
import { refuse } from './fact-rule.js';

interface Told {
  readonly amount: string;
  readonly currency: string;
}

/** An amount as the books keep it. @throws FactRefused */
export function amountOf(
  field: string,
  { amount, currency }: Told,
  on: string,
  sign: 'positive' | 'not negative' | 'any' = 'positive',
): Money {
  const fault = currencyFault(currency, on);
  if (fault !== undefined) refuse(`${field}/currency`, currency, fault, 'Use the currency in which it settles.');
  const money = exactly(field, amount, currency);
  if (sign === 'positive' && money.minorUnits <= 0n)
    refuse(
      `${field}/amount`,
      amount,
      'must be above zero',
      'State it without its sign; the kind of fact says who pays.',
    );
  if (sign === 'not negative' && money.minorUnits < 0n)
    refuse(`${field}/amount`, amount, 'must not be below zero', 'State it without its sign.');
  return money;
}

function exactly(field: string, amount: string, currency: string): Money {
  try {
    return parseMoney(amount, currency);
  } catch (error) {
    if (!(error instanceof AmountRejected)) throw error;
    return refuse(`${field}/amount`, amount, error.message, `State whole minor units of ${currency}.`);
  }
}

/** Of a bond, in major units: more has never been issued. */
export const MOST_NOMINAL = '1000000000000000';

/** A rate, price or share between two bounds. @throws FactRefused */
export function decimalOf(field: string, text: string, least: string, most: string): string {
  const value = new Decimal(text);
  if (value.lt(least) || value.gt(most))
    refuse(field, text, `must be between ${least} and ${most}`, 'Correct the value, or its unit.');
  return text;
}

/** @throws FactRefused */
export function bookOf(field: string, book: string): string {
  const client = book.startsWith('client.') ? referenceData.findParty(book.slice('client.'.length)) : undefined;
  if (!isHouseBook(book) && client?.role !== 'client')
    refuse(field, book, 'is no book of the house or of one of its clients', 'Use house.<unit> or client.<owner>.');
  return book;
}

/** The code by which the house knows a party. @throws FactRefused */
export function partyOf(field: string, code: string, role?: 'client'): string {
  const party = referenceData.findParty(code);
  if (!party || (role && party.role !== role))
    return refuse(
      field,
      code,
      `is no ${role ?? 'party'} the house knows`,
      'Use a code of the standing data, or have it added.',
    );
  return party.code;
}

const NOSTROS: ReadonlyMap<string, string> = new Map(
  referenceData.records.standingInstructions
    .filter(({ party }) => party === HOUSE)
    .map(({ nostro, currency }) => [nostro, currency]),
);

/** An account of the house in the currency that moves. @throws FactRefused */
export function nostroOf(nostro: string, currency: string): string {
  const held = NOSTROS.get(nostro);
  if (held === undefined)
    refuse('nostro', nostro, 'is no account of the house', 'Use an account of its standing instructions.');
  if (held !== currency)
    refuse('nostro', nostro, `is kept in ${held}, not in ${currency}`, `Use an account in ${currency}.`);
  return nostro;
}

/** @throws FactRefused */
export function isinOf(field: string, isin: string): string {
  if (!isIsin(isin)) refuse(field, isin, 'has a wrong check digit (ISO 6166)', 'Correct the identifier.');
  return isin;
}

/** @throws FactRefused */
export function accountOf(field: string, number: string): AccountNumber {
  const account = findAccount(number);
  if (!account) return refuse(field, number, 'is no account of the chart', 'Use an account of the chart.');
  return account.number;
}

/** Longest term of anything the house deals or issues; beyond it a date is a slip of the pen. */
const MOST_YEARS = 100;

/** A day after another one. @throws FactRefused */
export function laterOf(field: string, later: string, earlier: string, orSame = false): string {
  if (later < earlier || (later === earlier && !orSame))
    refuse(field, later, `must be ${orSame ? 'on or after' : 'after'} ${earlier}`, 'Correct the dates.');
  if (Number(later.slice(0, 4)) - Number(earlier.slice(0, 4)) > MOST_YEARS)
    refuse(field, later, `is more than ${MOST_YEARS} years after ${earlier}`, 'Correct the dates.');
  return later;
}
