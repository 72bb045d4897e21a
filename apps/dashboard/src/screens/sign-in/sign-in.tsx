import { useEffect } from 'react';
import { useWords } from '../../language/words.js';
import { GateFrame } from '../../session/gate-frame.js';
import { SignInForm } from './sign-in-form.js';

/** The door of the house. */
export default function SignIn() {
  const { t } = useWords();
  useEffect(() => {
    document.title = `${t('signIn.title')} · Asiento`;
  }, [t]);
  return (
    <GateFrame>
      <section className="card" aria-labelledby="sign-in">
        <header>
          <h1 id="sign-in">{t('signIn.title')}</h1>
          <p className="soft">{t('signIn.lead')}</p>
        </header>
        <SignInForm />
      </section>
    </GateFrame>
  );
}
