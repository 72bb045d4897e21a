import { useMemo } from 'react';
import { prettyMessage } from '../../format/pretty-message.js';
import { useWords } from '../../language/words.js';
import { markedDifference } from '../breaks/marked-difference.js';
import { lineDifference, type DifferenceLine } from './line-difference.js';

const SIGNS = { same: '', out: '−', in: '+' } as const;

interface DifferenceProps {
  readonly original: string;
  readonly proposed: string;
}

/** The message as received and as proposed, both laid out alike: what is taken out and what is put in, line by line. */
export function Difference({ original, proposed }: DifferenceProps) {
  const { t, count } = useWords();
  const lines = useMemo(() => lineDifference(prettyMessage(original), prettyMessage(proposed)), [original, proposed]);
  if (!lines.some(({ kind }) => kind === 'in' || kind === 'out')) return <p className="soft">{t('difference.none')}</p>;
  return (
    <div className="scroll difference" tabIndex={0} role="group" aria-label={t('difference.label')}>
      <table data-difference>
        <thead className="hide">
          <tr>
            <th scope="col">{t('difference.before')}</th>
            <th scope="col">{t('difference.after')}</th>
            <th scope="col" colSpan={2}>
              {t('difference.line')}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) =>
            line.kind === 'gap' ? (
              <tr key={index} className="gap-line">
                <td colSpan={4}>{t('difference.same', { count: line.lines, shown: count(line.lines) })}</td>
              </tr>
            ) : (
              <tr key={index} className={line.kind}>
                <td className="no">{'before' in line && line.before}</td>
                <td className="no">{'after' in line && line.after}</td>
                <td className="sign" aria-hidden="true">
                  {SIGNS[line.kind]}
                </td>
                <td>
                  <Line line={line} />
                </td>
              </tr>
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}

function Line({ line }: { readonly line: Exclude<DifferenceLine, { readonly kind: 'gap' }> }) {
  const { t } = useWords();
  if (line.kind === 'same') return <code>{line.text}</code>;
  const stretches =
    line.partner === undefined ? [{ text: line.text, marked: false }] : markedDifference(line.text, line.partner);
  const marked = stretches.map(({ text, marked }, index) => (marked ? <mark key={index}>{text}</mark> : text));
  return (
    <code>
      <span className="hide">{t(line.kind === 'out' ? 'difference.out' : 'difference.in')} </span>
      {line.kind === 'out' ? <del>{marked}</del> : <ins>{marked}</ins>}
    </code>
  );
}
