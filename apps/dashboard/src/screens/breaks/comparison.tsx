import type { BreakDetail } from '#contracts';
import { fieldName, fieldText } from '../../format/field-text.js';
import { useWords } from '../../language/words.js';
import { Status } from '../../parts/status.js';
import { markedDifference } from './marked-difference.js';

interface ComparisonProps {
  readonly detail: Pick<BreakDetail, 'comparison'>;
  readonly onlyDifferences: boolean;
  /** Side that somebody proposes to let stand. */
  readonly proposed?: 'front' | 'middle' | undefined;
}

/** Both sides field by field; only what differs beyond its tolerance is marked, and the side that is to stand. */
export function Comparison({ detail, onlyDifferences, proposed }: ComparisonProps) {
  const words = useWords();
  const { t, coded } = words;
  const text = (field: string, value: string | null) => (value === null ? null : fieldText(field, value, words));
  const rows = detail.comparison.filter(({ differs }) => differs || !onlyDifferences);
  return (
    <div className="scroll">
      <table className="t b sides">
        <thead>
          <tr>
            <th scope="col">{t('column.field')}</th>
            {(['front', 'middle'] as const).map((side) => (
              <th key={side} scope="col" className={side === proposed ? 'chosen' : undefined}>
                {coded('topicSide', side)}
                {side === proposed && (
                  <small>
                    <Status mark="pending" word={t('desk.toStand')} />
                  </small>
                )}
              </th>
            ))}
            <th scope="col">{t('break.tolerance')}</th>
            <th scope="col">{t('break.result')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ field, front, middle, tolerance, differs }) => (
            <tr key={field} className={differs ? 'diff' : undefined}>
              <th scope="row">{fieldName(field, words)}</th>
              <td className={cellClass(differs, proposed === 'front')}>
                <Side value={text(field, front)} other={text(field, middle)} differs={differs} />
              </td>
              <td className={cellClass(differs, proposed === 'middle')}>
                <Side value={text(field, middle)} other={text(field, front)} differs={differs} />
              </td>
              <td className="quiet">{text(field, tolerance) ?? t('break.exact')}</td>
              <td>
                {differs ? (
                  <Status
                    mark="failing"
                    word={t(front === null || middle === null ? 'break.oneSide' : 'break.differs')}
                  />
                ) : front === null && middle === null ? (
                  <span className="quiet">–</span>
                ) : (
                  <Status mark="settled" word={t(front === middle ? 'break.equal' : 'break.within')} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const cellClass = (differs: boolean, chosen: boolean): string | undefined =>
  [...(differs ? ['odd'] : []), ...(chosen ? ['chosen'] : [])].join(' ') || undefined;

function Side({
  value,
  other,
  differs,
}: {
  readonly value: string | null;
  readonly other: string | null;
  readonly differs: boolean;
}) {
  const { t } = useWords();
  if (value === null) return <span className="quiet">{t('break.notGiven')}</span>;
  if (!differs || other === null) return value;
  return markedDifference(value, other).map(({ text, marked }, index) =>
    marked ? <ins key={index}>{text}</ins> : text,
  );
}
