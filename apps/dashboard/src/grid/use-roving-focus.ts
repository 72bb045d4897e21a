import { useEffect, useRef, useState, type KeyboardEvent as ReactKeyboardEvent } from 'react';
import { useKeys } from '../frame/keys.js';

interface Roving {
  readonly rowKeys: readonly string[];
  readonly columns: number;
  readonly openKey: string | undefined;
  readonly pageRows: () => number;
  readonly scrollTo: (index: number) => void;
  readonly onRow: (key: string) => void;
  readonly onEnter: (key: string) => void;
}

export interface RovingFocus {
  readonly row: number;
  readonly column: number;
  readonly cellRef: (element: HTMLTableCellElement | null) => void;
  readonly onKeyDown: (event: ReactKeyboardEvent) => void;
  readonly take: (row: number, column: number) => void;
}

/**
 * One cell of the grid is in the tab order; arrows move it (ARIA grid pattern). Focus belongs to a row by its key, so it
 * stays with that row when rows arrive above it.
 */
export function useRovingFocus({ rowKeys, columns, openKey, pageRows, scrollTo, onRow, onEnter }: Roving): RovingFocus {
  const [place, setPlace] = useState<{ readonly key: string | undefined; readonly column: number }>({
    key: openKey,
    column: 0,
  });
  const wanted = useRef(false);
  const cell = useRef<HTMLTableCellElement | null>(null);
  const found = place.key === undefined ? -1 : rowKeys.indexOf(place.key);
  const row = Math.max(0, found);
  const last = rowKeys.length - 1;

  const take = (to: number, column: number): void => {
    const key = rowKeys[Math.min(last, Math.max(0, to))];
    if (key === undefined) return;
    wanted.current = true;
    setPlace({ key, column: Math.min(columns - 1, Math.max(0, column)) });
    scrollTo(rowKeys.indexOf(key));
    if (key !== place.key) onRow(key);
  };

  useEffect(() => {
    if (!wanted.current || cell.current === null) return;
    wanted.current = false;
    cell.current.focus({ preventScroll: true });
  });
  // Whoever comes back finds the row they left.
  const arrived = useRef(false);
  useEffect(() => {
    const index = arrived.current || openKey === undefined ? -1 : rowKeys.indexOf(openKey);
    if (index < 0) return;
    scrollTo(index);
    if (cell.current === null) return;
    arrived.current = true;
    if (document.activeElement === document.body || document.activeElement?.id === 'main')
      cell.current.focus({ preventScroll: true });
  });

  const enter = (): void => {
    const key = rowKeys[row];
    if (key !== undefined) onEnter(key);
  };
  const down = (): void => take(found < 0 ? 0 : row + 1, place.column);
  useKeys([
    { key: 'j', shown: ['j', 'k'], word: 'keys.row', run: down },
    { key: 'k', run: () => take(row - 1, place.column) },
    { key: 'Enter', word: 'keys.open', run: (event) => runUnlessControl(event, enter) },
  ]);

  const onKeyDown = (event: ReactKeyboardEvent): void => {
    if (!(event.target instanceof Element) || event.target.closest('tbody') === null) return;
    if (event.ctrlKey && event.key === 'Home') take(0, 0);
    else if (event.ctrlKey && event.key === 'End') take(last, columns - 1);
    else if (event.ctrlKey || event.altKey || event.metaKey) return;
    else if (event.key === 'ArrowDown') down();
    else if (event.key === 'ArrowUp') take(row - 1, place.column);
    else if (event.key === 'ArrowRight') take(row, place.column + 1);
    else if (event.key === 'ArrowLeft') take(row, place.column - 1);
    else if (event.key === 'Home') take(row, 0);
    else if (event.key === 'End') take(row, columns - 1);
    else if (event.key === 'PageDown') take(row + pageRows(), place.column);
    else if (event.key === 'PageUp') take(row - pageRows(), place.column);
    else if (event.key === 'Enter') enter();
    else return;
    event.preventDefault();
  };

  return { row, column: place.column, cellRef: (element) => void (cell.current = element), onKeyDown, take };
}

/** Enter on a button or link belongs to that button or link. */
function runUnlessControl(event: KeyboardEvent, run: () => void): void {
  const target = event.target instanceof HTMLElement ? event.target.closest('a, button, summary') : null;
  if (target instanceof HTMLElement) target.click();
  else run();
}
