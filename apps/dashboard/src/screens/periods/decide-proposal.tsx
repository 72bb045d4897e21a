import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { approvalRequest, ProposalRow, rejectionRequest } from '#contracts';
import { act } from '../../api/client.js';
import { PROPOSALS, useReadiness } from '../../api/periods.js';
import { useActsOff } from '../../frame/acts-off.js';
import { useWords } from '../../language/words.js';
import { DecisionActs } from '../../frame/decision-acts.js';
import { Reason, tooShort } from '../../parts/reason.js';
import { Status } from '../../parts/status.js';
import { useSession } from '../../session/session.js';
import { DecisionRefused } from './decision-refused.js';
import { samePerson } from '../../api/same-person.js';
import { ProposalShown } from './proposal-shown.js';
import { proposalWords } from './proposal-words.js';

type Approval = z.input<typeof approvalRequest>;
type Rejection = z.input<typeof rejectionRequest>;
export type BooksDecision =
  | { readonly act: 'approve'; readonly proposal: ProposalRow; readonly body: Approval }
  | { readonly act: 'reject' | 'withdraw'; readonly proposal: ProposalRow; readonly body: Rejection };

/** Shows what is proposed and takes the decision; afterwards it says what came of it, until another proposal is decided. */
export function DecideProposal({ proposal }: { readonly proposal: ProposalRow | undefined }) {
  const decide = useBooksDecision();
  return (
    <>
      {decide.data && (
        <p className="pad" role="status" data-decided>
          <BooksDecided proposal={decide.data} />
        </p>
      )}
      {decide.error !== null && decide.variables && (
        <div className="pad">
          <DecisionRefused error={decide.error} decided={decide.variables.proposal} />
        </div>
      )}
      {proposal && (
        <div className="pad decide">
          <DecideBooks
            key={proposal.proposalId}
            proposal={proposal}
            busy={decide.isPending}
            onDecide={(decision) => decide.mutate(decision)}
          />
        </div>
      )}
    </>
  );
}

/** Sends decisions on proposals of the books. */
export function useBooksDecision() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ act: what, proposal: { proposalId }, body }: BooksDecision) =>
      act<ProposalRow>(`${PROPOSALS}/${encodeURIComponent(proposalId)}/${what}`, body),
    // Done or refused, what waits may have changed.
    onSettled: () => queries.invalidateQueries(),
  });
}

/** What was decided, in one line. */
export function BooksDecided({ proposal }: { readonly proposal: ProposalRow }) {
  const words = useWords();
  const { t, coded } = words;
  const { state } = proposal;
  return (
    <Status
      mark={state === 'approved' ? 'settled' : 'parked'}
      word={t('proposals.done', { what: proposalWords(proposal, words), state: coded('proposalState', state) })}
      pill
    />
  );
}

interface DecideBooksProps {
  readonly proposal: ProposalRow;
  readonly busy: boolean;
  readonly onDecide: (decision: BooksDecision) => void;
  /** Offers one of the two acts alone. */
  readonly only?: 'approve' | 'reject' | undefined;
}

/** Shows what is proposed and takes the decision. */
export function DecideBooks({ proposal, busy, onDecide, only }: DecideBooksProps) {
  const { t } = useWords();
  const { handle } = useSession();
  const cannotPropose = useActsOff('propose-books');
  const cannotApprove = useActsOff('approve-books');
  const [reason, setReason] = useState('');
  const notReady = useNotReady(proposal);
  const own = samePerson(handle, proposal.proposedBy);
  const reasonMissing = tooShort(reason) ? t('accept.reasonFirst') : null;
  const approveOff = own ? t('proposals.own') : (cannotApprove ?? notReady ?? reasonMissing);
  // One's own proposal is taken back by the right it was made with.
  const endOff = (own ? cannotPropose : cannotApprove) ?? reasonMissing;
  const said = { reason: reason.trim() };
  const approve = (): void => {
    onDecide({ act: 'approve', proposal, body: { ...said, shown: proposal.shown } });
  };
  const end = (): void => {
    onDecide({ act: own ? 'withdraw' : 'reject', proposal, body: said });
  };
  return (
    <form className="stackv" data-decide onSubmit={(event) => event.preventDefault()}>
      <ProposalShown proposal={proposal} />
      <Reason value={reason} onChange={setReason} />
      <DecisionActs {...{ own, busy, approveOff, endOff, only }} onApprove={approve} onEnd={end} />
    </form>
  );
}

/** A month is not closed for good while more stands in the way than both agree to pass over; null where nothing does. */
function useNotReady({ subject }: ProposalRow): string | null {
  const { t } = useWords();
  const closing = subject.kind === 'period' && subject.to === 'hard' ? subject : null;
  const readiness = useReadiness(closing?.month ?? null).data;
  if (closing === null) return null;
  if (readiness === undefined) return t('periods.offUnknown');
  const passed: readonly string[] = closing.inSpiteOf ?? [];
  return readiness.blockers.every(({ name }) => passed.includes(name)) ? null : t('periods.offBlocked');
}
