import { useState } from 'react';
import { useWords } from '../language/words.js';
import { Icon } from '../parts/icon.js';
import type { GridColumn } from './columns.js';

export interface ColumnChoice {
  /** `false` for what is hidden. */
  readonly visible: Readonly<Record<string, boolean>>;
  readonly choose: (id: string, visible: boolean) => void;
}

/** Which columns a reader wants, kept per view. */
export function useColumnChoice(view: string): ColumnChoice {
  const keptAs = `asiento.columns.${view}`;
  const [visible, setVisible] = useState<Readonly<Record<string, boolean>>>(() => kept(keptAs));
  return {
    visible,
    choose: (id, shown) => {
      const next = { ...visible, [id]: shown };
      localStorage.setItem(keptAs, JSON.stringify(next));
      setVisible(next);
    },
  };
}

function kept(keptAs: string): Readonly<Record<string, boolean>> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(keptAs) ?? '{}');
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).filter(([, shown]) => shown === false));
  } catch {
    // Written by an older desk or by hand: all columns are shown.
  }
  return {};
}

/** A small menu of columns; the one that names the row stays. */
export function ColumnMenu<Row>({
  columns,
  choice,
}: {
  readonly columns: readonly GridColumn<Row>[];
  readonly choice: ColumnChoice;
}) {
  const { t } = useWords();
  const hidden = columns.filter(({ id }) => choice.visible[id] === false).length;
  return (
    <details
      className="menu"
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.open = false;
      }}
    >
      <summary className="btn bare">
        {hidden === 0 ? t('grid.columns') : t('grid.columnsHidden', { count: hidden })}
        <Icon name="down" />
      </summary>
      <ul className="pop columns">
        {columns
          .filter(({ names }) => !names)
          .map(({ id, header }) => (
            <li key={id}>
              <label>
                <span className="tick">
                  <input
                    type="checkbox"
                    checked={choice.visible[id] !== false}
                    onChange={(event) => choice.choose(id, event.target.checked)}
                  />
                </span>
                {header}
              </label>
            </li>
          ))}
      </ul>
    </details>
  );
}
