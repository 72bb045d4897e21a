import type { ProposalRow } from '#contracts';
import { problemOf } from '../../api/refused.js';
import { useProposals } from '../../api/periods.js';
import { useWords, type Words } from '../../language/words.js';
import { Icon } from '../../parts/icon.js';
import { Refusal } from '../../parts/states.js';
import { useSession } from '../../session/session.js';
import { samePerson } from '../../api/same-person.js';

interface DecisionRefusedProps {
  readonly error: unknown;
  /** The proposal as it was when it was decided on. */
  readonly decided: ProposalRow;
}

/** Why nothing came of a decision, in the reader's words as far as the proposal itself tells it, and in the ledger's own. */
export function DecisionRefused({ error, decided }: DecisionRefusedProps) {
  const words = useWords();
  const { t } = words;
  const { handle } = useSession();
  const { code, detail, status } = problemOf(error);
  const now = useProposals().rows.find(({ proposalId }) => proposalId === decided.proposalId);
  if (code !== 'decision-refused') return <Refusal error={error} title={t('proposals.refused')} />;
  return (
    <div className="note st-failing" role="alert">
      <Icon name="failing" />
      <div>
        <b>{t('proposals.refused')}</b> {reasonOf(now, decided, handle, words)}
        <br />
        <span className="soft">
          <span className="code">{code}</span>, {t('failure.status', { status })}, <span lang="en">{detail}</span>
        </span>
      </div>
    </div>
  );
}

/** The ledger gives its reason in English; what the proposal shows by itself is said in the reader's language. */
function reasonOf(now: ProposalRow | undefined, decided: ProposalRow, actor: string, { t, coded }: Words): string {
  if (now !== undefined && now.state !== 'waiting')
    return t('proposals.decidedAlready', { state: coded('proposalState', now.state), who: now.decidedBy ?? '' });
  if (samePerson(decided.proposedBy, actor)) return t('proposals.own');
  if (now !== undefined && now.shown !== decided.shown) return t('proposals.changed');
  return t('proposals.monthMoved');
}
