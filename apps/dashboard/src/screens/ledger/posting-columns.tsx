import { Link } from '@tanstack/react-router';
import type { JournalView, PostingView } from '#contracts';
import type { GridColumn } from '../../grid/columns.js';
import type { Words } from '../../language/words.js';
import { Amount } from '../../parts/amount.js';

export interface PostingRow {
  readonly key: string;
  readonly journal: JournalView;
  readonly posting: PostingView;
}

export function postingColumns({ t, date, coded }: Words): readonly GridColumn<PostingRow>[] {
  return [
    {
      id: 'effective',
      header: t('explain.effective'),
      width: 6.5,
      cell: ({ journal }) => date(journal.effectiveDate, 'short'),
    },
    {
      id: 'trade',
      header: t('column.trade'),
      width: 9,
      className: 'whole',
      names: true,
      cell: ({ journal: { tradeId } }) => (
        <Link className="code" to="/trades/$tradeId" params={{ tradeId }} tabIndex={-1}>
          {tradeId}
        </Link>
      ),
    },
    { id: 'book', header: t('ledger.book'), width: 8, cell: ({ journal }) => journal.book },
    {
      id: 'entry',
      header: t('chains.entry'),
      width: 5,
      className: 'num',
      priority: 5,
      cell: ({ journal }) => <Amount value={journal.sequence} />,
    },
    {
      id: 'rule',
      header: t('explain.rule'),
      cell: ({ journal }) => (
        <span title={journal.explain.sentence}>
          {t('postings.rule', { rule: journal.rule, version: journal.ruleVersion })}
        </span>
      ),
    },
    {
      id: 'accounting',
      header: t('journal.accounting'),
      width: 4.5,
      priority: 5,
      cell: ({ journal }) => coded('accountingShort', journal.accounting),
    },
    {
      id: 'account',
      header: t('ledger.account'),
      width: 5,
      priority: 6,
      cell: ({ posting }) => <span className="code">{posting.account}</span>,
    },
    { id: 'detail', header: t('ledger.detail'), width: 9, priority: 4, cell: ({ posting }) => posting.detail },
    {
      id: 'currency',
      header: t('currency'),
      width: 2.75,
      cell: ({ posting }) => (posting.debit ?? posting.credit)?.currency,
    },
    {
      id: 'debit',
      header: t('ledger.debit'),
      width: 9,
      className: 'num',
      cell: ({ posting }) => posting.debit && <Amount value={posting.debit.amount} />,
    },
    {
      id: 'credit',
      header: t('ledger.credit'),
      width: 9,
      className: 'num',
      cell: ({ posting }) => posting.credit && <Amount value={posting.credit.amount} />,
    },
  ];
}
