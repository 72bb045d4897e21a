import { Link } from '@tanstack/react-router';
import type { TrialBalance } from '#contracts';
import { useTrialBalance, useUnitBridge } from '../../api/reports.js';
import { isZero } from '../../format/amount.js';
import { inOrder } from '../../format/books.js';
import { useWords } from '../../language/words.js';
import { ProvedZero } from '../../parts/amount.js';
import { Panel, Read } from '../../parts/panel.js';
import { Empty } from '../../parts/states.js';
import { Status } from '../../parts/status.js';

/** Each book balances by itself in each currency. */
export function BookProofs() {
  const { t } = useWords();
  return (
    <Panel title={t('proof.trialBalance')} meta={t('proof.byBook')}>
      <Read from={useTrialBalance()} rows={4}>
        {({ totals }) =>
          totals.length === 0 ? (
            <Empty mark="info" title={t('proof.noJournals')} />
          ) : (
            <table className="t b">
              <thead>
                <tr>
                  <th scope="col">{t('ledger.book')}</th>
                  <th scope="col">{t('ledger.currencies')}</th>
                  <th scope="col" className="r">
                    {t('ledger.difference')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {inOrder([...new Set(totals.map(({ book }) => book))]).map((book) => (
                  <BookRow key={book} book={book} totals={totals.filter((total) => total.book === book)} />
                ))}
              </tbody>
            </table>
          )
        }
      </Read>
    </Panel>
  );
}

type Totals = TrialBalance['totals'];

function BookRow({ book, totals }: { readonly book: string; readonly totals: Totals }) {
  const { t } = useWords();
  const off = totals.filter(({ difference }) => !isZero(difference));
  const zero = (totals.find(({ currency }) => currency === 'EUR') ?? totals[0])?.difference ?? '0';
  return (
    <tr>
      <th scope="row">
        <Link to="/ledger">{book}</Link>
      </th>
      <td className="soft wrap">
        {totals
          .map(({ currency }) => currency)
          .sort()
          .join(' ')}
      </td>
      <td className="num">
        {off.length === 0 ? (
          <ProvedZero value={zero} />
        ) : (
          off.map(({ currency, difference }) => (
            <span key={currency} className="soft">
              {currency} <ProvedZero value={difference} />
            </span>
          ))
        )}
        <span className="hide">{t('proof.each', { count: totals.length })}</span>
      </td>
    </tr>
  );
}

/** What one unit owes another cancels out over all books, per currency and date. */
export function BridgeProof() {
  const { t } = useWords();
  return (
    <Panel title={t('bridge.title')} meta={t('bridge.sum')}>
      <Read from={useUnitBridge()} rows={3}>
        {({ proof }) =>
          proof.length === 0 ? (
            <Empty mark="info" title={t('bridge.none')} />
          ) : (
            <>
              <ul className="currencies">
                {proof.map(({ currency, sum, datesOff }) => (
                  <li key={currency}>
                    <span>{currency}</span>
                    <ProvedZero value={sum} holds={datesOff.length === 0} />
                  </li>
                ))}
              </ul>
              <p className="panel-foot panel-tail">
                {proof.every(({ sum, datesOff }) => isZero(sum) && datesOff.length === 0) ? (
                  <Status mark="settled" word={t('bridge.holds', { count: proof.length })} />
                ) : (
                  <Status mark="failing" word={t('bridge.off')} />
                )}
              </p>
            </>
          )
        }
      </Read>
    </Panel>
  );
}
