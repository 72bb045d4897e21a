import { useRef } from 'react';
import { useParams } from '@tanstack/react-router';
import { rowsOf } from '../../api/resources.js';
import { usePeople, usePeopleProposals } from '../../api/people.js';
import { useKeys } from '../../frame/keys.js';
import { LostScreen } from '../../frame/lost.js';
import { ScreenHead } from '../../frame/screen-head.js';
import { useWords } from '../../language/words.js';
import { Panel, Read } from '../../parts/panel.js';
import { useSession } from '../../session/session.js';
import { DecidedAboutPeople } from './decided.js';
import { PeopleTable } from './people-table.js';
import { ProposeAboutPeople } from './propose.js';
import { WaitingAboutPeople } from './waiting.js';

/** Who works here, what is proposed about them, and who decides it. */
export function People() {
  const { peoplePath } = useParams({ from: '/$peoplePath' });
  const session = useSession();
  return session.peoplePath === peoplePath ? <Administration peoplePath={peoplePath} /> : <LostScreen />;
}

function Administration({ peoplePath }: { readonly peoplePath: string }) {
  const { t } = useWords();
  const frame = useRef<HTMLDivElement>(null);
  const people = usePeople(peoplePath);
  const waiting = usePeopleProposals(peoplePath, 'waiting');
  const focus = (selector: string) => frame.current?.querySelector<HTMLElement>(selector)?.focus();
  useKeys([
    { key: 'p', word: 'keys.propose', run: () => focus('[data-propose] select') },
    { key: 'a', word: 'keys.decide', run: () => focus('[data-decide] textarea') },
  ]);
  return (
    <>
      <ScreenHead title={t('people.title')} />
      <div className="books" ref={frame}>
        <div className="stackv">
          <Panel
            title={t('proposals.title')}
            meta={waiting.data && t('proposals.count', { count: rowsOf(waiting.data).length })}
          >
            <Read from={waiting} rows={3}>
              {(answer) => <WaitingAboutPeople waiting={rowsOf(answer)} peoplePath={peoplePath} />}
            </Read>
          </Panel>
          <Panel title={t('people.who')}>
            <Read from={people} rows={6}>
              {(answer) => <PeopleTable people={rowsOf(answer)} />}
            </Read>
          </Panel>
        </div>
        <div className="stackv">
          <Panel title={t('people.propose')}>
            <Read from={people} rows={4}>
              {(answer) => <ProposeAboutPeople people={rowsOf(answer)} peoplePath={peoplePath} />}
            </Read>
          </Panel>
          <DecidedAboutPeople peoplePath={peoplePath} />
        </div>
      </div>
    </>
  );
}
