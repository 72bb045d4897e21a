import { rightToDecide, type Proposal, type WaitingProposal } from '../../api/approvals.js';
import { useActsOff } from '../../frame/acts-off.js';
import { WhyOff } from '../../frame/why-off.js';
import { useWords } from '../../language/words.js';
import { Act } from '../../parts/button.js';
import { Empty } from '../../parts/states.js';
import { BooksDecided, type useBooksDecision } from '../periods/decide-proposal.js';
import { ProposalShown } from '../periods/proposal-shown.js';
import { CameOfIt } from './came-of-it.js';
import { wordsOf } from './desk-words.js';
import type { Asked } from './decide-dialog.js';
import { ProposalFacts } from './proposal-facts.js';
import type { DecisionMade } from './use-desk-decision.js';

interface ProposalDrawerProps {
  readonly proposal: WaitingProposal | undefined;
  readonly desk: DecisionMade;
  readonly books: ReturnType<typeof useBooksDecision>;
  /** The dialog is open and speaks for itself. */
  readonly asking: boolean;
  readonly onAsk: (act: Asked['act']) => void;
  readonly onOpen: (proposal: Proposal) => void;
}

/** The selected proposal whole, the ways to decide it, and what came of the last decision. */
export function ProposalDrawer({ proposal, desk, books, asking, onAsk, onOpen }: ProposalDrawerProps) {
  const words = useWords();
  const { t } = words;
  return (
    <aside className="drawer" aria-label={t('drawer.label')} tabIndex={0}>
      {!asking && (desk.data || desk.error || books.data) && (
        <section>
          <CameOfIt decision={desk} />
          {books.data && (
            <p role="status" data-decided>
              <BooksDecided proposal={books.data} />
            </p>
          )}
        </section>
      )}
      {proposal === undefined ? (
        <Empty mark="info" title={t('approvals.drawerEmpty')}>
          <p>{t('approvals.drawerEmptyWhy')}</p>
        </Empty>
      ) : (
        <>
          <section>
            {proposal.of === 'desk' ? (
              <div className="stackv">
                <h3>{wordsOf(proposal, words)}</h3>
                <ProposalFacts proposal={proposal.row} />
              </div>
            ) : (
              <ProposalShown proposal={proposal.row} />
            )}
          </section>
          <Acts proposal={proposal} onAsk={onAsk} onOpen={onOpen} />
        </>
      )}
    </aside>
  );
}

interface ActsProps {
  readonly proposal: WaitingProposal;
  readonly onAsk: (act: Asked['act']) => void;
  readonly onOpen: (proposal: Proposal) => void;
}

function Acts({ proposal, onAsk, onOpen }: ActsProps) {
  const { t } = useWords();
  const cannotApprove = useActsOff(rightToDecide(proposal));
  const cannotPropose = useActsOff(proposal.of === 'desk' ? 'propose-decisions' : 'propose-books');
  const own = proposal.turn === 'own';
  const approveOff = own ? t('proposals.own') : cannotApprove;
  return (
    <section className="stackv">
      <div className="rows-of-acts">
        <Act main off={approveOff} onAct={() => onAsk('approve')}>
          {t('proposals.approve')} <kbd>a</kbd>
        </Act>
        <Act off={own ? cannotPropose : cannotApprove} onAct={() => onAsk('reject')}>
          {t(own ? 'proposals.withdraw' : 'proposals.reject')} <kbd>r</kbd>
        </Act>
        <button className="btn bare" type="button" onClick={() => onOpen(proposal)}>
          {t('drawer.open')} <kbd>Enter</kbd>
        </button>
      </div>
      <WhyOff off={approveOff} />
    </section>
  );
}
