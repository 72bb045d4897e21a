import type { ParkedRow } from '#contracts';
import { useWords } from '../../language/words.js';

/** Every fault: which field, what it says, which rule it breaks, what helps. */
export function Faults({ faults }: { readonly faults: ParkedRow['faults'] }) {
  const { t } = useWords();
  return (
    <ul className="faults">
      {faults.map(({ field, value, rule, remedy }, index) => (
        <li key={index}>
          <dl className="kv l">
            <dt>{t('column.field')}</dt>
            <dd className="code strong">{field}</dd>
            <dt>{t('column.value')}</dt>
            <dd className="code">{value === '' ? <span className="quiet">{t('faults.empty')}</span> : value}</dd>
            <dt>{t('column.rule')}</dt>
            <dd>{rule}</dd>
            <dt>{t('column.remedy')}</dt>
            <dd>{remedy}</dd>
          </dl>
        </li>
      ))}
    </ul>
  );
}
