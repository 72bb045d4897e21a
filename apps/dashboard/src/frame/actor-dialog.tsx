import { useId, useState } from 'react';
import { useWords } from '../language/words.js';
import { Act } from '../parts/button.js';
import { Icon } from '../parts/icon.js';
import { ACTOR_LENGTH, closeActorQuestion, nameActor, useActor, useActorQuestion } from './actor.js';
import { Dialog } from './dialog.js';

/** Asks a clerk for a handle. It is a name, not a sign-in, and says so. */
export function ActorDialog() {
  const { t } = useWords();
  const open = useActorQuestion();
  return (
    <Dialog open={open} title={t('actor.question')} onClose={closeActorQuestion}>
      <HandleForm />
    </Dialog>
  );
}

function HandleForm() {
  const { t } = useWords();
  const field = useId();
  const [handle, setHandle] = useState(useActor() ?? '');
  const usable = /^[a-z0-9][a-z0-9._-]*$/i.test(handle);
  const wrong = handle !== '' && !usable;
  const submit = () => {
    if (usable) nameActor(handle);
  };
  return (
    <form className="pad stackv" onSubmit={submit}>
      <div className="field">
        <label htmlFor={field}>{t('actor.handle')}</label>
        <input
          id={field}
          type="text"
          autoComplete="username"
          maxLength={ACTOR_LENGTH}
          value={handle}
          aria-invalid={wrong}
          aria-describedby={`${field}-hint`}
          onChange={(event) => setHandle(event.target.value.trim())}
        />
        <span id={`${field}-hint`} className={wrong ? 'err' : 'hint'}>
          {t(wrong ? 'actor.wrong' : 'actor.hint')}
        </span>
      </div>
      <p className="note st-info">
        <Icon name="info" />
        <span>{t('loopback.long')}</span>
      </p>
      <div className="acts">
        <Act main type="submit" off={usable ? null : t('actor.hint')} onAct={submit}>
          {t('actor.keep')}
        </Act>
        <button className="btn" type="button" onClick={closeActorQuestion}>
          {t('close')}
        </button>
      </div>
    </form>
  );
}
