import { useMemo } from 'react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { ParkedRow } from '#contracts';
import { useIntakeSummary } from '../../api/resources.js';
import type { GridColumn } from '../../grid/columns.js';
import { useWords, type Words } from '../../language/words.js';
import { Status } from '../../parts/status.js';
import { QueueScreen } from '../queue/queue-screen.js';
import { useQueue } from '../queue/use-queue.js';

/** Messages that could not be used, or that wait for one before them. */
export function Repairs() {
  const words = useWords();
  const { t, coded } = words;
  const search = useSearch({ from: '/repair' });
  const navigate = useNavigate();
  const summary = useIntakeSummary().data;
  const list = useQueue<ParkedRow>(
    '/api/intake/parked',
    { kind: search.kind },
    ({ kind }) => kind === search.kind,
    search.kind,
  );
  const columns = useMemo(() => parkedColumns(words), [words]);
  return (
    <QueueScreen
      to="/repair"
      title={t('repair.title')}
      search={search}
      kinds={
        summary && [
          { kind: 'parked', word: coded('parkedKind', 'parked'), count: summary.parkedMessages },
          { kind: 'waiting', word: coded('parkedKind', 'waiting'), count: summary.waitingMessages },
        ]
      }
      list={list}
      columns={columns}
      keyOf={({ parkedMessageId }) => parkedMessageId}
      onEnter={(parkedMessageId) => void navigate({ to: '/repair/$parkedMessageId', params: { parkedMessageId } })}
      emptyTitle={t('repair.none')}
      emptyWhy={t('repair.noneWhy')}
    />
  );
}

function parkedColumns({ t, coded, instant }: Words): readonly GridColumn<ParkedRow>[] {
  return [
    {
      id: 'kind',
      header: t('column.kind'),
      width: 8,
      cell: ({ kind }) => <Status mark={kind === 'waiting' ? 'pending' : 'parked'} word={coded('parkedKind', kind)} />,
    },
    {
      id: 'key',
      header: t('column.key'),
      width: 10,
      className: 'whole',
      names: true,
      cell: ({ parkedMessageId, key }) => (
        <Link className="code" to="/repair/$parkedMessageId" params={{ parkedMessageId }} tabIndex={-1}>
          {key}
        </Link>
      ),
    },
    {
      id: 'field',
      header: t('column.field'),
      width: 11,
      cell: ({ faults: [first] }) => <span className="code">{first?.field}</span>,
    },
    {
      id: 'value',
      header: t('column.value'),
      width: 10,
      priority: 2,
      cell: ({ faults: [first] }) => <span className="code">{first?.value}</span>,
    },
    {
      id: 'rule',
      header: t('column.rule'),
      cell: ({ faults: [first] }) => <span title={first?.rule}>{first?.rule}</span>,
    },
    {
      id: 'remedy',
      header: t('column.remedy'),
      priority: 3,
      cell: ({ faults: [first] }) => <span title={first?.remedy}>{first?.remedy}</span>,
    },
    {
      id: 'topic',
      header: t('message.topic'),
      width: 12.5,
      priority: 4,
      cell: ({ topic }) => <span className="code">{topic}</span>,
    },
    { id: 'since', header: t('column.since'), width: 9, priority: 1, cell: ({ parkedAt }) => instant(parkedAt) },
  ];
}
