import { Link } from '@tanstack/react-router';
import type { TradeRow } from '#contracts';
import type { GridColumn } from '../../grid/columns.js';
import type { Words } from '../../language/words.js';
import { Amount } from '../../parts/amount.js';
import { TradeState } from '../../parts/status.js';

/** Columns of the blotter; what the server cannot sort by has no sort. */
export function tradeColumns({ t, coded, date }: Words): readonly GridColumn<TradeRow>[] {
  return [
    {
      id: 'state',
      header: t('column.state'),
      width: 7.5,
      sort: 'state',
      cell: ({ state }) => <TradeState state={state} />,
    },
    {
      id: 'tradeId',
      header: t('column.trade'),
      width: 7.5,
      className: 'whole',
      sort: 'tradeId',
      names: true,
      cell: ({ tradeId }) => (
        <Link className="code" to="/trades/$tradeId" params={{ tradeId }} tabIndex={-1}>
          {tradeId}
        </Link>
      ),
    },
    {
      id: 'product',
      header: t('column.product'),
      width: 6.25,
      priority: 5,
      cell: ({ product }) => coded('product', product),
    },
    { id: 'side', header: t('column.side'), width: 3.75, priority: 2, cell: ({ side }) => coded('side', side) },
    {
      id: 'instrument',
      header: t('column.instrument'),
      cell: ({ instrument }) => <span title={instrument}>{instrument}</span>,
    },
    {
      id: 'counterparty',
      header: t('column.counterparty'),
      width: 6.5,
      sort: 'counterparty',
      cell: ({ counterparty }) => <span className="code">{counterparty}</span>,
    },
    {
      id: 'quantity',
      header: t('column.quantity'),
      width: 6,
      className: 'num',
      priority: 4,
      cell: ({ quantity }) => quantity && <Amount value={quantity} />,
    },
    {
      id: 'price',
      header: t('column.price'),
      width: 5,
      className: 'num',
      priority: 5,
      cell: ({ price }) => price && <Amount value={price} />,
    },
    { id: 'currency', header: t('currency'), width: 2.75, priority: 1, cell: ({ gross }) => gross?.currency },
    {
      id: 'amount',
      header: t('column.amount'),
      width: 8.5,
      className: 'num',
      cell: ({ gross }) => gross && <Amount value={gross.amount} />,
    },
    {
      id: 'settlementDate',
      header: t('column.settles'),
      width: 4.25,
      sort: 'settlementDate',
      cell: ({ settlementDate }) => date(settlementDate, 'short'),
    },
    { id: 'unit', header: t('column.unit'), width: 5, priority: 5, cell: ({ unit }) => coded('unit', unit) },
    {
      id: 'capacity',
      header: t('column.capacity'),
      width: 4.5,
      priority: 6,
      cell: ({ capacity }) => coded('capacity', capacity),
    },
    {
      id: 'reason',
      header: t('column.reason'),
      priority: 2,
      cell: ({ reason }) => reason && <span title={reason}>{reason}</span>,
    },
  ];
}
