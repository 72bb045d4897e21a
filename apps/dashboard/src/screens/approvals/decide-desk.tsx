import { useState } from 'react';
import type { DeskProposalRow } from '#contracts';
import { samePerson } from '../../api/same-person.js';
import { useActsOff } from '../../frame/acts-off.js';
import { useWords } from '../../language/words.js';
import { DecisionActs } from '../../frame/decision-acts.js';
import { Reason, tooShort } from '../../parts/reason.js';
import { useSession } from '../../session/session.js';
import type { DeskDecision } from './use-desk-decision.js';

interface DecideDeskProps {
  readonly proposal: DeskProposalRow;
  readonly busy: boolean;
  readonly onDecide: (decision: DeskDecision) => void;
  /** Offers one of the two acts alone. */
  readonly only?: 'approve' | 'reject' | undefined;
}

/** Takes the decision on a proposal of the desk: another person's is approved or rejected, one's own withdrawn. */
export function DecideDesk({ proposal, busy, onDecide, only }: DecideDeskProps) {
  const { t } = useWords();
  const { handle } = useSession();
  const cannotPropose = useActsOff('propose-decisions');
  const cannotApprove = useActsOff('approve-decisions');
  const [reason, setReason] = useState('');
  const own = samePerson(handle, proposal.proposedBy);
  const reasonMissing = tooShort(reason) ? t('accept.reasonFirst') : null;
  const approveOff = own ? t('proposals.own') : (cannotApprove ?? reasonMissing);
  const endOff = (own ? cannotPropose : cannotApprove) ?? reasonMissing;
  const said = { reason: reason.trim() };
  const approve = () => onDecide({ act: 'approve', proposal, body: { ...said, shown: proposal.shown } });
  const end = () => onDecide({ act: own ? 'withdraw' : 'reject', proposal, body: said });
  return (
    <form className="stackv" data-decide onSubmit={(event) => event.preventDefault()}>
      <Reason value={reason} onChange={setReason} />
      <DecisionActs {...{ own, busy, approveOff, endOff, only }} onApprove={approve} onEnd={end} />
    </form>
  );
}
