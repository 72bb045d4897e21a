import { Link } from '@tanstack/react-router';
import type { JournalView, PostingView } from '#contracts';
import { exactDifference, exactSum } from '../../format/exact-sum.js';
import { useWords } from '../../language/words.js';
import { Amount, ProvedZero } from '../../parts/amount.js';

/** The postings of one journal, with the proof that they balance; each account opens all its postings. */
export function JournalPostings({ journal }: { readonly journal: JournalView }) {
  const { t } = useWords();
  const currencies = [...new Set(journal.postings.map(currencyOf))].sort();
  const sum = (side: 'debit' | 'credit', currency: string) =>
    exactSum(
      journal.postings.flatMap((posting) => {
        const money = posting[side];
        return money?.currency === currency ? [money.amount] : [];
      }),
    );
  return (
    <div className="scroll">
      <table className="t b">
        <thead>
          <tr>
            <th scope="col">{t('ledger.account')}</th>
            <th scope="col">{t('ledger.detail')}</th>
            <th scope="col">{t('currency')}</th>
            <th scope="col" className="r">
              {t('ledger.debit')}
            </th>
            <th scope="col" className="r">
              {t('ledger.credit')}
            </th>
          </tr>
        </thead>
        <tbody>
          {journal.postings.map((posting, index) => (
            <tr key={index}>
              <th scope="row">
                <Link
                  to="/ledger/postings"
                  search={{
                    book: journal.book,
                    account: posting.account,
                    currency: currencyOf(posting),
                    accounting: journal.accounting === 'common' ? undefined : journal.accounting,
                  }}
                >
                  <span className="code">{posting.account}</span>&nbsp; {posting.accountName}
                </Link>
              </th>
              <td>{posting.detail}</td>
              <td>{currencyOf(posting)}</td>
              <td className="num">{posting.debit && <Amount value={posting.debit.amount} />}</td>
              <td className="num">{posting.credit && <Amount value={posting.credit.amount} />}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          {currencies.map((currency) => (
            <tr key={currency}>
              <th scope="row" colSpan={2}>
                <ProvedZero value={exactDifference(sum('debit', currency), sum('credit', currency))} />{' '}
                <span className="quiet plain">{t('ledger.difference')}</span>
              </th>
              <td>{currency}</td>
              {(['debit', 'credit'] as const).map((side) => (
                <td key={side} className="num">
                  <span className="sum">
                    <Amount value={sum(side, currency)} />
                  </span>
                </td>
              ))}
            </tr>
          ))}
        </tfoot>
      </table>
    </div>
  );
}

function currencyOf({ debit, credit }: PostingView): string {
  return (debit ?? credit)?.currency ?? '';
}
