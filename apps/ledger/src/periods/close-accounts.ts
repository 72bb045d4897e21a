import type { PeriodClosing } from '#contracts';
import { daysInMonth } from '#domain/calendars';
import { closingEntries, findAccount, type AccountNumber, type Accounting, type ClosingBalance } from '#domain/ledger';
import { formatAmount, money } from '#domain/money';
import type { Transaction } from '#platform/database';
import type { Batch } from '#platform/messaging';
import { decidedBy, type Agreed } from '../approvals/agreed.js';
import { readCalendar } from '../books/books-calendar.js';
import { postEntries } from '../books/posting-desk.js';

interface BalanceRow {
  readonly book: string;
  readonly accounting: Accounting;
  readonly account: AccountNumber;
  readonly detail: string;
  readonly currency: string;
  readonly balance: string;
}

export const lastDayOf = (month: string): string =>
  `${month}-${daysInMonth(Number(month.slice(0, 4)), Number(month.slice(5)))}`;

/** Income, expense and retained earnings up to a day, in the order in which they are closed. */
async function balancesUpTo(db: Transaction, through: string): Promise<ClosingBalance[]> {
  const rows = await db.rows<BalanceRow>(
    `select book, accounting, account, detail, currency, sum(debit - credit)::text as balance from ledger.balances(null)
     where effective_date <= $1 and (account >= '4000' and account < '6000' or account = '3900')
     group by 1, 2, 3, 4, 5 having sum(debit - credit) <> 0 order by 1, 2, 3, 4, 5`,
    [through],
  );
  return rows.map(({ balance, currency, ...place }) => ({ ...place, amount: money(BigInt(balance), currency) }));
}

/**
 * R16 on a hard close: income and expense of the month go to retained earnings, by journals that two people have agreed on.
 * What was closed before is in the balances, so that closing a month again posts what came in between.
 */
export async function postClosing(
  tx: Transaction,
  month: string,
  agreed: Agreed,
  batch: Pick<Batch<unknown>, 'publish' | 'sendOn'>,
): Promise<void> {
  const through = lastDayOf(month);
  const [before] = await tx.rows<{ times: number }>(
    `select count(*)::integer as times from ledger.period_change where period = $1 and to_state = 'hard'`,
    [`${month}-01`],
  );
  const journals = closingEntries(await balancesUpTo(tx, through), through, (before?.times ?? 0) + 1);
  const cause = decidedBy(agreed);
  await postEntries(
    tx,
    batch,
    await readCalendar(tx),
    journals.map((journal) => ({ journal, ...cause })),
  );
}

/** What a close of the month would post, and the retained earnings that come of it, whether it is posted or only computed. */
export async function closingOf(db: Transaction, month: string): Promise<PeriodClosing> {
  const through = lastDayOf(month);
  const balances = await balancesUpTo(db, through);
  const entries = balances.flatMap(({ book, accounting, account, detail, amount }) =>
    account === '3900'
      ? []
      : [
          {
            ...{ book, accounting, account, detail },
            accountName: findAccount(account)?.name ?? account,
            currency: amount.currency,
            balance: formatAmount(amount),
          },
        ],
  );
  return { month, through, entries, retainedEarnings: retainedEarnings(balances) };
}

/** By trade date and by settlement date: what is common counts in both. Credit is positive, as earnings are told. */
function retainedEarnings(balances: readonly ClosingBalance[]): PeriodClosing['retainedEarnings'] {
  const sums = new Map<string, PeriodClosing['retainedEarnings'][number] & { posted: bigint; result: bigint }>();
  for (const parallel of ['TDA', 'SDA'] as const)
    for (const { book, accounting, account, amount } of balances) {
      if (accounting !== 'common' && accounting !== parallel) continue;
      const { currency, minorUnits } = amount;
      const key = `${book}|${parallel}|${currency}`;
      const sum = sums.get(key) ?? {
        book,
        accounting: parallel,
        currency,
        before: '',
        income: '',
        after: '',
        posted: 0n,
        result: 0n,
      };
      const [posted, result] = account === '3900' ? [-minorUnits, 0n] : [0n, -minorUnits];
      sums.set(key, { ...sum, posted: sum.posted + posted, result: sum.result + result });
    }
  return [...sums.values()].map(({ book, accounting, currency, posted, result }) => ({
    ...{ book, accounting, currency },
    before: formatAmount(money(posted, currency)),
    income: formatAmount(money(result, currency)),
    after: formatAmount(money(posted + result, currency)),
  }));
}
