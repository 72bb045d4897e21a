import { useState } from 'react';
import type { z } from 'zod';
import type { peopleApprovalRequest, PeopleProposalRow, peopleRejectionRequest } from '#contracts';
import { useActsOff } from '../../frame/acts-off.js';
import { shortHash } from '../../format/hash.js';
import { useWords } from '../../language/words.js';
import { CopyableCode } from '../../parts/copy.js';
import { DecisionActs } from '../../frame/decision-acts.js';
import { Reason, tooShort } from '../../parts/reason.js';
import { Status } from '../../parts/status.js';
import { useSession } from '../../session/session.js';
import { roleChanges, subjectWords, type RoleChange } from './subject-words.js';

type Approval = z.input<typeof peopleApprovalRequest>;
type Rejection = z.input<typeof peopleRejectionRequest>;
export type PeopleDecision =
  | { readonly act: 'approve'; readonly proposal: PeopleProposalRow; readonly body: Approval }
  | { readonly act: 'reject' | 'withdraw'; readonly proposal: PeopleProposalRow; readonly body: Rejection };

interface DecideProps {
  readonly proposal: PeopleProposalRow;
  readonly busy: boolean;
  readonly onDecide: (decision: PeopleDecision) => void;
}

/** Shows what is proposed about a person and takes the decision; one's own can be withdrawn, never approved. */
export function DecideAboutPeople({ proposal, busy, onDecide }: DecideProps) {
  const { t } = useWords();
  const { handle } = useSession();
  const cannotPropose = useActsOff('propose-people');
  const cannotApprove = useActsOff('approve-people');
  const [reason, setReason] = useState('');
  const own = proposal.proposedBy === handle;
  const aboutSelf = proposal.subject.handle === handle;
  const reasonMissing = tooShort(reason) ? t('accept.reasonFirst') : null;
  const approveOff = own
    ? t('proposals.own')
    : (cannotApprove ?? (aboutSelf ? t('people.aboutSelf') : null) ?? reasonMissing);
  const endOff = (own ? cannotPropose : cannotApprove) ?? reasonMissing;
  const said = { reason: reason.trim() };
  return (
    <form className="pad stackv decide" data-decide onSubmit={(event) => event.preventDefault()}>
      <Shown proposal={proposal} />
      <Reason value={reason} onChange={setReason} />
      <DecisionActs
        {...{ own, busy, approveOff, endOff }}
        onApprove={() => onDecide({ act: 'approve', proposal, body: { ...said, shown: proposal.shown } })}
        onEnd={() => onDecide({ act: own ? 'withdraw' : 'reject', proposal, body: said })}
      />
    </form>
  );
}

function Shown({ proposal }: { readonly proposal: PeopleProposalRow }) {
  const words = useWords();
  const { t, instant } = words;
  const { subject, before } = proposal;
  return (
    <>
      <h3>{subjectWords(subject, words)}</h3>
      <p className="soft">{t(`people.effect.${subject.kind}`)}</p>
      <dl className="kv l" data-shown>
        <dt>{t('periods.proposedBy')}</dt>
        <dd>
          {proposal.proposedBy}, {instant(proposal.proposedAt)}
        </dd>
        <dt>{t('reason.label')}</dt>
        <dd>{proposal.reason}</dd>
        <RoleDifference changes={roleChanges(subject, before)} />
        <dt>{t('proposals.shown')}</dt>
        <dd>
          <CopyableCode text={proposal.shown} shown={shortHash(proposal.shown)} what={t('proposals.shown')} />
        </dd>
      </dl>
    </>
  );
}

const marks = { given: 'pending', taken: 'held', kept: 'settled' } as const;

function RoleDifference({ changes }: { readonly changes: readonly RoleChange[] }) {
  const { t, titled } = useWords();
  if (changes.length === 0) return null;
  return (
    <>
      <dt>{t('me.roles')}</dt>
      <dd>
        <ul data-roles>
          {changes.map(({ role, change }) => (
            <li key={role}>
              <Status mark={marks[change]} word={t(`people.role.${change}`, { role: titled('role', role) })} />
            </li>
          ))}
        </ul>
      </dd>
    </>
  );
}
