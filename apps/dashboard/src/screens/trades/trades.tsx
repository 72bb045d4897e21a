import { useMemo } from 'react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { TradeRow } from '#contracts';
import { useList } from '../../api/resources.js';
import { useKeys } from '../../frame/keys.js';
import { ScreenHead } from '../../frame/screen-head.js';
import { BlotterGrid } from '../../grid/blotter-grid.js';
import { ColumnMenu, useColumnChoice } from '../../grid/column-choice.js';
import type { GridSort } from '../../grid/columns.js';
import { useWords } from '../../language/words.js';
import { Empty, Failure, Loading } from '../../parts/states.js';
import { tradeColumns } from './columns.js';
import { Filters, filterNames } from './filters.js';
import { TradeDrawer } from './trade-drawer.js';

const keyOf = ({ tradeId }: TradeRow): string => tradeId;

/** The blotter: every trade of the house, filtered, sorted and paged by the server. */
export function Trades() {
  const words = useWords();
  const { t, count } = words;
  const search = useSearch({ from: '/trades' });
  const navigate = useNavigate({ from: '/trades' });
  const sort: GridSort = { by: search.sort ?? 'tradeId', order: search.order ?? 'asc' };
  const filter = Object.fromEntries(filterNames.map((name) => [name, search[name]]));
  const query = { ...filter, sort: sort.by, order: sort.order };
  const list = useList<TradeRow>('/api/intake/trades', query);
  const columns = useMemo(() => tradeColumns(words), [words]);
  const choice = useColumnChoice('trades');
  const open = (tradeId: string | undefined) =>
    void navigate({ search: (before) => ({ ...before, open: tradeId }), replace: true });
  const enter = (tradeId: string) => {
    open(tradeId);
    void navigate({ to: '/trades/$tradeId', params: { tradeId } });
  };
  useKeys([{ key: 'Escape', word: 'keys.closeDrawer', run: () => open(undefined) }]);
  const filtered = filterNames.some((name) => search[name] !== undefined);
  return (
    <div className="blotter">
      <ScreenHead title={t('trades.title')} />
      <div className="left blotter-rows">
        <div className="line-row">
          <Filters search={search} />
          <ColumnMenu columns={columns} choice={choice} />
        </div>
        {list.total === undefined ? (
          list.error ? (
            <Failure error={list.error} onRetry={list.retry} />
          ) : (
            <Loading rows={24} />
          )
        ) : list.total === 0 ? (
          <Empty mark="info" title={t(filtered ? 'trades.noneFits' : 'trades.none')}>
            <p>{t(filtered ? 'trades.noneFitsWhy' : 'trades.noneWhy')}</p>
            {filtered && (
              <button className="btn" type="button" onClick={() => void navigate({ search: {} })}>
                {t('filter.dropAll')}
              </button>
            )}
          </Empty>
        ) : (
          <BlotterGrid
            label={t('trades.title')}
            columns={columns}
            hidden={choice.visible}
            rows={list.rows}
            total={list.moreThanTotal ? undefined : list.total}
            keyOf={keyOf}
            question={JSON.stringify(query)}
            openKey={search.open}
            onRow={open}
            onEnter={enter}
            onNearEnd={list.loadMore}
            sort={sort}
            onSort={({ by, order }) => void navigate({ search: (before) => ({ ...before, sort: by, order }) })}
            fetchingMore={list.isFetchingMore}
            footer={
              <>
                <b>
                  {t(list.moreThanTotal ? 'grid.moreRows' : 'grid.rows', {
                    count: list.total,
                    shown: count(list.total),
                  })}
                </b>
                {!list.complete && (
                  <span className="quiet">{t('grid.loaded', { loaded: count(list.rows.length) })}</span>
                )}
              </>
            }
          />
        )}
      </div>
      <TradeDrawer tradeId={search.open} onClose={() => open(undefined)} />
    </div>
  );
}
