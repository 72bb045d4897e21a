import { useId } from 'react';
import { useWords } from '../language/words.js';

/** As the API asks for it; the house checks again. */
const REASON_AT_LEAST = 3;
const REASON_AT_MOST = 500;

export function tooShort(reason: string): boolean {
  return reason.trim().length < REASON_AT_LEAST;
}

/** Why somebody acts; kept with the act for good. */
export function Reason({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const { t } = useWords();
  const field = useId();
  return (
    <div className="field">
      <label htmlFor={field}>{t('reason.label')}</label>
      <textarea
        id={field}
        rows={2}
        maxLength={REASON_AT_MOST}
        value={value}
        aria-describedby={`${field}-hint`}
        onChange={(event) => onChange(event.target.value)}
      />
      <span id={`${field}-hint`} className="hint">
        {t('reason.hint')}
      </span>
    </div>
  );
}
