import { Link } from '@tanstack/react-router';
import type { TrialBalance } from '#contracts';
import { isZero } from '../../format/amount.js';
import { shortBook } from '../../format/books.js';
import { exactSum } from '../../format/exact-sum.js';
import { useWords } from '../../language/words.js';
import { Amount, Balance, ProvedZero } from '../../parts/amount.js';
import { Icon } from '../../parts/icon.js';
import type { ReportSearch } from '../../search.js';
import type { BalanceSheet } from './balances.js';

interface TrialBalanceTableProps {
  readonly sheet: BalanceSheet;
  readonly totals: TrialBalance['totals'];
  readonly currency: string;
  /** What the report was asked for; the postings behind a balance are asked for the same. */
  readonly asked: ReportSearch;
}

/** Every account opens its postings, every cell those of one book. */
export function TrialBalanceTable({ sheet, totals, currency, asked }: TrialBalanceTableProps) {
  const { t, coded } = useWords();
  const columns = sheet.books.length + 2;
  return (
    <div className="scroll">
      <table className="t tb" data-accounts>
        <thead>
          <tr>
            <th scope="col">{t('ledger.account')}</th>
            {sheet.books.map((book) => (
              <th key={book} scope="col" className="r" title={book}>
                {book.startsWith('house.') ? coded('unit', shortBook(book)) : shortBook(book)}
              </th>
            ))}
            <th scope="col" className="r">
              {t('ledger.house')}
            </th>
          </tr>
        </thead>
        {sheet.groups.map(({ group, accounts }) => (
          <tbody key={group}>
            <tr className="group">
              <th colSpan={columns} scope="rowgroup">
                {t(`ledger.group.${group}`)}
              </th>
            </tr>
            {accounts.map(({ account, name, byBook, house }) => (
              <tr key={account}>
                <th scope="row">
                  <Link to="/ledger/postings" search={{ ...asked, account, currency }}>
                    <Icon name="right" />
                    <span className="code">{account}</span>
                    <span>{name}</span>
                  </Link>
                </th>
                {sheet.books.map((book) => {
                  const balance = byBook.get(book);
                  return (
                    <td key={book} className="num">
                      {balance === undefined || isZero(balance) ? (
                        <Balance value="0" />
                      ) : (
                        <Link
                          className="plain-link"
                          to="/ledger/postings"
                          search={{ ...asked, book, account, currency }}
                          aria-label={t('ledger.cell', { account, book })}
                        >
                          <Balance value={balance} />
                        </Link>
                      )}
                    </td>
                  );
                })}
                <td className="num strong">
                  <Balance value={house} />
                </td>
              </tr>
            ))}
          </tbody>
        ))}
        <Foot books={sheet.books} totals={totals.filter((total) => total.currency === currency)} />
      </table>
    </div>
  );
}

function Foot({ books, totals }: { readonly books: readonly string[]; readonly totals: TrialBalance['totals'] }) {
  const { t } = useWords();
  const of = (book: string, amount: 'debit' | 'credit' | 'difference') =>
    totals.find((total) => total.book === book)?.[amount] ?? '0';
  return (
    <tfoot>
      {(['debit', 'credit'] as const).map((side) => (
        <tr key={side}>
          <th scope="row">{t(side === 'debit' ? 'ledger.debits' : 'ledger.credits')}</th>
          {books.map((book) => (
            <td key={book} className="num">
              <Amount value={of(book, side)} />
            </td>
          ))}
          <td className="num">
            <Amount value={exactSum(books.map((book) => of(book, side)))} />
          </td>
        </tr>
      ))}
      <tr>
        <th scope="row">{t('ledger.difference')}</th>
        {books.map((book) => (
          <td key={book} className="num">
            <ProvedZero value={of(book, 'difference')} double />
          </td>
        ))}
        <td className="num">
          <ProvedZero value={exactSum(books.map((book) => of(book, 'difference')))} double />
        </td>
      </tr>
    </tfoot>
  );
}
