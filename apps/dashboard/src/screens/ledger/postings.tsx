import { useMemo } from 'react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { JournalView, PostingView } from '#contracts';
import { useList, useTrialBalance } from '../../api/resources.js';
import { exactSum } from '../../format/exact-sum.js';
import { useKeys } from '../../frame/keys.js';
import { ScreenHead } from '../../frame/screen-head.js';
import { BlotterGrid } from '../../grid/blotter-grid.js';
import type { GridColumn } from '../../grid/columns.js';
import { useWords, type Words } from '../../language/words.js';
import { Amount, Balance } from '../../parts/amount.js';
import { Icon } from '../../parts/icon.js';
import { Empty, Failure, Loading } from '../../parts/states.js';

interface PostingRow {
  readonly key: string;
  readonly journal: JournalView;
  readonly posting: PostingView;
}

/** The postings behind a balance; each leads to its trade. */
export function Postings() {
  const words = useWords();
  const { t, count } = words;
  const { open, ...filter } = useSearch({ from: '/ledger/postings' });
  const navigate = useNavigate({ from: '/ledger/postings' });
  const list = useList<JournalView>('/api/ledger/journals', { ...filter });
  const rows = useMemo(
    () =>
      list.rows.flatMap((journal) =>
        journal.postings
          .map((posting, index) => ({ key: `${journal.journalId} ${index}`, journal, posting }))
          .filter(({ posting }) => fits(posting, filter.account, filter.currency, filter.detail)),
      ),
    [list.rows, filter.account, filter.currency, filter.detail],
  );
  const columns = useMemo(() => postingColumns(words), [words]);
  useKeys([
    {
      key: 'Backspace',
      word: 'keys.back',
      run: () => void navigate({ to: '/ledger', search: { currency: filter.currency } }),
    },
  ]);
  const title = t('drill.title', { account: filter.account ?? '' });
  return (
    <div className="blotter whole-width">
      <ScreenHead title={title}>
        <Link to="/ledger" search={{ currency: filter.currency }}>
          {t('ledger.title')}
        </Link>
        <span className="sep">/</span>
        <h1>{title}</h1>
      </ScreenHead>
      <div className="left blotter-rows">
        <div className="line">
          <nav className="path" aria-label={t('drill.path')}>
            <Link to="/ledger" search={{ currency: filter.currency }}>
              {t('drill.balance')}
            </Link>
            <Icon name="right" />
            <span className="strong" aria-current="step">
              {t('drill.postings')}
            </span>
            <Icon name="right" />
            <span className="quiet">{t('drill.trade')}</span>
            <Icon name="right" />
            <span className="quiet">{t('drill.message')}</span>
          </nav>
          <span className="push" />
          <BalanceNow account={filter.account} book={filter.book} currency={filter.currency} />
        </div>
        {list.total === undefined ? (
          list.error ? (
            <Failure error={list.error} onRetry={list.retry} />
          ) : (
            <Loading rows={16} />
          )
        ) : rows.length === 0 && list.complete ? (
          <Empty mark="info" title={t('drill.none')} />
        ) : (
          <BlotterGrid
            label={title}
            columns={columns}
            rows={rows}
            total={list.complete ? rows.length : Math.max(rows.length, list.total)}
            keyOf={({ key }) => key}
            question={JSON.stringify(filter)}
            openKey={open}
            onRow={(key) => void navigate({ search: (before) => ({ ...before, open: key }), replace: true })}
            onEnter={(key) => {
              const tradeId = rows.find((row) => row.key === key)?.journal.tradeId;
              if (tradeId) void navigate({ to: '/trades/$tradeId', params: { tradeId } });
            }}
            onNearEnd={list.loadMore}
            fetchingMore={list.isFetchingMore}
            footer={
              <>
                <b>{t('drill.journals', { count: list.total, shown: count(list.total) })}</b>
                {list.complete ? (
                  <Sums rows={rows} currency={filter.currency} />
                ) : (
                  <span className="quiet">{t('grid.loaded', { loaded: count(rows.length) })}</span>
                )}
              </>
            }
          />
        )}
      </div>
    </div>
  );
}

function fits(
  posting: PostingView,
  account: string | undefined,
  currency: string | undefined,
  detail: string | undefined,
): boolean {
  return (
    (account === undefined || posting.account === account) &&
    (currency === undefined || (posting.debit ?? posting.credit)?.currency === currency) &&
    (detail === undefined || posting.detail === detail)
  );
}

function BalanceNow({
  account,
  book,
  currency,
}: {
  readonly account: string | undefined;
  readonly book: string | undefined;
  readonly currency: string | undefined;
}) {
  const { t } = useWords();
  const rows = useTrialBalance().data?.rows.filter(
    (row) => row.account === account && row.currency === currency && (book === undefined || row.book === book),
  );
  if (rows === undefined || rows.length === 0 || currency === undefined) return null;
  return (
    <span className="nowrap">
      <span className="quiet">{t('drill.balanceOf', { book: book ?? t('ledger.allBooks'), currency })}</span>{' '}
      <b className="num">
        <Balance value={exactSum(rows.map(({ balance }) => balance))} />
      </b>
    </span>
  );
}

function Sums({ rows, currency }: { readonly rows: readonly PostingRow[]; readonly currency: string | undefined }) {
  const { t } = useWords();
  if (currency === undefined) return null;
  const sum = (side: 'debit' | 'credit') => exactSum(rows.flatMap(({ posting }) => posting[side]?.amount ?? []));
  return (
    <>
      <span>
        <span className="quiet">{t('ledger.debits')}</span>{' '}
        <b className="num">
          <Amount value={sum('debit')} />
        </b>
      </span>
      <span>
        <span className="quiet">{t('ledger.credits')}</span>{' '}
        <b className="num">
          <Amount value={sum('credit')} />
        </b>
      </span>
    </>
  );
}

function postingColumns({ t, date }: Words): readonly GridColumn<PostingRow>[] {
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
    { id: 'book', header: t('ledger.book'), width: 9, cell: ({ journal }) => journal.book },
    {
      id: 'entry',
      header: t('chains.entry'),
      width: 5,
      className: 'num',
      priority: 3,
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
      id: 'account',
      header: t('ledger.account'),
      width: 5,
      priority: 3,
      cell: ({ posting }) => <span className="code">{posting.account}</span>,
    },
    { id: 'detail', header: t('ledger.detail'), width: 11, priority: 2, cell: ({ posting }) => posting.detail },
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
