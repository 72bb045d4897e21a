import { Link } from '@tanstack/react-router';
import { rowsOf, useExposure } from '../../api/resources.js';
import { isZero } from '../../format/amount.js';
import { useWords } from '../../language/words.js';
import { Amount } from '../../parts/amount.js';
import { Panel, Read } from '../../parts/panel.js';
import { Empty } from '../../parts/states.js';

const SHOWN = 8;

/** Counterparties with most that fails, then most that is open. */
export function ExposureExcerpt() {
  const { t, count } = useWords();
  return (
    <Panel title={t('exposure.title')} meta={t('exposure.meta')} className="c6">
      <Read from={useExposure()}>
        {(answer) => {
          const rows = rowsOf(answer)
            .filter(({ openObligations, failingObligations }) => openObligations + failingObligations > 0)
            .sort((a, b) => b.failingObligations - a.failingObligations || b.openObligations - a.openObligations);
          if (rows.length === 0) return <Empty mark="settled" title={t('exposure.none')} />;
          return (
            <>
              <table className="t b">
                <thead>
                  <tr>
                    <th scope="col">{t('column.counterparty')}</th>
                    <th scope="col">{t('currency')}</th>
                    <th scope="col" className="r">
                      {t('exposure.toPay')}
                    </th>
                    <th scope="col" className="r">
                      {t('exposure.toReceive')}
                    </th>
                    <th scope="col" className="r">
                      {t('exposure.failing')}
                    </th>
                    <th scope="col" className="r p1">
                      {t('exposure.open')}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {rows.slice(0, SHOWN).map((row) => (
                    <tr key={`${row.counterparty} ${row.currency}`}>
                      <th scope="row">
                        <Link className="code" to="/trades" search={{ counterparty: row.counterparty }}>
                          {row.counterparty}
                        </Link>
                      </th>
                      <td>{row.currency}</td>
                      <td className="num">
                        <Amount value={row.toPay} />
                      </td>
                      <td className="num">
                        <Amount value={row.toReceive} />
                      </td>
                      <td className={isZero(row.failing) ? 'num' : 'num heldup'}>
                        {isZero(row.failing) ? <span className="quiet">–</span> : <Amount value={row.failing} />}
                      </td>
                      <td className="num p1">
                        {t('exposure.counts', {
                          open: count(row.openObligations),
                          failing: count(row.failingObligations),
                        })}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
              {rows.length > SHOWN && (
                <p className="panel-foot">{t('exposure.more', { count: rows.length - SHOWN })}</p>
              )}
            </>
          );
        }}
      </Read>
    </Panel>
  );
}
