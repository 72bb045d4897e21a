import { useCallback, type ReactNode } from 'react';
import { Link, useNavigate } from '@tanstack/react-router';
import type { List } from '../../api/resources.js';
import { ScreenHead } from '../../frame/screen-head.js';
import { BlotterGrid } from '../../grid/blotter-grid.js';
import type { GridColumn } from '../../grid/columns.js';
import { useWords } from '../../language/words.js';
import { Empty, Failure, Loading } from '../../parts/states.js';
import type { QueueSearch } from '../../search.js';

export interface QueueKind {
  readonly kind: string;
  readonly word: string;
  readonly count: number;
}

interface QueueScreenProps<Row> {
  readonly to: '/breaks' | '/disputes' | '/failing' | '/exceptions' | '/repair';
  readonly title: string;
  readonly search: QueueSearch;
  /** Kinds with what waits in each; undefined until known. */
  readonly kinds: readonly QueueKind[] | undefined;
  readonly list: List<Row>;
  readonly columns: readonly GridColumn<Row>[];
  readonly keyOf: (row: Row) => string;
  readonly onEnter: (key: string) => void;
  readonly emptyTitle: string;
  readonly emptyWhy: string;
  readonly aside?: ReactNode;
}

/** A list of what waits for somebody: kinds as tabs in the address, rows below, optionally the open row beside it. */
export function QueueScreen<Row extends object>(props: QueueScreenProps<Row>) {
  const { to, title, search, kinds, list, columns, keyOf, onEnter } = props;
  const { t, count } = useWords();
  const navigate = useNavigate();
  const open = useCallback(
    (key: string) => void navigate({ to, search: { kind: search.kind, open: key }, replace: true }),
    [navigate, to, search.kind],
  );
  const all = kinds?.reduce((sum, { count }) => sum + count, 0);
  return (
    <div className={props.aside === undefined ? 'blotter whole-width' : 'blotter'}>
      <ScreenHead title={title} />
      <div className="left blotter-rows">
        <div className="line-row">
          <nav className="tabs" aria-label={t('queue.kinds')}>
            <Link
              to={to}
              search={{}}
              aria-current={search.kind === undefined ? 'page' : undefined}
              activeProps={{ 'aria-current': search.kind === undefined ? 'page' : undefined }}
            >
              {t('queue.all')} {all !== undefined && <span className="c">{count(all)}</span>}
            </Link>
            {kinds?.map(({ kind, word, count: waiting }) => (
              <Link
                key={kind}
                to={to}
                search={{ kind }}
                aria-current={search.kind === kind ? 'page' : undefined}
                activeProps={{ 'aria-current': search.kind === kind ? 'page' : undefined }}
              >
                {word} <span className="c">{count(waiting)}</span>
              </Link>
            ))}
          </nav>
        </div>
        {list.total === undefined ? (
          list.error ? (
            <Failure error={list.error} onRetry={list.retry} />
          ) : (
            <Loading rows={16} />
          )
        ) : list.rows.length === 0 && list.complete ? (
          <Empty mark="settled" title={props.emptyTitle}>
            <p>{props.emptyWhy}</p>
            <Link className="btn" to="/">
              {t('lost.board')}
            </Link>
          </Empty>
        ) : (
          <BlotterGrid
            label={title}
            columns={columns}
            rows={list.rows}
            total={list.complete ? list.rows.length : list.total}
            keyOf={keyOf}
            question={`${to} ${search.kind ?? ''}`}
            openKey={search.open}
            onRow={open}
            onEnter={onEnter}
            onNearEnd={list.loadMore}
            fetchingMore={list.isFetchingMore}
            footer={
              <b>
                {t('grid.rows', {
                  count: list.complete ? list.rows.length : list.total,
                  shown: count(list.complete ? list.rows.length : list.total),
                })}
              </b>
            }
          />
        )}
      </div>
      {props.aside}
    </div>
  );
}
