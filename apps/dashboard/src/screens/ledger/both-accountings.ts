import type { TrialBalance } from '#contracts';
import type { BothAccountings } from '../../api/reports.js';
import { isZero } from '../../format/amount.js';
import { inOrder } from '../../format/books.js';
import { exactDifference, exactSum } from '../../format/exact-sum.js';
import { groupOf, type AccountGroup } from './balances.js';

/** One account in both accountings, in one currency, over the books asked for. */
export interface AccountInBoth {
  readonly account: string;
  readonly name: string;
  /** Positive debit, negative credit. */
  readonly TDA: string;
  readonly SDA: string;
  /** What the trade date has more than the settlement date: traded and not settled. */
  readonly difference: string;
}

export interface Comparison {
  readonly books: readonly string[];
  readonly groups: readonly { readonly group: AccountGroup; readonly accounts: readonly AccountInBoth[] }[];
  /** All zero where both balance. */
  readonly sums: Pick<AccountInBoth, 'TDA' | 'SDA' | 'difference'>;
  /** How many accounts differ, whether they are shown or not. */
  readonly differing: number;
}

interface Asked {
  readonly currency: string;
  readonly book?: string | undefined;
  readonly onlyDifferences: boolean;
}

const groups: readonly AccountGroup[] = ['assets', 'liabilities', 'result', 'offBalance'];

/** Both balances side by side, per account. */
export function compareAccountings(
  { TDA, SDA }: BothAccountings,
  { currency, book, onlyDifferences }: Asked,
): Comparison {
  const rowsOf = (report: TrialBalance) =>
    report.rows.filter((row) => row.currency === currency && (book === undefined || row.book === book));
  const both = [...rowsOf(TDA), ...rowsOf(SDA)];
  const names = new Map(both.map(({ account, accountName }) => [account, accountName]));
  const balanceOf = (report: TrialBalance, account: string): string =>
    exactSum(
      rowsOf(report)
        .filter((row) => row.account === account)
        .map(({ balance }) => balance),
    );
  const accounts = [...names]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([account, name]) => {
      const inTda = balanceOf(TDA, account);
      const inSda = balanceOf(SDA, account);
      return { account, name, TDA: inTda, SDA: inSda, difference: exactDifference(inTda, inSda) };
    });
  const differing = accounts.filter(({ difference }) => !isZero(difference));
  const shown = onlyDifferences ? differing : accounts;
  const books = [...TDA.totals, ...SDA.totals]
    .filter((total) => total.currency === currency)
    .map((total) => total.book);
  return {
    books: inOrder([...new Set(books)]),
    groups: groups
      .map((group) => ({ group, accounts: shown.filter(({ account }) => groupOf(account) === group) }))
      .filter(({ accounts: ofGroup }) => ofGroup.length > 0),
    sums: {
      TDA: exactSum(accounts.map((each) => each.TDA)),
      SDA: exactSum(accounts.map((each) => each.SDA)),
      difference: exactSum(accounts.map((each) => each.difference)),
    },
    differing: differing.length,
  };
}
