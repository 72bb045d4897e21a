import { useEffect, useRef, type ReactNode } from 'react';
import type { DeskProposalRow } from '#contracts';
import { problemOf } from '../../api/refused.js';
import { useWords } from '../../language/words.js';
import { Refusal } from '../../parts/states.js';
import { Status } from '../../parts/status.js';
import { Faults } from '../repair/faults.js';
import { deskWords } from './desk-words.js';
import type { DecisionMade } from './use-desk-decision.js';

/** What came of the last decision made here: done with its outcome, or why nothing came of it. */
export function CameOfIt({ decision: { data, error } }: { readonly decision: Pick<DecisionMade, 'data' | 'error'> }) {
  if (data) return <Done key={`${data.proposalId} ${data.state}`} proposal={data} />;
  if (error === null) return null;
  return <DeskRefusal error={error} />;
}

/** Why nothing came of a decision, with the new faults where a repaired message is refused again. */
export function DeskRefusal({ error }: { readonly error: unknown }) {
  const { t } = useWords();
  const faults = problemOf(error).errors ?? [];
  return (
    <Found>
      <Refusal error={error} title={t('proposals.refused')} />
      {faults.length > 0 && <Faults faults={faults} />}
    </Found>
  );
}

function Done({ proposal }: { readonly proposal: DeskProposalRow }) {
  const words = useWords();
  const { t, coded } = words;
  const { state, outcome } = proposal;
  return (
    <Found>
      <div className="stackv" role="status" data-decided>
        <Status
          mark={state === 'approved' ? 'settled' : 'parked'}
          word={t('proposals.done', { what: deskWords(proposal, words), state: coded('proposalState', state) })}
          pill
        />
        {outcome !== null && <Outcome outcome={outcome} />}
      </div>
    </Found>
  );
}

/** What came of an approved proposal; the services say it in English, which stays where there are no words for it. */
export function Outcome({ outcome }: { readonly outcome: string }) {
  const { t, coded } = useWords();
  const word = coded('outcome', outcome);
  return (
    <p className="soft">
      {t('desk.outcome')} <span lang={word === outcome ? 'en' : undefined}>{word}</span>
    </p>
  );
}

/** What was decided on is gone, and the focus with it: a reader with a keyboard goes on from what came of it. */
function Found({ children }: { readonly children: ReactNode }) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (document.activeElement === document.body) element.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div ref={element} tabIndex={-1} className="stackv">
      {children}
    </div>
  );
}
