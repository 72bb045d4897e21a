import type { ReactNode } from 'react';
import type { DeskProposalRow } from '#contracts';
import { useWords } from '../../language/words.js';
import { Panel } from '../../parts/panel.js';
import { CameOfIt } from './came-of-it.js';
import { DecideDesk } from './decide-desk.js';
import { deskWords } from './desk-words.js';
import { ProposalFacts } from './proposal-facts.js';
import type { DecisionMade } from './use-desk-decision.js';

interface WaitsHereProps {
  readonly proposal: DeskProposalRow | null;
  readonly decision: DecisionMade;
  /** What the proposal would do, where the screen does not show it already. */
  readonly children?: ReactNode;
}

/** What waits for a second person about the thing on the screen, the decision on it, and what came of the last one. */
export function WaitsHere({ proposal, decision, children }: WaitsHereProps) {
  const { t } = useWords();
  const said = decision.data !== undefined || decision.error !== null;
  if (proposal === null && !said) return null;
  return (
    <Panel title={t(proposal === null ? 'desk.decided' : 'proposals.title')}>
      <div className="pad stackv" data-waits={proposal?.state}>
        <CameOfIt decision={decision} />
        {proposal && <Waits key={proposal.shown} proposal={proposal} decision={decision} effect={children} />}
      </div>
    </Panel>
  );
}

/** The same without a panel of its own. */
export function Waits({
  proposal,
  decision,
  effect,
}: {
  readonly proposal: DeskProposalRow;
  readonly decision: DecisionMade;
  readonly effect?: ReactNode;
}) {
  const words = useWords();
  return (
    <>
      <h3>{deskWords(proposal, words)}</h3>
      <ProposalFacts proposal={proposal} />
      {effect}
      <DecideDesk proposal={proposal} busy={decision.isPending} onDecide={(made) => decision.mutate(made)} />
    </>
  );
}
