import type { ProposalRow } from '#contracts';
import { shortHash } from '../../format/hash.js';
import { useWords } from '../../language/words.js';
import { CopyableCode } from '../../parts/copy.js';
import { changeProposed } from './month-ways.js';
import { proposalWords } from './proposal-words.js';

/** What a second person is shown: who asks for what, why, what it does, and the hash that the approval holds for. */
export function ProposalShown({ proposal }: { readonly proposal: ProposalRow }) {
  const words = useWords();
  const { t, instant } = words;
  const { kind, subject } = proposal;
  return (
    <>
      <h3>{proposalWords(proposal, words)}</h3>
      <p className="soft">
        {t(subject.kind === 'period' ? `periods.effect.${changeProposed(kind, subject)}` : 'periods.payrollEffect')}
      </p>
      <dl className="kv l" data-shown>
        <dt>{t('periods.proposedBy')}</dt>
        <dd>
          {proposal.proposedBy}, {instant(proposal.proposedAt)}
        </dd>
        <dt>{t('reason.label')}</dt>
        <dd>{proposal.reason}</dd>
        {subject.kind === 'period' && subject.closing !== undefined && (
          <>
            <dt>{t('proposals.closing')}</dt>
            <dd>{t(`proposals.closingWay.${subject.closing}`)}</dd>
          </>
        )}
        {subject.kind === 'period' && subject.inSpiteOf !== undefined && (
          <>
            <dt>{t('proposals.inSpiteOf')}</dt>
            <dd>{subject.inSpiteOf.map((name) => t(`proposals.blocker.${name}`)).join(', ')}</dd>
          </>
        )}
        <dt>{t('proposals.text')}</dt>
        <dd className="code">{JSON.stringify(subject)}</dd>
        <dt>{t('proposals.shown')}</dt>
        <dd>
          <CopyableCode text={proposal.shown} shown={shortHash(proposal.shown)} what={t('proposals.shown')} />
        </dd>
        <dt>{t('proposals.id')}</dt>
        <dd>
          <CopyableCode text={proposal.proposalId} what={t('proposals.id')} />
        </dd>
      </dl>
    </>
  );
}
