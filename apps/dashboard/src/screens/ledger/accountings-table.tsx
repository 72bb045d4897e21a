import { Link } from '@tanstack/react-router';
import { isZero } from '../../format/amount.js';
import { useWords } from '../../language/words.js';
import { Balance, ProvedZero } from '../../parts/amount.js';
import { Empty } from '../../parts/states.js';
import type { ReportSearch } from '../../search.js';
import type { AccountInBoth, Comparison } from './both-accountings.js';

interface AccountingsTableProps {
  readonly comparison: Comparison;
  readonly currency: string;
  readonly book: string | undefined;
  readonly asked: ReportSearch;
}

/** Each balance opens the postings that make it, in its own accounting. */
export function AccountingsTable({ comparison, currency, book, asked }: AccountingsTableProps) {
  const { t, coded } = useWords();
  if (comparison.groups.length === 0)
    return (
      <Empty mark="settled" title={t('accountings.same')}>
        <p>{t('accountings.sameWhy')}</p>
      </Empty>
    );
  const cell = (line: AccountInBoth, accounting: 'TDA' | 'SDA') =>
    isZero(line[accounting]) ? (
      <Balance value="0" />
    ) : (
      <Link
        className="plain-link"
        to="/ledger/postings"
        search={{ ...asked, accounting, book, currency, account: line.account }}
        aria-label={t('accountings.cell', { account: line.account, accounting: coded('accounting', accounting) })}
      >
        <Balance value={line[accounting]} />
      </Link>
    );
  return (
    <div className="scroll">
      <table className="t tb" data-comparison>
        <thead>
          <tr>
            <th scope="col">{t('ledger.account')}</th>
            <th scope="col" className="r">
              {coded('accounting', 'TDA')}
            </th>
            <th scope="col" className="r">
              {coded('accounting', 'SDA')}
            </th>
            <th scope="col" className="r">
              {t('ledger.difference')}
            </th>
          </tr>
        </thead>
        {comparison.groups.map(({ group, accounts }) => (
          <tbody key={group}>
            <tr className="group">
              <th colSpan={4} scope="rowgroup">
                {t(`ledger.group.${group}`)}
              </th>
            </tr>
            {accounts.map((line) => (
              <tr key={line.account}>
                <th scope="row">
                  <span className="code">{line.account}</span>&nbsp; {line.name}
                </th>
                <td className="num">{cell(line, 'TDA')}</td>
                <td className="num">{cell(line, 'SDA')}</td>
                <td className="num strong">
                  <Balance value={line.difference} />
                </td>
              </tr>
            ))}
          </tbody>
        ))}
        <tfoot>
          <tr>
            <th scope="row">{t('accountings.sum')}</th>
            {(['TDA', 'SDA', 'difference'] as const).map((column) => (
              <td key={column} className="num">
                <ProvedZero value={comparison.sums[column]} double />
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
