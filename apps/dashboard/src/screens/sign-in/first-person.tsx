import { useEffect } from 'react';
import { useWords } from '../../language/words.js';
import { GateFrame } from '../../session/gate-frame.js';
import { readSession } from '../../session/session.js';

const LOOK_MS = 5_000;
/** As the house prints it when it starts, with the rest of the line. */
const COMMAND = 'asiento people invite …';

/** A house without people: nobody can sign in before somebody is invited at the machine itself. */
export default function FirstPerson() {
  const { t } = useWords();
  useEffect(() => {
    document.title = `${t('firstPerson.title')} · Asiento`;
  }, [t]);
  useEffect(() => {
    const timer = setInterval(() => void readSession(), LOOK_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <GateFrame>
      <section className="card" aria-labelledby="first-person">
        <header>
          <h1 id="first-person">{t('firstPerson.title')}</h1>
          <p className="soft">{t('firstPerson.lead')}</p>
        </header>
        <div className="body">
          <ol className="numbered">
            <li>
              {t('firstPerson.command')}
              <code className="key">{COMMAND}</code>
            </li>
            <li>{t('firstPerson.link')}</li>
            <li>{t('firstPerson.next')}</li>
          </ol>
          <div>
            <button className="btn" type="button" onClick={() => void readSession()}>
              {t('firstPerson.look')}
            </button>
          </div>
        </div>
      </section>
    </GateFrame>
  );
}
