import type { ObligationRow } from '#contracts';
import { useList } from '../../api/resources.js';
import { useWords } from '../../language/words.js';
import { Amount, MoneyText } from '../../parts/amount.js';
import { Panel } from '../../parts/panel.js';
import { Empty, Failure, Loading } from '../../parts/states.js';
import { TradeState } from '../../parts/status.js';

/** What each settlement date asks of both parties, and how far it has come. */
export function Obligations({ tradeId }: { readonly tradeId: string }) {
  const { t } = useWords();
  const list = useList<ObligationRow>('/api/settlement/obligations', { tradeId });
  return (
    <Panel
      title={t('obligations.title')}
      meta={list.total === undefined ? undefined : t('obligations.count', { count: list.total })}
    >
      {list.total === undefined ? (
        list.error ? (
          <Failure error={list.error} onRetry={list.retry} />
        ) : (
          <Loading rows={3} />
        )
      ) : list.rows.length === 0 ? (
        <Empty mark="info" title={t('obligations.none')}>
          <p>{t('obligations.noneWhy')}</p>
        </Empty>
      ) : (
        <div className="legs">
          {list.rows.map((row) => (
            <Obligation key={row.obligationId} row={row} />
          ))}
        </div>
      )}
    </Panel>
  );
}

function Obligation({ row }: { readonly row: ObligationRow }) {
  const { t, coded, date } = useWords();
  return (
    <div>
      <h3>
        {t('obligations.leg', { leg: coded('leg', row.leg), version: row.version })} <TradeState state={row.state} />
      </h3>
      <dl className="kv">
        {row.security && (
          <>
            <dt>{t(row.security.direction === 'receive' ? 'obligations.weReceive' : 'obligations.weDeliver')}</dt>
            <dd className="num strong">
              <Amount value={row.security.quantity} />
            </dd>
            <dt>ISIN</dt>
            <dd className="code">{row.security.isin}</dd>
          </>
        )}
        {row.pay && (
          <>
            <dt>{t('obligations.wePay')}</dt>
            <dd className="num strong">
              <MoneyText money={row.pay} />
            </dd>
          </>
        )}
        {row.receive && (
          <>
            <dt>{t('obligations.weReceive')}</dt>
            <dd className="num strong">
              <MoneyText money={row.receive} />
            </dd>
          </>
        )}
        {row.state !== 'SETTLED' && (row.remainingPay ?? row.remainingReceive) && (
          <>
            <dt>{t('obligations.remains')}</dt>
            <dd className="num">
              {row.remainingPay && <MoneyText money={row.remainingPay} />}{' '}
              {row.remainingReceive && <MoneyText money={row.remainingReceive} />}
            </dd>
          </>
        )}
        <dt>{t('trade.settles')}</dt>
        <dd>{date(row.settlementDate)}</dd>
        <dt>{t('obligations.custodian')}</dt>
        <dd className="code">{row.custodian}</dd>
        <dt>{t('obligations.instruction')}</dt>
        <dd className="code">{row.instructionId}</dd>
        {row.reason && (
          <>
            <dt>{t('column.reason')}</dt>
            <dd>
              {row.reason} {row.reasonCode && <span className="code quiet">{row.reasonCode}</span>}
            </dd>
          </>
        )}
      </dl>
    </div>
  );
}
