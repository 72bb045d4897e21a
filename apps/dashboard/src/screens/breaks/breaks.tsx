import { useMemo } from 'react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { BreakRow } from '#contracts';
import { useReconciliationSummary } from '../../api/resources.js';
import type { GridColumn } from '../../grid/columns.js';
import { useWords, type Words } from '../../language/words.js';
import { fieldName } from '../../format/field-text.js';
import { Amount } from '../../parts/amount.js';
import { Status } from '../../parts/status.js';
import { QueueScreen } from '../queue/queue-screen.js';
import { useQueue } from '../queue/use-queue.js';

/** Trades on which front and middle office do not agree. */
export function Breaks() {
  const words = useWords();
  const { t, titled } = words;
  const search = useSearch({ from: '/breaks' });
  const navigate = useNavigate();
  const summary = useReconciliationSummary().data;
  const list = useQueue<BreakRow>(
    '/api/reconciliation/breaks',
    { kind: search.kind },
    ({ kind }) => kind === search.kind,
    search.kind,
  );
  const columns = useMemo(() => breakColumns(words), [words]);
  return (
    <QueueScreen
      to="/breaks"
      title={t('breaks.title')}
      search={search}
      kinds={
        summary &&
        Object.entries(summary.byKind).map(([kind, count]) => ({ kind, word: titled('breakKind', kind), count }))
      }
      list={list}
      columns={columns}
      keyOf={({ breakId }) => breakId}
      onEnter={(breakId) => void navigate({ to: '/breaks/$breakId', params: { breakId } })}
      emptyTitle={t('breaks.none')}
      emptyWhy={t('breaks.noneWhy')}
    />
  );
}

function breakColumns(words: Words): readonly GridColumn<BreakRow>[] {
  const { t, titled, instant } = words;
  return [
    {
      id: 'kind',
      header: t('column.kind'),
      width: 11,
      cell: ({ kind }) => <Status mark="failing" word={titled('breakKind', kind)} />,
    },
    {
      id: 'trade',
      header: t('column.trade'),
      width: 9,
      className: 'whole',
      names: true,
      cell: ({ breakId, tradeId }) => (
        <Link className="code" to="/breaks/$breakId" params={{ breakId }} tabIndex={-1}>
          {tradeId}
        </Link>
      ),
    },
    { id: 'reason', header: t('column.reason'), cell: ({ reason }) => <span title={reason}>{reason}</span> },
    {
      id: 'fields',
      header: t('column.fields'),
      width: 14,
      priority: 3,
      cell: ({ fields }) => fields.map((field) => fieldName(field, words)).join(', '),
    },
    {
      id: 'counterparty',
      header: t('column.counterparty'),
      width: 7.5,
      priority: 2,
      cell: ({ counterparty }) => <span className="code">{counterparty}</span>,
    },
    { id: 'currency', header: t('currency'), width: 2.75, priority: 1, cell: ({ gross }) => gross?.currency },
    {
      id: 'amount',
      header: t('column.amount'),
      width: 9,
      className: 'num',
      cell: ({ gross }) => gross && <Amount value={gross.amount} />,
    },
    { id: 'opened', header: t('column.since'), width: 9, priority: 1, cell: ({ openedAt }) => instant(openedAt) },
  ];
}
