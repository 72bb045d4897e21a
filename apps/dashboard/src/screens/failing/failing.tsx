import { useMemo } from 'react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { Amount as Money, ObligationRow } from '#contracts';
import { useSettlementSummary } from '../../api/resources.js';
import type { GridColumn } from '../../grid/columns.js';
import { useWords, type Words } from '../../language/words.js';
import { Amount } from '../../parts/amount.js';
import { TradeState } from '../../parts/status.js';
import { QueueScreen } from '../queue/queue-screen.js';
import { useQueue } from '../queue/use-queue.js';

const reasonOf = ({ reason, reasonCode }: ObligationRow): string => reason ?? reasonCode ?? '';

/** Obligations whose settlement cut-off has passed with a remainder open, by reason. */
export function Failing() {
  const words = useWords();
  const { t } = words;
  const search = useSearch({ from: '/failing' });
  const navigate = useNavigate();
  const summary = useSettlementSummary().data;
  const list = useQueue<ObligationRow>(
    '/api/settlement/obligations',
    { state: 'FAILING', reason: search.kind },
    (row) => [row.reason, row.reasonCode].includes(search.kind ?? null),
    search.kind,
  );
  const columns = useMemo(() => failingColumns(words), [words]);
  return (
    <QueueScreen
      to="/failing"
      title={t('failing.title')}
      search={search}
      kinds={summary?.failing.map(({ reason, count }) => ({ kind: reason, word: reason, count }))}
      list={list}
      columns={columns}
      keyOf={({ obligationId }) => obligationId}
      onEnter={(key) => {
        const tradeId = list.rows.find(({ obligationId }) => obligationId === key)?.tradeId;
        if (tradeId) void navigate({ to: '/trades/$tradeId', params: { tradeId } });
      }}
      emptyTitle={t('failing.none')}
      emptyWhy={t('failing.noneWhy')}
    />
  );
}

function failingColumns({ t, coded, date }: Words): readonly GridColumn<ObligationRow>[] {
  const amount = (money: Money | null) => money && <Amount value={money.amount} />;
  return [
    { id: 'state', header: t('column.state'), width: 7.5, cell: ({ state }) => <TradeState state={state} /> },
    {
      id: 'trade',
      header: t('column.trade'),
      width: 7.5,
      className: 'whole',
      names: true,
      cell: ({ tradeId }) => (
        <Link className="code" to="/trades/$tradeId" params={{ tradeId }} tabIndex={-1}>
          {tradeId}
        </Link>
      ),
    },
    { id: 'leg', header: t('column.leg'), width: 6, priority: 6, cell: ({ leg }) => coded('leg', leg) },
    { id: 'reason', header: t('column.reason'), cell: (row) => <span title={reasonOf(row)}>{reasonOf(row)}</span> },
    {
      id: 'counterparty',
      header: t('column.counterparty'),
      width: 7,
      cell: ({ counterparty }) => <span className="code">{counterparty}</span>,
    },
    { id: 'due', header: t('column.due'), width: 5.5, cell: ({ settlementDate }) => date(settlementDate, 'short') },
    {
      id: 'isin',
      header: t('column.isin'),
      width: 8.5,
      priority: 5,
      cell: ({ security }) => <span className="code">{security?.isin}</span>,
    },
    {
      id: 'quantity',
      header: t('column.remaining'),
      width: 7,
      className: 'num',
      priority: 3,
      cell: ({ security }) => security && <Amount value={security.remaining} />,
    },
    {
      id: 'currency',
      header: t('currency'),
      width: 2.75,
      priority: 1,
      cell: ({ remainingPay, remainingReceive }) => (remainingPay ?? remainingReceive)?.currency,
    },
    {
      id: 'pay',
      header: t('column.toPay'),
      width: 8.5,
      className: 'num',
      cell: ({ remainingPay }) => amount(remainingPay),
    },
    {
      id: 'receive',
      header: t('column.toReceive'),
      width: 8.5,
      className: 'num',
      cell: ({ remainingReceive }) => amount(remainingReceive),
    },
    {
      id: 'instruction',
      header: t('column.instruction'),
      width: 10,
      priority: 6,
      cell: ({ instructionId }) => <span className="code">{instructionId}</span>,
    },
  ];
}
