import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { problemOf } from '../../api/refused.js';
import { useWords } from '../../language/words.js';
import { Act } from '../../parts/button.js';
import { Icon } from '../../parts/icon.js';
import { Refusal } from '../../parts/states.js';
import { WhyOff } from '../../frame/why-off.js';
import { signIn } from '../../session/session.js';
import { CodeField, PasswordField, wholeCode } from './secret-fields.js';
import { useWait } from './use-wait.js';

interface SignInFormProps {
  /** Who signs in again; absent where anybody may. */
  readonly known?: string;
  readonly children?: ReactNode;
}

/** Handle, password, and a code where the house asks for one. It never says which of them was wrong. */
export function SignInForm({ known, children }: SignInFormProps) {
  const { t } = useWords();
  const field = useId();
  const codeField = useRef<HTMLInputElement>(null);
  const [handle, setHandle] = useState(known ?? '');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [codeAsked, setCodeAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [left, wait] = useWait();
  useEffect(() => {
    if (codeAsked) codeField.current?.focus();
  }, [codeAsked]);
  const submit = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await signIn({ handle: handle.trim(), password, ...(codeAsked ? { code } : {}) });
    } catch (refused) {
      setCode('');
      wait(refused);
      if (problemOf(refused).code === 'code-needed') setCodeAsked(true);
      else setError(refused);
    } finally {
      setBusy(false);
    }
  };
  const missing =
    handle.trim() === '' || password === ''
      ? t('signIn.bothFirst')
      : codeAsked && !wholeCode(code)
        ? t('signIn.codeFirst')
        : null;
  const off = left > 0 ? t('signIn.waitFirst', { count: left }) : missing;
  return (
    <form className="body" onSubmit={(event) => event.preventDefault()}>
      <div className="field">
        <label htmlFor={field}>{t('signIn.handle')}</label>
        <input
          id={field}
          type="text"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={64}
          readOnly={known !== undefined}
          autoFocus={known === undefined}
          value={handle}
          onChange={(event) => setHandle(event.target.value)}
        />
      </div>
      <PasswordField label={t('signIn.password')} kind="current-password" value={password} onChange={setPassword} />
      {codeAsked && <CodeField ref={codeField} value={code} onChange={setCode} />}
      {error !== null && <SignInRefused error={error} />}
      <div className="rows-of-acts">
        <Act main type="submit" busy={busy} off={off} onAct={() => void submit()}>
          {t(busy ? 'signIn.busy' : 'signIn.signIn')}
        </Act>
        {children}
      </div>
      <WhyOff off={off} />
    </form>
  );
}

/** What is expected of a person needs no code of ours; what is not is said in full. */
function SignInRefused({ error }: { readonly error: unknown }) {
  const { t } = useWords();
  const { code } = problemOf(error);
  if (code !== 'sign-in-refused' && code !== 'wait-first') return <Refusal error={error} title={t('signIn.failed')} />;
  return (
    <p className="note st-failing" role="alert">
      <Icon name="failing" />
      <span>{t(code === 'wait-first' ? 'signIn.rests' : 'signIn.refused')}</span>
    </p>
  );
}
