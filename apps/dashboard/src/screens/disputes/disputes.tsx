import { useMemo } from 'react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { DisputeRow } from '#contracts';
import { useConfirmationSummary } from '../../api/resources.js';
import type { GridColumn } from '../../grid/columns.js';
import { fieldName, fieldText } from '../../format/field-text.js';
import { useWords, type Words } from '../../language/words.js';
import { Empty } from '../../parts/states.js';
import { Status } from '../../parts/status.js';
import { QueueScreen } from '../queue/queue-screen.js';
import { useQueue } from '../queue/use-queue.js';

const keyOf = ({ tradeId, kind }: DisputeRow): string => `${tradeId} ${kind}`;

/** Confirmations that do not match, were not answered, or claim a trade we do not have. */
export function Disputes() {
  const words = useWords();
  const { t, titled } = words;
  const search = useSearch({ from: '/disputes' });
  const navigate = useNavigate();
  const summary = useConfirmationSummary().data;
  const list = useQueue<DisputeRow>(
    '/api/confirmation/disputes',
    { kind: search.kind },
    ({ kind }) => kind === search.kind,
    search.kind,
  );
  const columns = useMemo(() => disputeColumns(words), [words]);
  const open = list.rows.find((row) => keyOf(row) === search.open);
  return (
    <QueueScreen
      to="/disputes"
      title={t('disputes.title')}
      search={search}
      kinds={
        summary &&
        Object.entries(summary.disputes).map(([kind, count]) => ({ kind, word: titled('disputeKind', kind), count }))
      }
      list={list}
      columns={columns}
      keyOf={keyOf}
      onEnter={(key) => {
        const row = list.rows.find((each) => keyOf(each) === key);
        if (row && row.kind !== 'alleged') void navigate({ to: '/trades/$tradeId', params: { tradeId: row.tradeId } });
      }}
      emptyTitle={t('disputes.none')}
      emptyWhy={t('disputes.noneWhy')}
      aside={<DisputeDrawer dispute={open} />}
    />
  );
}

function disputeColumns({ t, titled, instant }: Words): readonly GridColumn<DisputeRow>[] {
  return [
    {
      id: 'kind',
      header: t('column.kind'),
      width: 10,
      cell: ({ kind }) => (
        <Status mark={kind === 'unanswered' ? 'pending' : 'failing'} word={titled('disputeKind', kind)} />
      ),
    },
    {
      id: 'trade',
      header: t('column.trade'),
      width: 9,
      className: 'whole',
      names: true,
      cell: ({ tradeId, kind }) =>
        kind === 'alleged' ? (
          <span className="code">{tradeId}</span>
        ) : (
          <Link className="code" to="/trades/$tradeId" params={{ tradeId }} tabIndex={-1}>
            {tradeId}
          </Link>
        ),
    },
    {
      id: 'counterparty',
      header: t('column.counterparty'),
      width: 7.5,
      cell: ({ counterparty }) => <span className="code">{counterparty}</span>,
    },
    { id: 'reason', header: t('column.reason'), cell: ({ reason }) => <span title={reason}>{reason}</span> },
    {
      id: 'counterfactual',
      header: t('disputes.counterfactual'),
      priority: 2,
      cell: ({ counterfactual }) => <span title={counterfactual}>{counterfactual}</span>,
    },
    { id: 'since', header: t('column.since'), width: 9, priority: 1, cell: ({ since }) => instant(since) },
  ];
}

function DisputeDrawer({ dispute }: { readonly dispute: DisputeRow | undefined }) {
  const words = useWords();
  const { t, titled, instant } = words;
  if (dispute === undefined)
    return (
      <aside className="drawer" aria-label={t('drawer.label')}>
        <Empty mark="info" title={t('disputes.drawerEmpty')}>
          <p>{t('disputes.drawerEmptyWhy')}</p>
        </Empty>
      </aside>
    );
  return (
    <aside className="drawer" aria-label={t('drawer.of', { tradeId: dispute.tradeId })} tabIndex={0}>
      <header>
        <h2 className="code">{dispute.tradeId}</h2>
        <span className="push" />
        {dispute.kind !== 'alleged' && (
          <Link className="btn bare" to="/trades/$tradeId" params={{ tradeId: dispute.tradeId }}>
            {t('drawer.open')} <kbd>Enter</kbd>
          </Link>
        )}
      </header>
      <section>
        <p>
          <Status
            mark={dispute.kind === 'unanswered' ? 'pending' : 'failing'}
            word={titled('disputeKind', dispute.kind)}
            pill
          />
        </p>
        <p>{dispute.reason}</p>
        <dl className="kv">
          <dt>{t('column.counterparty')}</dt>
          <dd className="code">{dispute.counterparty}</dd>
          <dt>{t('column.since')}</dt>
          <dd>{instant(dispute.since)}</dd>
        </dl>
      </section>
      {dispute.differences.length > 0 && (
        <section>
          <h3>{t('disputes.differences')}</h3>
          <table className="t b sides">
            <thead>
              <tr>
                <th scope="col">{t('column.field')}</th>
                <th scope="col">{t('disputes.ours')}</th>
                <th scope="col">{t('disputes.theirs')}</th>
              </tr>
            </thead>
            <tbody>
              {dispute.differences.map(({ field, ours, theirs, tolerance }) => (
                <tr key={field} className="diff">
                  <th scope="row">
                    {fieldName(field, words)}
                    {tolerance && <small className="quiet"> ± {fieldText(field, tolerance, words)}</small>}
                  </th>
                  <td className="wrap">{ours === null ? t('break.notGiven') : fieldText(field, ours, words)}</td>
                  <td className="wrap odd">
                    {theirs === null ? t('break.notGiven') : fieldText(field, theirs, words)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <section>
        <h3>{t('disputes.counterfactual')}</h3>
        <p>{dispute.counterfactual}</p>
      </section>
    </aside>
  );
}
