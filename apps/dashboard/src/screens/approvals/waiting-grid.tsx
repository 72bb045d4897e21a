import { useCallback, useMemo } from 'react';
import { useNavigate } from '@tanstack/react-router';
import type { Proposal, Waiting, WaitingProposal } from '../../api/approvals.js';
import { BlotterGrid } from '../../grid/blotter-grid.js';
import type { GridColumn } from '../../grid/columns.js';
import { useWords, type Words } from '../../language/words.js';
import { Icon } from '../../parts/icon.js';
import { Empty, Failure, Loading } from '../../parts/states.js';
import { Status } from '../../parts/status.js';
import { wordsOf } from './desk-words.js';

interface WaitingGridProps {
  readonly waiting: Waiting;
  readonly openKey: string | undefined;
  /** How many the reader has decided: what they decided themselves leaves the list at once. */
  readonly decisions: number;
  readonly onEnter: (proposal: Proposal) => void;
}

/** What waits, oldest first, one's own last. A list that could not be read is said to be missing, never shown as empty. */
export function WaitingGrid({ waiting, openKey, decisions, onEnter }: WaitingGridProps) {
  const words = useWords();
  const { t, count } = words;
  const navigate = useNavigate();
  const columns = useMemo(() => waitingColumns(words), [words]);
  const { rows, complete, error, retry } = waiting;
  const open = useCallback(
    (key: string) => void navigate({ to: '/approvals', search: { open: key }, replace: true }),
    [navigate],
  );
  if (rows.length === 0) {
    if (error) return <Failure error={error} onRetry={retry} />;
    if (!complete) return <Loading rows={8} />;
    return (
      <Empty mark="settled" title={t('approvals.none')}>
        <p>{t('approvals.noneWhy')}</p>
      </Empty>
    );
  }
  return (
    <BlotterGrid
      label={t('approvals.title')}
      columns={columns}
      rows={rows}
      total={complete ? rows.length : undefined}
      keyOf={keyOf}
      question={`waiting ${decisions}`}
      openKey={openKey}
      onRow={open}
      onEnter={(key) => {
        const entered = rows.find((each) => keyOf(each) === key);
        if (entered) onEnter(entered);
      }}
      onNearEnd={nothingMore}
      fetchingMore={false}
      footer={
        <>
          <b>{t('grid.rows', { count: rows.length, shown: count(rows.length) })}</b>
          {error && (
            <span className="st st-failing" role="alert">
              <Icon name="failing" />
              {t('approvals.partMissing')}
              <button className="link" type="button" onClick={retry}>
                {t('failure.retry')}
              </button>
            </span>
          )}
        </>
      }
    />
  );
}

const keyOf = ({ row }: WaitingProposal): string => row.proposalId;
/** All of it is read to the end anyway. */
const nothingMore = (): void => undefined;

function waitingColumns(words: Words): readonly GridColumn<WaitingProposal>[] {
  const { t, instant } = words;
  return [
    {
      id: 'for',
      header: t('proposals.forWhom'),
      width: 10,
      cell: ({ turn }) => <Status mark={turn === 'you' ? 'pending' : 'held'} word={t(`approvals.turn.${turn}`)} />,
    },
    {
      id: 'what',
      header: t('proposals.what'),
      names: true,
      cell: (proposal) => <span title={wordsOf(proposal, words)}>{wordsOf(proposal, words)}</span>,
    },
    {
      id: 'proposer',
      header: t('periods.proposedBy'),
      width: 8,
      cell: ({ row }) => row.proposedBy,
    },
    {
      id: 'reason',
      header: t('column.reason'),
      priority: 3,
      cell: ({ row }) => <span title={row.reason}>{row.reason}</span>,
    },
    { id: 'since', header: t('column.since'), width: 9, priority: 1, cell: ({ row }) => instant(row.proposedAt) },
    {
      id: 'until',
      header: t('desk.until'),
      width: 9,
      cell: ({ of, row }) =>
        of === 'desk' ? instant(row.expiresAt) : <span className="quiet">{t('approvals.never')}</span>,
    },
  ];
}
