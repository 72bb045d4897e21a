import { Fragment, useCallback, useEffect, useMemo, useRef, type ReactNode } from 'react';
import { columnVisibilityFeature, tableFeatures, useTable } from '@tanstack/react-table';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useWords } from '../language/words.js';
import { Icon } from '../parts/icon.js';
import { columnsThatFit, type GridColumn, type GridSort } from './columns.js';
import { useRowHeight, useWidthRem } from './measures.js';
import { useRovingFocus } from './use-roving-focus.js';
import { useSettledRows } from './use-settled-rows.js';

interface BlotterGridProps<Row> {
  readonly label: string;
  readonly columns: readonly GridColumn<Row>[];
  readonly hidden?: Readonly<Record<string, boolean>>;
  readonly rows: readonly Row[];
  /** Rows of the whole result, for `aria-rowcount`; undefined when there are more than were counted. */
  readonly total: number | undefined;
  readonly keyOf: (row: Row) => string;
  /** Identity of the question: filter and sort. */
  readonly question: string;
  readonly openKey: string | undefined;
  readonly onRow: (key: string) => void;
  readonly onEnter: (key: string) => void;
  readonly onNearEnd: () => void;
  readonly sort?: GridSort | undefined;
  readonly onSort?: (sort: GridSort) => void;
  readonly footer: ReactNode;
  readonly fetchingMore: boolean;
}

const features = tableFeatures({ columnVisibilityFeature });
const NEAR_END_ROWS = 30;
const NOTHING_HIDDEN: Readonly<Record<string, boolean>> = {};

