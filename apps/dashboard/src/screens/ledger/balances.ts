import type { TrialBalance } from '#contracts';
import { inOrder } from '../../format/books.js';
import { exactSum } from '../../format/exact-sum.js';

/** Accounts of one currency by class of the chart, one amount per book. */
export interface BalanceSheet {
  readonly currencies: readonly string[];
  readonly books: readonly string[];
  readonly groups: readonly { readonly group: AccountGroup; readonly accounts: readonly AccountLine[] }[];
}

export interface AccountLine {
  readonly account: string;
  readonly name: string;
  /** Positive debit, negative credit; absent where the book has no such account. */
  readonly byBook: ReadonlyMap<string, string>;
  readonly house: string;
}

export type AccountGroup = 'assets' | 'liabilities' | 'result' | 'offBalance';

const groups: readonly AccountGroup[] = ['assets', 'liabilities', 'result', 'offBalance'];

/** First digit of the chart: 1 assets, 2 liabilities, 3 to 5 equity and result, 9 off balance. */
export function groupOf(account: string): AccountGroup {
  const first = account[0] ?? '';
  return first === '1' ? 'assets' : first === '2' ? 'liabilities' : first === '9' ? 'offBalance' : 'result';
}

export function balanceSheet({ rows, totals }: TrialBalance, currency: string): BalanceSheet {
  const lines = new Map<string, { readonly name: string; readonly byBook: Map<string, string> }>();
  for (const row of rows) {
    if (row.currency !== currency) continue;
    const line = lines.get(row.account) ?? { name: row.accountName, byBook: new Map<string, string>() };
    line.byBook.set(row.book, exactSum([line.byBook.get(row.book) ?? '0', row.balance]));
    lines.set(row.account, line);
  }
  const accounts = [...lines]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([account, { name, byBook }]) => ({ account, name, byBook, house: exactSum([...byBook.values()]) }));
  return {
    currencies: [...new Set(totals.map((total) => total.currency))].sort(),
    books: inOrder([...new Set(totals.filter((total) => total.currency === currency).map(({ book }) => book))]),
    groups: groups
      .map((group) => ({ group, accounts: accounts.filter(({ account }) => groupOf(account) === group) }))
      .filter(({ accounts }) => accounts.length > 0),
  };
}
