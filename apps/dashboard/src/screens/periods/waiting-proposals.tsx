import type { ProposalRow } from '#contracts';
import type { List } from '../../api/resources.js';
import { useWords } from '../../language/words.js';
import { Icon } from '../../parts/icon.js';
import { Panel } from '../../parts/panel.js';
import { Empty, Failure, Loading } from '../../parts/states.js';
import { useMay } from '../../session/rights.js';
import { useSession } from '../../session/session.js';
import { DecideProposal } from './decide-proposal.js';
import { samePerson } from '../../api/same-person.js';
import { proposalWords } from './proposal-words.js';

interface WaitingProposalsProps {
  readonly waiting: List<ProposalRow>;
  readonly openId: string | undefined;
  readonly onOpen: (proposalId: string) => void;
}

/** What somebody proposed and another person has to decide, oldest first. */
export function WaitingProposals({ waiting, openId, onOpen }: WaitingProposalsProps) {
  const words = useWords();
  const { t, instant } = words;
  const { handle } = useSession();
  const mayApprove = useMay('approve-books');
  const open = waiting.rows.find(({ proposalId }) => proposalId === openId) ?? waiting.rows[0];
  return (
    <Panel
      title={t('proposals.title')}
      meta={waiting.total === undefined ? undefined : t('proposals.count', { count: waiting.total })}
    >
      {waiting.total === undefined ? (
        waiting.error ? (
          <Failure error={waiting.error} onRetry={waiting.retry} />
        ) : (
          <Loading rows={3} />
        )
      ) : waiting.rows.length === 0 ? (
        <Empty mark="settled" title={t('proposals.none')}>
          <p>{t('proposals.noneWhy')}</p>
        </Empty>
      ) : (
        <>
          <div className="scroll">
            <table className="t b" data-waiting>
              <thead>
                <tr>
                  <th scope="col">{t('proposals.what')}</th>
                  <th scope="col">{t('periods.proposedBy')}</th>
                  <th scope="col">{t('column.since')}</th>
                  <th scope="col">{t('proposals.forWhom')}</th>
                </tr>
              </thead>
              <tbody>
                {waiting.rows.map((row) => (
                  <tr key={row.proposalId} className={row === open ? 'open' : undefined}>
                    <th scope="row" className="posting">
                      <button
                        type="button"
                        className="cell-link named"
                        aria-pressed={row === open}
                        onClick={() => onOpen(row.proposalId)}
                      >
                        <span>{proposalWords(row, words)}</span>
                        <Icon name="right" />
                      </button>
                    </th>
                    <td>{row.proposedBy}</td>
                    <td>{instant(row.proposedAt)}</td>
                    <td className="soft">
                      {t(!mayApprove || samePerson(handle, row.proposedBy) ? 'proposals.another' : 'proposals.you')}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {!waiting.complete && (
            <p className="panel-foot">
              <button className="btn" type="button" onClick={waiting.loadMore}>
                {t('proposals.more')}
              </button>
            </p>
          )}
        </>
      )}
      <DecideProposal proposal={open} />
    </Panel>
  );
}
