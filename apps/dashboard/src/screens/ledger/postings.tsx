import { useEffect, useMemo } from 'react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { JournalView, PostingView, TrialBalance } from '#contracts';
import { useTrialBalance } from '../../api/reports.js';
import { useList, type List } from '../../api/resources.js';
import { exactSum } from '../../format/exact-sum.js';
import { useKeys } from '../../frame/keys.js';
import { ScreenHead } from '../../frame/screen-head.js';
import { BlotterGrid } from '../../grid/blotter-grid.js';
import { useWords } from '../../language/words.js';
import { Amount, Balance } from '../../parts/amount.js';
import { Icon } from '../../parts/icon.js';
import { Empty, Failure, Loading } from '../../parts/states.js';
import { Status } from '../../parts/status.js';
import type { PostingsSearch } from '../../search.js';
import { JournalDrawer } from '../journal/journal-drawer.js';
import { countsIn } from './counts-in.js';
import { postingColumns, type PostingRow } from './posting-columns.js';
import { ReadReport } from './read-report.js';
import { reportWords } from './report-words.js';

type Filter = Omit<PostingsSearch, 'open' | 'accounting' | 'asOf' | 'asAt'>;

/** The postings behind a balance of a report, and of the one that is open, why it is what it is. */
export function Postings() {
  const words = useWords();
  const { t } = words;
  const { open, accounting, asOf, asAt, ...filter } = useSearch({ from: '/ledger/postings' });
  const asked = { accounting, asOf, asAt };
  const navigate = useNavigate({ from: '/ledger/postings' });
  const report = useTrialBalance(asked);
  const list = useList<JournalView>('/api/ledger/journals', { ...filter });
  const back = { ...asked, currency: filter.currency };
  useKeys([{ key: 'Backspace', word: 'keys.back', run: () => void navigate({ to: '/ledger', search: back }) }]);
  const title = t('drill.title', { account: filter.account ?? '' });
  const journal = list.rows.find(({ journalId }) => journalId === open?.split(' ')[0]);
  return (
    <div className="blotter">
      <ScreenHead title={title}>
        <Link to="/ledger" search={back}>
          {t('ledger.title')}
        </Link>
        <span className="sep">/</span>
        <h1>{title}</h1>
      </ScreenHead>
      <div className="left blotter-rows">
        <div className="line drill-line">
          <nav className="path" aria-label={t('drill.path')}>
            <Link to="/ledger" search={back}>
              {t('drill.balance')}
            </Link>
            <Icon name="right" />
            <span className="strong" aria-current="step">
              {t('drill.postings')}
            </span>
            {['drill.journal', 'drill.trade', 'drill.message'].map((step) => (
              <span key={step} className="quiet nowrap">
                <Icon name="right" /> {t(step)}
              </span>
            ))}
          </nav>
          <span className="push" />
          {report.data?.asAt && <Status mark="held" word={t('report.fixedShort')} pill />}
          {report.data && (
            <span className="quiet" data-report>
              {reportWords(report.data, words)}
            </span>
          )}
          {report.data && <BalanceOf report={report.data} filter={filter} />}
        </div>
        <ReadReport from={report} rows={16}>
          {(answer) => <Rows title={title} report={answer} list={list} filter={filter} open={open} />}
        </ReadReport>
      </div>
      <JournalDrawer journal={journal} />
    </div>
  );
}

interface RowsProps {
  readonly title: string;
  readonly report: TrialBalance;
  readonly list: List<JournalView>;
  readonly filter: Filter;
  readonly open: string | undefined;
}

/** Rows that make a window full; below, the next page is read without waiting for the reader to scroll. */
const WINDOW_ROWS = 40;

