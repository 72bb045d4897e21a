import { useState } from 'react';
import { Dialog } from '../../frame/dialog.js';
import { WhyOff } from '../../frame/why-off.js';
import { useWords } from '../../language/words.js';
import { Act } from '../../parts/button.js';
import { Refusal } from '../../parts/states.js';
import type { FactorPurpose } from '../../session/factor-question.js';
import { giveFreshCode, useSession } from '../../session/session.js';
import { EnrolFactor } from './enrol-factor.js';
import { CodeField, wholeCode } from './secret-fields.js';
import { useWait } from './use-wait.js';

interface FactorDialogProps {
  readonly purpose: FactorPurpose;
  readonly onAnswer: (given: boolean) => void;
}

/** A fresh code of the second factor, after enrolling one where there is none. */
export default function FactorDialog({ purpose, onAnswer }: FactorDialogProps) {
  const { t } = useWords();
  const { factor } = useSession();
  // Enrolling makes the session one with a factor; whether its code counts as fresh is known only then.
  const [enrols] = useState(factor === 'none');
  const [enrolled, setEnrolled] = useState(false);
  const enrol = enrols && !enrolled;
  return (
    <Dialog open title={t(enrol ? 'factor.enrolTitle' : 'factor.title')} onClose={() => onAnswer(false)}>
      {enrol ? (
        <EnrolFactor
          lead={purpose === 'fresh' ? t('factor.enrolFirst') : t('factor.enrolWhy')}
          onEnrolled={(fresh) => {
            if (fresh || purpose === 'enrol') onAnswer(true);
            else setEnrolled(true);
          }}
        />
      ) : (
        <FreshCode onGiven={() => onAnswer(true)} />
      )}
    </Dialog>
  );
}

function FreshCode({ onGiven }: { readonly onGiven: () => void }) {
  const { t } = useWords();
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [left, wait] = useWait();
  const off = left > 0 ? t('signIn.waitFirst', { count: left }) : wholeCode(code) ? null : t('signIn.codeFirst');
  const give = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await giveFreshCode(code);
      onGiven();
    } catch (refused) {
      setCode('');
      setError(refused);
      wait(refused);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="pad stackv" data-fresh-code onSubmit={(event) => event.preventDefault()}>
      <p>{t('factor.why')}</p>
      <CodeField value={code} onChange={setCode} />
      {error !== null && <Refusal error={error} title={t('factor.refused')} />}
      <div className="rows-of-acts">
        <Act main type="submit" busy={busy} off={off} onAct={() => void give()}>
          {t(busy ? 'signIn.busy' : 'factor.give')}
        </Act>
      </div>
      <WhyOff off={off} />
    </form>
  );
}
