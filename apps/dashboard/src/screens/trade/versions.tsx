import { useState } from 'react';
import type { TradeVersionView } from '#contracts';
import { fieldName, fieldText } from '../../format/field-text.js';
import { useWords } from '../../language/words.js';
import { Panel } from '../../parts/panel.js';
import { Empty } from '../../parts/states.js';

/** What the front and the middle office say of the trade, side by side; the version can be chosen. */
export function Versions({ versions }: { readonly versions: readonly TradeVersionView[] }) {
  const words = useWords();
  const { t, coded } = words;
  const numbers = [...new Set(versions.map(({ version }) => version))].sort((a, b) => b - a);
  const [chosen, setChosen] = useState<number | undefined>();
  const version = chosen !== undefined && numbers.includes(chosen) ? chosen : numbers[0];
  if (version === undefined)
    return (
      <Panel title={t('versions.title')}>
        <Empty mark="info" title={t('versions.none')} />
      </Panel>
    );
  const sides = (['front', 'middle'] as const).map((side) =>
    versions.find((each) => each.side === side && each.version === version),
  );
  const fields = [...new Set(sides.flatMap((side) => Object.keys(side?.fields ?? {})))];
  return (
    <Panel
      title={t('versions.title')}
      meta={t('versions.count', { count: numbers.length })}
      tools={
        <label className="st">
          {t('versions.choose')}
          <select
            value={version}
            onChange={(event) => setChosen(numbers.find((number) => String(number) === event.target.value))}
          >
            {numbers.map((number) => (
              <option key={number} value={number}>
                {number}
              </option>
            ))}
          </select>
        </label>
      }
    >
      <table className="t b sides">
        <thead>
          <tr>
            <th scope="col">{t('column.field')}</th>
            {(['front', 'middle'] as const).map((side, index) => (
              <th key={side} scope="col">
                {coded('topicSide', side)}
                <small>
                  {sides[index]
                    ? `${sides[index].action}, ${coded('versionStatus', sides[index].status)}`
                    : t('versions.missing')}
                </small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => {
            const [front, middle] = sides.map((side) => side?.fields[field]);
            const differs = sides.every((side) => side !== undefined) && front !== middle;
            return (
              <tr key={field} className={differs ? 'diff' : undefined}>
                <th scope="row">{fieldName(field, words)}</th>
                <td className="wrap">
                  {front === undefined ? <span className="quiet">–</span> : fieldText(field, front, words)}
                </td>
                <td className={differs ? 'wrap odd' : 'wrap'}>
                  {middle === undefined ? <span className="quiet">–</span> : fieldText(field, middle, words)}
                  {differs && <span className="hide"> {t('break.differs')}</span>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Panel>
  );
}
