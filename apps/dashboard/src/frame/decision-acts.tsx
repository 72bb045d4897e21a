import { WhyOff } from './why-off.js';
import { useWords } from '../language/words.js';
import { useSession } from '../session/session.js';
import { Act } from '../parts/button.js';

interface DecisionActsProps {
  /** The proposer sees one's own proposal: it can be taken back, never approved. */
  readonly own: boolean;
  readonly busy: boolean;
  /** Why it cannot be approved, or ended, now; null where it can. */
  readonly approveOff: string | null;
  readonly endOff: string | null;
  readonly onApprove: () => void;
  readonly onEnd: () => void;
  /** Offers one of the two acts alone. */
  readonly only?: 'approve' | 'reject' | undefined;
}

/** The two ways to decide a proposal of whatever kind, who would decide it, and why one is off. */
export function DecisionActs({ own, busy, approveOff, endOff, onApprove, onEnd, only }: DecisionActsProps) {
  const { t } = useWords();
  const { handle } = useSession();
  return (
    <>
      <div className="rows-of-acts">
        {only !== 'reject' && (
          <Act main type="submit" busy={busy} off={approveOff} onAct={onApprove}>
            {t(busy ? 'proposals.busy' : 'proposals.approve')}
          </Act>
        )}
        {only !== 'approve' && (
          <Act main={only === 'reject'} busy={busy} off={endOff} onAct={onEnd}>
            {t(own ? 'proposals.withdraw' : 'proposals.reject')}
          </Act>
        )}
        <span className="soft">{t('accept.as', { actor: handle })}</span>
      </div>
      <WhyOff off={only === 'reject' ? endOff : approveOff} />
    </>
  );
}
