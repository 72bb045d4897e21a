import type { PeriodRow } from '#contracts';
import { useWords } from '../../language/words.js';
import { Icon } from '../../parts/icon.js';
import { Empty } from '../../parts/states.js';
import { MonthStateMark } from './month-state.js';

interface MonthsTableProps {
  readonly rows: readonly PeriodRow[];
  readonly chosen: string | undefined;
  readonly onChoose: (month: string) => void;
}

/** The months, latest first, each with the last change of its state. */
export function MonthsTable({ rows, chosen, onChoose }: MonthsTableProps) {
  const { t, month, instant } = useWords();
  if (rows.length === 0)
    return (
      <Empty mark="info" title={t('periods.none')}>
        <p>{t('periods.noneWhy')}</p>
      </Empty>
    );
  return (
    <div className="scroll">
      <table className="t b" data-months>
        <thead>
          <tr>
            <th scope="col">{t('periods.month')}</th>
            <th scope="col">{t('column.state')}</th>
            <th scope="col">{t('periods.lastChange')}</th>
            <th scope="col">{t('periods.proposedBy')}</th>
            <th scope="col">{t('periods.agreedBy')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const last = row.changes.at(-1);
            return (
              <tr key={row.month} className={row.month === chosen ? 'open' : undefined}>
                <th scope="row" className="posting">
                  <button
                    type="button"
                    className="cell-link named"
                    data-month={row.month}
                    aria-pressed={row.month === chosen}
                    onClick={() => onChoose(row.month)}
                  >
                    <span>{month(row.month)}</span>
                    <Icon name="right" />
                  </button>
                </th>
                <td>
                  <MonthStateMark state={row.state} />
                </td>
                <td>
                  {last === undefined ? <span className="quiet">{t('periods.neverChanged')}</span> : instant(last.at)}
                </td>
                <td>{last?.proposedBy}</td>
                <td>{last && (last.approvedBy ?? <span className="quiet">{t('periods.onePerson')}</span>)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
