import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { FactorToEnrol } from '#contracts';
import { WhyOff } from '../../frame/why-off.js';
import { useWords } from '../../language/words.js';
import { Act } from '../../parts/button.js';
import { CopyableCode } from '../../parts/copy.js';
import { Loading, Refusal } from '../../parts/states.js';
import { beginEnrolment, confirmEnrolment } from '../../session/session.js';
import { CodeField, PasswordField, wholeCode } from './secret-fields.js';

const QrCode = lazy(() => import('./qr-code.js'));

interface EnrolFactorProps {
  readonly lead: string;
  /** @param fresh whether the code that confirmed also counts as a fresh one */
  readonly onEnrolled: (fresh: boolean) => void;
}

/** Password again, then the secret for the application, then a code that proves it arrived. */
export function EnrolFactor({ lead, onEnrolled }: EnrolFactorProps) {
  const { t } = useWords();
  const [secret, setSecret] = useState<FactorToEnrol | null>(null);
  return (
    <div className="pad stackv" data-enrol>
      <p>{lead}</p>
      <ol className="steps">
        <li aria-current={secret === null ? 'step' : undefined}>{t('factor.stepPassword')}</li>
        <li aria-current={secret === null ? undefined : 'step'}>{t('factor.stepCode')}</li>
      </ol>
      {secret === null ? (
        <PasswordAgain onBegun={setSecret} />
      ) : (
        <ConfirmCode toEnrol={secret} onEnrolled={onEnrolled} />
      )}
    </div>
  );
}

function PasswordAgain({ onBegun }: { readonly onBegun: (toEnrol: FactorToEnrol) => void }) {
  const { t } = useWords();
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const off = password === '' ? t('factor.passwordFirst') : null;
  const begin = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      onBegun(await beginEnrolment(password));
    } catch (refused) {
      setError(refused);
      setBusy(false);
    }
  };
  return (
    <form className="stackv" onSubmit={(event) => event.preventDefault()}>
      <PasswordField label={t('signIn.password')} kind="current-password" value={password} onChange={setPassword} />
      {error !== null && <Refusal error={error} title={t('factor.notBegun')} />}
      <div className="rows-of-acts">
        <Act main type="submit" busy={busy} off={off} onAct={() => void begin()}>
          {t(busy ? 'signIn.busy' : 'factor.begin')}
        </Act>
      </div>
      <WhyOff off={off} />
    </form>
  );
}

interface ConfirmCodeProps {
  readonly toEnrol: FactorToEnrol;
  readonly onEnrolled: (fresh: boolean) => void;
}

function ConfirmCode({ toEnrol: { secret, uri }, onEnrolled }: ConfirmCodeProps) {
  const { t } = useWords();
  const codeField = useRef<HTMLInputElement>(null);
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const off = wholeCode(code) ? null : t('signIn.codeFirst');
  useEffect(() => codeField.current?.focus(), []);
  const confirm = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      onEnrolled(await confirmEnrolment(code));
    } catch (refused) {
      setCode('');
      setError(refused);
      setBusy(false);
    }
  };
  return (
    <form className="stackv" onSubmit={(event) => event.preventDefault()}>
      <p className="soft">{t('factor.scan')}</p>
      <Suspense fallback={<Loading rows={4} />}>
        <QrCode text={uri} label={t('factor.qr')} />
      </Suspense>
      <p>
        {t('factor.secret')} <CopyableCode text={secret} what={t('factor.secret')} />
      </p>
      <CodeField ref={codeField} value={code} onChange={setCode} />
      {error !== null && <Refusal error={error} title={t('factor.refused')} />}
      <div className="rows-of-acts">
        <Act main type="submit" busy={busy} off={off} onAct={() => void confirm()}>
          {t(busy ? 'signIn.busy' : 'factor.confirm')}
        </Act>
      </div>
      <WhyOff off={off} />
    </form>
  );
}
