import { useEffect } from 'react';
import { useLatestProposals, type Proposal } from '../../api/approvals.js';
import { useProposals } from '../../api/periods.js';
import { useWords } from '../../language/words.js';
import { useMay } from '../../session/rights.js';
import { Empty, Failure, Loading } from '../../parts/states.js';
import { Status } from '../../parts/status.js';
import { doneAlone } from '../periods/decided-proposals.js';
import { Outcome } from './came-of-it.js';
import { wordsOf } from './desk-words.js';

const SHOWN = 60;

/** When it was decided, or expired undecided. */
const endedAt = ({ of, row }: Proposal): string => row.decidedAt ?? (of === 'desk' ? row.expiresAt : row.proposedAt);

/** What came of the latest proposals, latest first. */
export function Decided() {
  const { t } = useWords();
  const desks = [useLatestProposals('intake'), useLatestProposals('reconciliation'), useLatestProposals('settlement')];
  const readsBooks = useMay('read-books');
  const books = useAllOfTheBooks();
  const failed = desks.find(({ error }) => error !== null);
  const error = failed?.error ?? books.error;
  if (error) return <Failure error={error} onRetry={() => void (failed ? failed.refetch() : books.retry())} />;
  if (desks.some(({ data }) => data === undefined) || (readsBooks && books.total === undefined))
    return <Loading rows={8} />;
  const ended = [
    ...desks.flatMap(({ data }) => data?.rows ?? []).map((row) => ({ of: 'desk', row }) as const),
    ...books.rows.map((row) => ({ of: 'books', row }) as const),
  ]
    .filter(({ row }) => row.state !== 'waiting')
    .sort((one, other) => endedAt(other).localeCompare(endedAt(one)))
    .slice(0, SHOWN);
  if (ended.length === 0)
    return (
      <Empty mark="info" title={t('proposals.decidedNone')}>
        <p>{t('approvals.decidedNoneWhy')}</p>
      </Empty>
    );
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={t('proposals.decided')}>
      <ul className="decisions" data-decisions>
        {ended.map((proposal) => (
          <DecidedProposal key={proposal.row.proposalId} proposal={proposal} />
        ))}
      </ul>
    </div>
  );
}

function DecidedProposal({ proposal }: { readonly proposal: Proposal }) {
  const words = useWords();
  const { t, coded, instant } = words;
  const { of, row } = proposal;
  const alone = of === 'books' && doneAlone(row);
  const at = instant(endedAt(proposal));
  return (
    <li>
      <p>
        <Status
          mark={row.state === 'approved' ? 'settled' : 'parked'}
          word={coded('proposalState', alone ? 'done' : row.state)}
        />{' '}
        <b>{wordsOf(proposal, words)}</b>
      </p>
      <p>
        {row.decidedBy === null
          ? t('people.nobodyDecided', { proposer: row.proposedBy, at })
          : t(alone ? 'proposals.doneAlone' : 'proposals.decidedBy', {
              proposer: row.proposedBy,
              decider: row.decidedBy,
              at,
            })}
      </p>
      {row.decisionReason !== null && <p className="soft">{row.decisionReason}</p>}
      {of === 'desk' && row.outcome !== null && <Outcome outcome={row.outcome} />}
    </li>
  );
}

/** The ledger lists proposals oldest first, so all of them are read; there are a few in a month. */
function useAllOfTheBooks() {
  const all = useProposals(undefined, useMay('read-books'));
  const { total, complete, isFetchingMore, error, loadMore } = all;
  const readOn = total !== undefined && !complete && !isFetchingMore && !error;
  useEffect(() => {
    if (readOn) loadMore();
  }, [readOn, loadMore]);
  return all;
}
