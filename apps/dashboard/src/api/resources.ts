import { keepPreviousData, useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type {
  BreakDetail,
  CashLadderRow,
  ConfirmationSummary,
  ExposureRow,
  IntakeSummary,
  LedgerSummary,
  Page,
  ParkedDetail,
  ReconciliationSummary,
  SettlementSummary,
  TradeDetail,
} from '#contracts';
import { rightToRead, useMay } from '../session/rights.js';
import { read, type Query } from './client.js';

/** How often what is on the screen is read again. */
export const REFRESH_MS = 2_500;
const PAGE_ROWS = 100;
/** A list that has been scrolled far costs the house no more than one page per refresh. */
const REFRESH_LIMIT_MS = 30_000;

/**
 * A resource kept fresh while it is on the screen. The frame shows figures of the whole house; what the person may not read is
 * not asked for.
 */
export function useResource<Answer>(path: string, query: Query = {}, wanted = true): UseQueryResult<Answer> {
  const may = useMay(rightToRead(path));
  return useQuery({
    enabled: may && wanted,
    queryKey: [path, query],
    queryFn: ({ signal }) => read<Answer>(path, query, signal),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });
}

export const useIntakeSummary = () => useResource<IntakeSummary>('/api/intake/summary');
export const useReconciliationSummary = () => useResource<ReconciliationSummary>('/api/reconciliation/summary');
export const useConfirmationSummary = () => useResource<ConfirmationSummary>('/api/confirmation/summary');
export const useSettlementSummary = () => useResource<SettlementSummary>('/api/settlement/summary');
export const useLedgerSummary = () => useResource<LedgerSummary>('/api/ledger/summary');
export const useCashLadder = () => useResource<Rows<CashLadderRow>>('/api/units/cash-ladder');
export const useExposure = () => useResource<Rows<ExposureRow>>('/api/units/exposure');

/** The units' views are short lists: some answers are a page, some the rows alone. */
export type Rows<Row> = Page<Row> | readonly Row[];

export function rowsOf<Row>(answer: Rows<Row>): readonly Row[] {
  return 'rows' in answer ? answer.rows : answer;
}

const one = <Answer>(path: string) => ({
  queryKey: [path, {}],
  queryFn: ({ signal }: { signal: AbortSignal }) => read<Answer>(path, {}, signal),
  refetchInterval: REFRESH_MS,
});

export const tradePath = (tradeId: string) => `/api/intake/trades/${encodeURIComponent(tradeId)}`;
export const breakPath = (breakId: string) => `/api/reconciliation/breaks/${encodeURIComponent(breakId)}`;
export const parkedPath = (id: string) => `/api/intake/parked/${encodeURIComponent(id)}`;

export const useTrade = (tradeId: string) => useQuery(one<TradeDetail>(tradePath(tradeId)));
export const useBreak = (breakId: string) => useQuery(one<BreakDetail>(breakPath(breakId)));
export const useParked = (id: string) => useQuery(one<ParkedDetail>(parkedPath(id)));

export interface List<Row> {
  readonly rows: readonly Row[];
  /** Rows of the whole result; undefined before the first answer. */
  readonly total: number | undefined;
  /** There are more than `total`: the server counts no further. */
  readonly moreThanTotal: boolean;
  readonly loadMore: () => void;
  readonly complete: boolean;
  readonly isPending: boolean;
  readonly isFetchingMore: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
}

/**
 * A list read page by page; loaded pages are kept fresh together.
 * @param watched false for what is read once, and again when asked
 */
export function useList<Row>(path: string, query: Query, enabled = true, watched = true): List<Row> {
  const result = useInfiniteQuery({
    queryKey: [path, query, 'list'],
    queryFn: ({ pageParam, signal }) =>
      read<Page<Row>>(path, { ...query, limit: PAGE_ROWS, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    refetchInterval: ({ state }) =>
      watched && Math.min(REFRESH_LIMIT_MS, REFRESH_MS * Math.max(1, state.data?.pages.length ?? 1)),
    refetchOnWindowFocus: watched,
    placeholderData: keepPreviousData,
    enabled,
  });
  const pages = result.data?.pages ?? NO_PAGES;
  return {
    rows: flattened(pages) as readonly Row[],
    total: pages.at(-1)?.total,
    moreThanTotal: pages.at(-1)?.moreThanTotal ?? false,
    loadMore: () => {
      if (result.hasNextPage && !result.isFetching) void result.fetchNextPage({ cancelRefetch: false });
    },
    complete: !result.hasNextPage,
    isPending: result.isPending,
    isFetchingMore: result.isFetchingNextPage,
    error: result.error,
    retry: () => void result.refetch(),
  };
}

const NO_PAGES: readonly Page<unknown>[] = [];
const flatRows = new WeakMap<readonly Page<unknown>[], readonly unknown[]>();

/** One array per set of pages, so that what is drawn from it changes only when a row does. */
function flattened(pages: readonly Page<unknown>[]): readonly unknown[] {
  const known = flatRows.get(pages);
  if (known) return known;
  const rows = pages.flatMap((page) => page.rows);
  flatRows.set(pages, rows);
  return rows;
}
