import { useId, useState, type Ref } from 'react';
import { useWords } from '../../language/words.js';

interface FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly ref?: Ref<HTMLInputElement>;
}

interface PasswordProps extends FieldProps {
  readonly label: string;
  readonly hint?: string;
  /** Tells the browser's own keeper of passwords which one is meant. */
  readonly kind: 'current-password' | 'new-password';
}

/**
 * A password, which may be looked at. None of these fields has a name: a form that a browser sends by itself would carry
 * nothing.
 */
export function PasswordField({ label, hint, kind, value, onChange, ref }: PasswordProps) {
  const { t } = useWords();
  const field = useId();
  const [shown, setShown] = useState(false);
  return (
    <div className="field">
      <label htmlFor={field}>{label}</label>
      <input
        ref={ref}
        id={field}
        type={shown ? 'text' : 'password'}
        autoComplete={kind}
        autoCapitalize="none"
        spellCheck={false}
        maxLength={256}
        value={value}
        aria-describedby={hint === undefined ? undefined : `${field}-hint`}
        onChange={(event) => onChange(event.target.value)}
      />
      {hint !== undefined && (
        <span id={`${field}-hint`} className="hint">
          {hint}
        </span>
      )}
      <label className="st show">
        <span className="tick">
          <input type="checkbox" checked={shown} onChange={(event) => setShown(event.target.checked)} />
        </span>
        {t('signIn.show')}
      </label>
    </div>
  );
}

const DIGITS = 6;

export const wholeCode = (code: string): boolean => code.length === DIGITS;

/** Six digits of an authenticator application. */
export function CodeField({ value, onChange, ref }: FieldProps) {
  const { t } = useWords();
  const field = useId();
  return (
    <div className="field">
      <label htmlFor={field}>{t('signIn.code')}</label>
      <input
        ref={ref}
        id={field}
        className="code-digits"
        type="text"
        inputMode="numeric"
        autoComplete="one-time-code"
        value={value}
        aria-describedby={`${field}-hint`}
        onChange={(event) => onChange(event.target.value.replace(/\D/g, '').slice(0, DIGITS))}
      />
      <span id={`${field}-hint`} className="hint">
        {t('signIn.codeHint')}
      </span>
    </div>
  );
}