function Rows({ title, report, list, filter, open }: RowsProps) {
  const words = useWords();
  const { t, count } = words;
  const navigate = useNavigate({ from: '/ledger/postings' });
  const columns = useMemo(() => postingColumns(words), [words]);
  const { account, currency, detail } = filter;
  const counted = useMemo(() => list.rows.filter((journal) => countsIn(report, journal)), [list.rows, report]);
  const rows = useMemo(
    () =>
      counted.flatMap((journal) =>
        journal.postings
          .map((posting, index) => ({ key: `${journal.journalId} ${index}`, journal, posting }))
          .filter(({ posting }) => fits(posting, { account, currency, detail })),
      ),
    [counted, account, currency, detail],
  );
  const { complete, loadMore } = list;
  const short = rows.length < WINDOW_ROWS && !complete && !list.isFetchingMore && !list.error;
  useEffect(() => {
    if (short) loadMore();
  }, [short, loadMore]);
  if (list.total === undefined)
    return list.error ? <Failure error={list.error} onRetry={list.retry} /> : <Loading rows={16} />;
  if (rows.length === 0 && complete)
    return (
      <Empty mark="info" title={t('drill.none')}>
        {list.rows.length > 0 && <p>{t('drill.noneInReport', { count: list.rows.length })}</p>}
      </Empty>
    );
  return (
    <BlotterGrid
      label={title}
      columns={columns}
      rows={rows}
      total={complete ? rows.length : Math.max(rows.length, list.total)}
      keyOf={({ key }) => key}
      question={JSON.stringify({ ...filter, accounting: report.accounting, asOf: report.asOf, asAt: report.asAt })}
      openKey={open}
      onRow={(key) => void navigate({ search: (before) => ({ ...before, open: key }), replace: true })}
      onEnter={(key) => {
        const journalId = rows.find((row) => row.key === key)?.journal.journalId;
        if (journalId) void navigate({ to: '/ledger/journals/$journalId', params: { journalId }, search: {} });
      }}
      onNearEnd={loadMore}
      fetchingMore={list.isFetchingMore}
      footer={
        <>
          <b>{t('drill.journals', { count: counted.length, shown: count(counted.length) })}</b>
          {complete ? (
            <>
              <Sums rows={rows} currency={filter.currency} />
              {counted.length < list.rows.length && (
                <span className="quiet">
                  {t('drill.outside', {
                    count: list.rows.length - counted.length,
                    shown: count(list.rows.length - counted.length),
                  })}
                </span>
              )}
            </>
          ) : (
            <span className="quiet">
              {t('drill.loaded', { loaded: count(list.rows.length), total: count(list.total) })}
            </span>
          )}
        </>
      }
    />
  );
}

function fits(posting: PostingView, { account, currency, detail }: Filter): boolean {
  return (
    (account === undefined || posting.account === account) &&
    (currency === undefined || (posting.debit ?? posting.credit)?.currency === currency) &&
    (detail === undefined || posting.detail === detail)
  );
}

function BalanceOf({ report, filter }: { readonly report: TrialBalance; readonly filter: Filter }) {
  const { t } = useWords();
  const { account, book, currency, detail } = filter;
  const rows = report.rows.filter(
    (row) => row.account === account && row.currency === currency && (book === undefined || row.book === book),
  );
  // The report knows accounts, not what they are divided into.
  if (rows.length === 0 || currency === undefined || detail !== undefined) return null;
  return (
    <span className="nowrap">
      <span className="quiet">{t('drill.balanceOf', { book: book ?? t('ledger.allBooks'), currency })}</span>{' '}
      <b className="num" data-balance>
        <Balance value={exactSum(rows.map(({ balance }) => balance))} />
      </b>
    </span>
  );
}

function Sums({ rows, currency }: { readonly rows: readonly PostingRow[]; readonly currency: string | undefined }) {
  const { t } = useWords();
  if (currency === undefined) return null;
  return (['debit', 'credit'] as const).map((side) => (
    <span key={side}>
      <span className="quiet">{t(side === 'debit' ? 'ledger.debits' : 'ledger.credits')}</span>{' '}
      <b className="num">
        <Amount value={exactSum(rows.flatMap(({ posting }) => posting[side]?.amount ?? []))} />
      </b>
    </span>
  ));
}
