import { useEffect } from 'react';
import type { ProposalRow } from '#contracts';
import { useProposals } from '../../api/periods.js';
import { useWords } from '../../language/words.js';
import { Panel } from '../../parts/panel.js';
import { Failure, Loading } from '../../parts/states.js';
import { Status } from '../../parts/status.js';
import { proposalWords } from './proposal-words.js';

const SHOWN = 12;

/** One person closes softly; to call that approved would make it look as if they had approved their own. */
export const doneAlone = ({ kind, state }: ProposalRow): boolean => kind === 'soft-close' && state === 'approved';

/** What was decided last. The ledger lists proposals oldest first, so all of them are read; there are a few in a month. */
export function DecidedProposals() {
  const words = useWords();
  const { t, coded, instant } = words;
  const all = useProposals();
  const { complete, isFetchingMore, loadMore } = all;
  const readOn = all.total !== undefined && !complete && !isFetchingMore && !all.error;
  useEffect(() => {
    if (readOn) loadMore();
  }, [readOn, loadMore]);
  const decided = all.rows
    .filter(({ state }) => state !== 'waiting')
    .sort((a, b) => (b.decidedAt ?? '').localeCompare(a.decidedAt ?? ''))
    .slice(0, SHOWN);
  return (
    <Panel title={t('proposals.decided')} meta={t('proposals.decidedMeta')}>
      {all.total === undefined ? (
        all.error ? (
          <Failure error={all.error} onRetry={all.retry} />
        ) : (
          <Loading rows={2} />
        )
      ) : decided.length === 0 ? (
        <p className="pad soft">{t('proposals.decidedNone')}</p>
      ) : (
        <ul className="decisions" data-decisions>
          {decided.map((row) => (
            <li key={row.proposalId}>
              <p>
                <Status
                  mark={row.state === 'approved' ? 'settled' : 'parked'}
                  word={coded('proposalState', doneAlone(row) ? 'done' : row.state)}
                />{' '}
                <b>{proposalWords(row, words)}</b>
              </p>
              <p>
                {t(doneAlone(row) ? 'proposals.doneAlone' : 'proposals.decidedBy', {
                  proposer: row.proposedBy,
                  decider: row.decidedBy ?? '',
                  at: row.decidedAt === null ? '' : instant(row.decidedAt),
                })}
              </p>
              {row.decisionReason !== null && <p className="soft">{row.decisionReason}</p>}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
