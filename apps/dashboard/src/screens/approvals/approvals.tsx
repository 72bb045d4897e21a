import { useState } from 'react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useWaiting, type Proposal } from '../../api/approvals.js';
import { useKeys } from '../../frame/keys.js';
import { ScreenHead } from '../../frame/screen-head.js';
import { useWords } from '../../language/words.js';
import { useBooksDecision } from '../periods/decide-proposal.js';
import { Decided } from './decided.js';
import { DecideDialog, type Asked } from './decide-dialog.js';
import { ProposalDrawer } from './proposal-drawer.js';
import { useDeskDecision } from './use-desk-decision.js';
import { WaitingGrid } from './waiting-grid.js';

/** Everything that waits for a second person, over the services and the books, and what was decided. */
export function Approvals() {
  const { t, count } = useWords();
  const search = useSearch({ from: '/approvals' });
  const waiting = useWaiting();
  const openProposal = useOpenProposal();
  const desk = useDeskDecision();
  const books = useBooksDecision();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [decisions, setDecisions] = useState(0);
  const showsDecided = search.tab === 'decided';
  const open = showsDecided ? undefined : waiting.rows.find(({ row }) => row.proposalId === search.open);
  const countDecision = () => setDecisions((before) => before + 1);
  const ask = (act: Asked['act']): void => {
    if (open === undefined) return;
    // What came of the last decision is not said of the next.
    desk.reset();
    books.reset();
    setAsked({ act, proposal: open });
  };
  useKeys([
    { key: 'a', word: 'keys.approve', run: () => ask('approve') },
    { key: 'r', word: 'keys.reject', run: () => ask('reject') },
  ]);
  return (
    <div className={showsDecided ? 'blotter whole-width' : 'blotter'}>
      <ScreenHead title={t('approvals.title')} />
      <div className="left blotter-rows">
        <div className="line-row">
          <nav className="tabs" aria-label={t('approvals.tabs')}>
            <Link to="/approvals" search={{}} aria-current={showsDecided ? undefined : 'page'} activeProps={{}}>
              {t('approvals.waiting')} {waiting.complete && <span className="c">{count(waiting.rows.length)}</span>}
            </Link>
            <Link
              to="/approvals"
              search={{ tab: 'decided' }}
              aria-current={showsDecided ? 'page' : undefined}
              activeProps={{ 'aria-current': showsDecided ? 'page' : undefined }}
            >
              {t('proposals.decided')}
            </Link>
          </nav>
        </div>
        {showsDecided ? (
          <Decided />
        ) : (
          <WaitingGrid waiting={waiting} openKey={search.open} decisions={decisions} onEnter={openProposal} />
        )}
      </div>
      {!showsDecided && (
        <ProposalDrawer
          proposal={open}
          desk={desk}
          books={books}
          asking={asked !== null}
          onAsk={ask}
          onOpen={openProposal}
        />
      )}
      {asked && (
        <DecideDialog
          asked={asked}
          desk={desk}
          books={books}
          onDecided={() => {
            setAsked(null);
            countDecision();
          }}
          onRefused={countDecision}
          onClose={() => setAsked(null)}
        />
      )}
    </div>
  );
}

/** Goes to the screen of what a proposal is about. */
function useOpenProposal(): (proposal: Proposal) => void {
  const navigate = useNavigate();
  return ({ of, row }) => {
    if (of === 'books') {
      const month = row.subject.kind === 'period' ? row.subject.month : undefined;
      void navigate({ to: '/ledger/periods', search: { month, proposal: row.proposalId } });
    } else if (row.act === 'accept') void navigate({ to: '/breaks/$breakId', params: { breakId: row.object } });
    else if (row.act === 'resend') void navigate({ to: '/exceptions', search: { open: row.object } });
    else void navigate({ to: '/repair/$parkedMessageId', params: { parkedMessageId: row.object } });
  };
}
