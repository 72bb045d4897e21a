import type { WaitingProposal } from '../../api/approvals.js';
import { Dialog } from '../../frame/dialog.js';
import { useWords } from '../../language/words.js';
import { DecideBooks, type useBooksDecision } from '../periods/decide-proposal.js';
import { DecisionRefused } from '../periods/decision-refused.js';
import { DeskRefusal } from './came-of-it.js';
import { DecideDesk } from './decide-desk.js';
import { DeskEffect } from './desk-effect.js';
import { wordsOf } from './desk-words.js';
import { ProposalFacts } from './proposal-facts.js';
import type { DecisionMade } from './use-desk-decision.js';

/** What somebody is about to decide: the proposal as it was when they asked, so that nothing changes under their hands. */
export interface Asked {
  readonly act: 'approve' | 'reject';
  readonly proposal: WaitingProposal;
}

interface DecideDialogProps {
  readonly asked: Asked;
  readonly desk: DecisionMade;
  readonly books: ReturnType<typeof useBooksDecision>;
  readonly onDecided: () => void;
  /** Nothing came of it; what waits may have changed all the same. */
  readonly onRefused: () => void;
  readonly onClose: () => void;
}

/** Approves or rejects one proposal with a reason, with its effect in sight; refused, it stays and says why. */
export function DecideDialog({ asked, desk, books, onDecided, onRefused, onClose }: DecideDialogProps) {
  const words = useWords();
  const { act, proposal } = asked;
  const ends = proposal.turn === 'own' ? 'withdraw' : 'reject';
  const title = words.t(`approvals.ask.${act === 'approve' ? act : ends}`, { what: wordsOf(proposal, words) });
  const done = { onSuccess: onDecided, onError: onRefused };
  return (
    <Dialog open wide title={title} onClose={onClose}>
      <div className="pad stackv" data-asked={act}>
        {proposal.of === 'desk' ? (
          <>
            <ProposalFacts proposal={proposal.row} />
            <DeskEffect proposal={proposal.row} />
            {desk.error !== null && <DeskRefusal error={desk.error} />}
            <DecideDesk
              proposal={proposal.row}
              busy={desk.isPending}
              only={act}
              onDecide={(decision) => desk.mutate(decision, done)}
            />
          </>
        ) : (
          <>
            {books.error !== null && books.variables && (
              <DecisionRefused error={books.error} decided={books.variables.proposal} />
            )}
            <DecideBooks
              proposal={proposal.row}
              busy={books.isPending}
              only={act}
              onDecide={(decision) => books.mutate(decision, done)}
            />
          </>
        )}
      </div>
    </Dialog>
  );
}
