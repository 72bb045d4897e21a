import type { BreakDetail } from '#contracts';
import { fieldName, fieldText } from '../../format/field-text.js';
import { useWords } from '../../language/words.js';
import { Status } from '../../parts/status.js';
import { markedDifference } from './marked-difference.js';

/** Both sides field by field; only what differs beyond its tolerance is marked. */
export function Comparison({
  detail,
  onlyDifferences,
}: {
  readonly detail: BreakDetail;
  readonly onlyDifferences: boolean;
}) {
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
            <th scope="col">{coded('topicSide', 'front')}</th>
            <th scope="col">{coded('topicSide', 'middle')}</th>
            <th scope="col">{t('break.tolerance')}</th>
            <th scope="col">{t('break.result')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ field, front, middle, tolerance, differs }) => (
            <tr key={field} className={differs ? 'diff' : undefined}>
              <th scope="row">{fieldName(field, words)}</th>
              <td className={differs ? 'odd' : undefined}>
                <Side value={text(field, front)} other={text(field, middle)} differs={differs} />
              </td>
              <td className={differs ? 'odd' : undefined}>
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
