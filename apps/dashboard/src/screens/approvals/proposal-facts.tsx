import type { DeskProposalRow } from '#contracts';
import { shortHash } from '../../format/hash.js';
import { useWords } from '../../language/words.js';
import { CopyableCode } from '../../parts/copy.js';

/** Who proposed it, when, why and until when it waits, and the hash that the approval holds for. */
export function ProposalFacts({ proposal }: { readonly proposal: DeskProposalRow }) {
  const { t, instant } = useWords();
  const { proposedBy, proposedAt, reason, expiresAt, shown } = proposal;
  return (
    <dl className="kv l" data-shown>
      <dt>{t('periods.proposedBy')}</dt>
      <dd>
        <b>{proposedBy}</b>, {instant(proposedAt)}
      </dd>
      <dt>{t('reason.label')}</dt>
      <dd>{reason}</dd>
      <dt>{t('desk.until')}</dt>
      <dd>{instant(expiresAt)}</dd>
      <dt>{t('proposals.shown')}</dt>
      <dd>
        <CopyableCode text={shown} shown={shortHash(shown)} what={t('proposals.shown')} />
      </dd>
    </dl>
  );
}
