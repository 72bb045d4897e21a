import { money, type Money } from '#domain/money';
import { findAccount, type AccountNumber } from '../books/chart-of-accounts.js';
import { Journal, withoutEmpty, type Accounting, type Posting } from '../books/journal.js';
import { postingRules } from '../rules/rule-book.js';
import { headOn } from './fact.js';

/** Balance of an account at the end of a period; debit is positive. */
export interface ClosingBalance {
  readonly book: string;
  readonly accounting: Accounting;
  readonly account: AccountNumber;
  readonly detail: string;
  readonly amount: Money;
}

const RULES: Record<Accounting, (typeof postingRules)['closing']> = {
  common: postingRules.closing,
  TDA: postingRules.closingByTradeDate,
  SDA: postingRules.closingBySettlement,
};

/**
 * R16: income and expense go to retained earnings, one journal per book and accounting. Whether they are posted, or computed
 * and only shown, is the caller's choice.
 * @param time which closing of the period it is: one that was opened again is closed by journals of its own
 */
export function closingEntries(balances: readonly ClosingBalance[], through: string, time = 1): Journal[] {
  const byBook = new Map<string, { book: string; accounting: Accounting; postings: Posting[] }>();
  for (const { book, accounting, account, detail, amount } of balances) {
    const kind = findAccount(account)?.kind;
    if (kind !== 'income' && kind !== 'expense') continue;
    const key = `${book}|${accounting}`;
    const closing = byBook.get(key) ?? { book, accounting, postings: [] };
    byBook.set(key, closing);
    const undone = money(-amount.minorUnits, amount.currency);
    closing.postings.push({ account, detail, amount: undone }, { account: '3900', detail: '', amount });
  }
  return [...byBook.values()].flatMap(({ book, accounting, postings }) => {
    const gathered = retainedTogether(postings);
    if (gathered.length === 0) return [];
    const head = headOn(through, RULES[accounting], {
      key: `${book}/closing/${through}${time === 1 ? '' : `/${time}`}`,
      tradeId: book,
      inputs: { book, through },
    });
    return [Journal.of(head, book, gathered, accounting)];
  });
}

/** One posting on retained earnings per currency, after those it comes from. */
function retainedTogether(postings: readonly Posting[]): Posting[] {
  const retained = new Map<string, bigint>();
  for (const { account, amount } of postings)
    if (account === '3900') retained.set(amount.currency, (retained.get(amount.currency) ?? 0n) + amount.minorUnits);
  return withoutEmpty([
    ...postings.filter(({ account }) => account !== '3900'),
    ...[...retained].map(([currency, units]): Posting => ({
      account: '3900',
      detail: '',
      amount: money(units, currency),
    })),
  ]);
}