/** A virtualised list with the ARIA grid pattern: indexes count over the whole result, not over what is drawn. */
export function BlotterGrid<Row extends object>(props: BlotterGridProps<Row>) {
  const {
    label,
    columns,
    rows: latest,
    total,
    keyOf,
    question,
    openKey,
    onRow,
    onEnter,
    onNearEnd,
    sort,
    onSort,
    footer,
  } = props;
  const { t, time, count } = useWords();
  const scroller = useRef<HTMLDivElement>(null);
  const pointerInside = useRef(false);
  const reading = useCallback(() => {
    const element = scroller.current;
    return (
      element !== null && (pointerInside.current || element.scrollTop > 0 || element.contains(document.activeElement))
    );
  }, []);
  const { rows, changes, since, show } = useSettledRows(latest, keyOf, question, reading);

  const definitions = useMemo(() => columns.map(({ id }) => ({ id, accessorFn: (row: Row) => row })), [columns]);
  const table = useTable({
    features,
    columns: definitions,
    data: rows as Row[],
    getRowId: keyOf,
    state: { columnVisibility: props.hidden ?? NOTHING_HIDDEN },
  });
  const shownIds = new Set(table.getVisibleLeafColumns().map(({ id }) => id));
  const widthRem = useWidthRem(scroller);
  const shownColumns = columnsThatFit(
    columns.filter(({ id }) => shownIds.has(id)),
    widthRem,
  );
  const tableRows = table.getRowModel().rows;
  const rowKeys = useMemo(() => tableRows.map(({ id }) => id), [tableRows]);

  const rowPx = useRowHeight();
  const focusRow = useRef(0);
  const virtualizer = useVirtualizer({
    count: tableRows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    getItemKey: (index) => rowKeys[index] ?? index,
    overscan: 12,
    scrollPaddingStart: rowPx,
    // The row that has the focus stays in the document however far the reader scrolls.
    rangeExtractor: (range) => [...new Set([focusRow.current, ...defaultRangeExtractor(range)])].sort((a, b) => a - b),
  });
  const focus = useRovingFocus({
    rowKeys,
    columns: shownColumns.length,
    openKey,
    pageRows: () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowPx) - 2),
    scrollTo: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
    onRow,
    onEnter,
  });
  focusRow.current = Math.min(focus.row, Math.max(0, tableRows.length - 1));

  const items = virtualizer.getVirtualItems();
  const lastDrawn = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (tableRows.length > 0 && lastDrawn >= tableRows.length - NEAR_END_ROWS) onNearEnd();
  }, [lastDrawn, tableRows.length, onNearEnd]);

  let drawnTo = 0;
  return (
    <div className="grid-frame">
      <div
        className="scroll"
        ref={scroller}
        onPointerEnter={() => (pointerInside.current = true)}
        onPointerLeave={() => (pointerInside.current = false)}
      >
        <table
          className="t b grid-table"
          role="grid"
          aria-label={label}
          aria-rowcount={total === undefined ? -1 : total + 1}
          onKeyDown={focus.onKeyDown}
        >
          <colgroup>
            {shownColumns.map(({ id, width }) => (
              <col key={id} style={width === undefined ? undefined : { width: `${width}rem` }} />
            ))}
          </colgroup>
          <thead>
            <tr role="row" aria-rowindex={1}>
              {shownColumns.map((column) => (
                <GridHeader key={column.id} column={column} sort={sort} onSort={onSort} />
              ))}
            </tr>
          </thead>
          <tbody>
            {items.map((item) => {
              const row = tableRows[item.index];
              if (row === undefined) return null;
              const gap = item.start - drawnTo;
              drawnTo = item.end;
              const key = row.id;
              return (
                <Fragment key={key}>
                  {gap > 0 && <Gap px={gap} columns={shownColumns.length} />}
                  <tr
                    role="row"
                    aria-rowindex={item.index + 2}
                    aria-selected={key === openKey}
                    className={key === openKey ? 'open' : undefined}
                  >
                    {shownColumns.map((column, index) => {
                      const focused = item.index === focus.row && index === focus.column;
                      const Cell = column.names ? 'th' : 'td';
                      return (
                        <Cell
                          key={column.id}
                          role={column.names ? 'rowheader' : 'gridcell'}
                          className={column.className}
                          tabIndex={focused ? 0 : -1}
                          ref={focused ? focus.cellRef : undefined}
                          onClick={() => focus.take(item.index, index)}
                          onDoubleClick={() => onEnter(key)}
                        >
                          {column.cell(row.original)}
                        </Cell>
                      );
                    })}
                  </tr>
                </Fragment>
              );
            })}
            {virtualizer.getTotalSize() > drawnTo && (
              <Gap px={virtualizer.getTotalSize() - drawnTo} columns={shownColumns.length} />
            )}
          </tbody>
        </table>
      </div>
      <div className="totals">
        {footer}
        <span className="push" role="status">
          {changes > 0 && (
            <span className="st st-info">
              <Icon name="info" />
              {t('grid.changes', { count: changes, shown: count(changes), time: since === null ? '' : time(since) })}
            </span>
          )}
          {props.fetchingMore && <span className="quiet">{t('grid.more')}</span>}
        </span>
        {changes > 0 && (
          <button className="btn" type="button" onClick={show}>
            {t('grid.show')}
          </button>
        )}
      </div>
    </div>
  );
}

function GridHeader<Row>({
  column,
  sort,
  onSort,
}: {
  readonly column: GridColumn<Row>;
  readonly sort: GridSort | undefined;
  readonly onSort: ((sort: GridSort) => void) | undefined;
}) {
  const by = column.sort;
  const sorted = by !== undefined && sort?.by === by ? sort.order : undefined;
  return (
    <th
      role="columnheader"
      scope="col"
      className={column.className === 'num' ? 'r' : undefined}
      aria-sort={sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : undefined}
    >
      {by !== undefined && onSort ? (
        <button type="button" onClick={() => onSort({ by, order: sorted === 'asc' ? 'desc' : 'asc' })}>
          {sorted && <Icon name={sorted === 'asc' ? 'sortUp' : 'sortDown'} />}
          {column.header}
        </button>
      ) : (
        column.header
      )}
    </th>
  );
}

/** Holds the place of rows that are not drawn. */
function Gap({ px, columns }: { readonly px: number; readonly columns: number }) {
  return (
    <tr className="gap" role="presentation" aria-hidden="true">
      <td colSpan={columns} style={{ height: px }} />
    </tr>
  );
}
