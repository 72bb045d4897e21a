import { useEffect, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { InvitationView } from '#contracts';
import { problemOf } from '../../api/refused.js';
import { WhyOff } from '../../frame/why-off.js';
import { useWords } from '../../language/words.js';
import { Act } from '../../parts/button.js';
import { Read } from '../../parts/panel.js';
import { Empty, Refusal } from '../../parts/states.js';
import { GateFrame } from '../../session/gate-frame.js';
import { acceptInvitation, readInvitation } from '../../session/session.js';
import { PasswordField } from './secret-fields.js';

/** As the API asks for it; the house checks again, and knows the passwords that were stolen elsewhere. */
const PASSWORD_AT_LEAST = 15;

/** Somebody invited looks at what they are invited to, and chooses a password. */
export default function Invitation({ token }: { readonly token: string }) {
  const { t } = useWords();
  const found = useQuery({
    queryKey: ['invitation'],
    queryFn: ({ signal }) => readInvitation(token, signal),
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  const spent = found.error !== null && problemOf(found.error).status === 404;
  useEffect(() => {
    document.title = `${t('invitation.title')} · Asiento`;
  }, [t]);
  return (
    <GateFrame>
      <section className="card" aria-labelledby="invitation">
        <header>
          <h1 id="invitation">{t('invitation.title')}</h1>
          {found.data && <p className="soft">{t('invitation.lead')}</p>}
        </header>
        {spent ? (
          <Empty mark="parked" title={t('invitation.spent')}>
            <p>{t('invitation.spentWhy')}</p>
            <a className="btn" href="/">
              {t('invitation.toSignIn')}
            </a>
          </Empty>
        ) : (
          <Read from={found} rows={4}>
            {(invitation) => <Accept invitation={invitation} token={token} />}
          </Read>
        )}
      </section>
    </GateFrame>
  );
}

function Accept({ invitation, token }: { readonly invitation: InvitationView; readonly token: string }) {
  const { t, coded, instant } = useWords();
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  // Characters as a person counts them, not as the text is stored.
  const missing = PASSWORD_AT_LEAST - [...password].length;
  const off = missing > 0 ? t('invitation.more', { count: missing }) : null;
  const accept = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await acceptInvitation(token, password);
    } catch (refused) {
      setError(refused);
      setBusy(false);
    }
  };
  return (
    <form className="body" onSubmit={(event) => event.preventDefault()}>
      <dl className="kv l">
        <dt>{t('me.name')}</dt>
        <dd>{invitation.name}</dd>
        <dt>{t('me.handle')}</dt>
        <dd className="code">{invitation.handle}</dd>
        <dt>{t('me.roles')}</dt>
        <dd>{invitation.roles.map((role) => coded('role', role)).join(', ')}</dd>
        <dt>{t('invitation.until')}</dt>
        <dd>{instant(invitation.expiresAt)}</dd>
      </dl>
      {/* The browser's own keeper of passwords files it under this name. */}
      <input
        className="hide"
        type="text"
        autoComplete="username"
        readOnly
        tabIndex={-1}
        aria-hidden="true"
        value={invitation.handle}
      />
      <PasswordField
        label={t('invitation.password')}
        hint={t('invitation.rules')}
        kind="new-password"
        value={password}
        onChange={setPassword}
      />
      {error !== null && <PasswordRefused error={error} />}
      <div className="rows-of-acts">
        <Act main type="submit" busy={busy} off={off} onAct={() => void accept()}>
          {t(busy ? 'signIn.busy' : 'invitation.accept')}
        </Act>
      </div>
      <WhyOff off={off} />
    </form>
  );
}

function PasswordRefused({ error }: { readonly error: unknown }) {
  const { t } = useWords();
  const faults = problemOf(error).errors ?? [];
  return (
    <>
      <Refusal error={error} title={t('invitation.refused')} />
      {faults.length > 0 && (
        <ul lang="en">
          {faults.map(({ rule, remedy }) => (
            <li key={rule}>
              {rule} {remedy}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
