import { Link } from '@tanstack/react-router';
import type { TradeDetail } from '#contracts';
import { useTrade } from '../../api/resources.js';
import { useWords } from '../../language/words.js';
import { Amount, MoneyText } from '../../parts/amount.js';
import { Icon } from '../../parts/icon.js';
import { Read } from '../../parts/panel.js';
import { Empty } from '../../parts/states.js';
import { Status, TradeState } from '../../parts/status.js';

const LAST_STEPS = 6;

/** What a clerk wants to know of a trade before opening it. */
export function TradeDrawer({
  tradeId,
  onClose,
}: {
  readonly tradeId: string | undefined;
  readonly onClose: () => void;
}) {
  const { t } = useWords();
  if (tradeId === undefined)
    return (
      <aside className="drawer" aria-label={t('drawer.label')}>
        <Empty mark="info" title={t('drawer.empty')}>
          <p>{t('drawer.emptyWhy')}</p>
        </Empty>
      </aside>
    );
  return (
    <aside className="drawer" aria-label={t('drawer.of', { tradeId })} tabIndex={0}>
      <header>
        <h2 className="code">{tradeId}</h2>
        <span className="push" />
        <Link className="btn bare" to="/trades/$tradeId" params={{ tradeId }}>
          {t('drawer.open')} <kbd>Enter</kbd>
        </Link>
        <button className="btn bare icon" type="button" aria-label={t('drawer.close')} onClick={onClose}>
          <Icon name="x" />
        </button>
      </header>
      <Summary key={tradeId} tradeId={tradeId} />
    </aside>
  );
}

function Summary({ tradeId }: { readonly tradeId: string }) {
  return <Read from={useTrade(tradeId)}>{(trade) => <TradeSummary trade={trade} />}</Read>;
}

function TradeSummary({ trade: { row, timeline } }: { readonly trade: TradeDetail }) {
  const { t, coded, date, instant } = useWords();
  return (
    <>
      <section>
        <div className="rows-of-acts">
          <TradeState state={row.state} pill />
          {row.reason && <Status mark="failing" word={t('drawer.needs')} pill />}
        </div>
        {row.gross && (
          <p className="big">
            <MoneyText money={row.gross} />
          </p>
        )}
        <p className="soft">
          {coded('side', row.side)} {row.quantity && <Amount value={row.quantity} />} {row.instrument}{' '}
          {row.price && t('drawer.at')} {row.price && <Amount value={row.price} />}
        </p>
        {row.reason && <p>{row.reason}</p>}
      </section>
      <section>
        <h3>{t('drawer.trade')}</h3>
        <dl className="kv">
          <dt>{t('column.product')}</dt>
          <dd>{coded('product', row.product)}</dd>
          <dt>{t('column.counterparty')}</dt>
          <dd className="code">{row.counterparty}</dd>
          <dt>{t('drawer.dates')}</dt>
          <dd>
            {date(row.tradeDate)}, {date(row.settlementDate)}
          </dd>
          <dt>{t('drawer.capacityUnit')}</dt>
          <dd>
            {coded('capacity', row.capacity)}, {coded('unit', row.unit)}
          </dd>
          {row.beneficialOwner && (
            <>
              <dt>{t('drawer.owner')}</dt>
              <dd>{row.beneficialOwner}</dd>
            </>
          )}
          <dt>{t('ledger.book')}</dt>
          <dd className="code">{row.book}</dd>
          <dt>{t('drawer.version')}</dt>
          <dd>{row.version}</dd>
        </dl>
      </section>
      <section>
        <h3>{t('drawer.lastSteps')}</h3>
        <dl className="kv steps-list">
          {timeline.slice(-LAST_STEPS).map(({ at, what, eventId }, index) => (
            <div key={eventId ?? index}>
              <dt className="code">{instant(at)}</dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
      </section>
    </>
  );
}
