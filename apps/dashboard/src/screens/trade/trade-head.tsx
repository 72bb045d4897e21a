import type { TradeDetail } from '#contracts';
import { useWords } from '../../language/words.js';
import { Amount, MoneyText } from '../../parts/amount.js';
import { Icon } from '../../parts/icon.js';
import { TradeState } from '../../parts/status.js';

export function TradeHead({ trade: { row } }: { readonly trade: TradeDetail }) {
  const { t, coded, date } = useWords();
  return (
    <>
      <div className="sheet-head">
        <div>
          <h2 className="big nowrap">{row.gross ? <MoneyText money={row.gross} /> : coded('product', row.product)}</h2>
          <p className="soft">
            {coded('side', row.side)} {row.quantity && <Amount value={row.quantity} />} {row.instrument}{' '}
            {row.price && t('drawer.at')} {row.price && <Amount value={row.price} />}
          </p>
        </div>
        <dl className="head-facts">
          <div>
            <dt className="label">{t('column.state')}</dt>
            <dd>
              <TradeState state={row.state} pill />
            </dd>
          </div>
          <div>
            <dt className="label">{t('column.counterparty')}</dt>
            <dd className="code">{row.counterparty}</dd>
          </div>
          <div>
            <dt className="label">{t('trade.traded')}</dt>
            <dd>{date(row.tradeDate)}</dd>
          </div>
          <div>
            <dt className="label">{t('trade.settles')}</dt>
            <dd>{date(row.settlementDate)}</dd>
          </div>
          <div>
            <dt className="label">{t('drawer.capacityUnit')}</dt>
            <dd>
              {coded('capacity', row.capacity)}, {coded('unit', row.unit)}
            </dd>
          </div>
          <div>
            <dt className="label">{t('ledger.book')}</dt>
            <dd className="code">{row.book}</dd>
          </div>
        </dl>
      </div>
      {row.reason && (
        <p className={row.state === 'FAILING' ? 'note st-failing' : 'note st-pending'}>
          <Icon name={row.state === 'FAILING' ? 'failing' : 'pending'} />
          <span>{row.reason}</span>
        </p>
      )}
    </>
  );
}
