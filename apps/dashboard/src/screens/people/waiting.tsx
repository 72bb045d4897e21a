import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { PeopleProposalRow } from '#contracts';
import { act } from '../../api/client.js';
import { peopleApi, type PeopleDecided } from '../../api/people.js';
import { useWords } from '../../language/words.js';
import { Icon } from '../../parts/icon.js';
import { Empty, Refusal } from '../../parts/states.js';
import { Status } from '../../parts/status.js';
import { DecideAboutPeople, type PeopleDecision } from './decide.js';
import { InvitationLink } from './invitation-link.js';
import { subjectWords } from './subject-words.js';

interface WaitingProps {
  readonly waiting: readonly PeopleProposalRow[];
  readonly peoplePath: string;
}

/** What waits for a second person, and the decision on one of them; what came of the last decision stays until the next. */
export function WaitingAboutPeople({ waiting, peoplePath }: WaitingProps) {
  const words = useWords();
  const { t, coded, instant } = words;
  const queries = useQueryClient();
  const [openId, setOpenId] = useState<string | undefined>();
  const open = waiting.find(({ proposalId }) => proposalId === openId) ?? waiting[0];
  const decide = useMutation({
    mutationFn: ({ act: what, proposal: { proposalId }, body }: PeopleDecision) =>
      act<PeopleDecided>(`${peopleApi(peoplePath)}/proposals/${encodeURIComponent(proposalId)}/${what}`, body),
    // Done or refused, what waits may have changed.
    onSettled: () => queries.invalidateQueries(),
    // An invitation's link is kept no longer than it is shown.
    gcTime: 0,
  });
  return (
    <>
      {waiting.length === 0 ? (
        <Empty mark="settled" title={t('proposals.none')}>
          <p>{t('people.noneWaitsWhy')}</p>
        </Empty>
      ) : (
        <table className="t b" data-waiting>
          <thead>
            <tr>
              <th scope="col">{t('proposals.what')}</th>
              <th scope="col">{t('periods.proposedBy')}</th>
              <th scope="col" className="p1">
                {t('column.since')}
              </th>
              <th scope="col">{t('people.expires')}</th>
            </tr>
          </thead>
          <tbody>
            {waiting.map((row) => (
              <tr key={row.proposalId} className={row === open ? 'open' : undefined}>
                <th scope="row" className="posting">
                  <button
                    type="button"
                    className="cell-link named"
                    aria-pressed={row === open}
                    onClick={() => setOpenId(row.proposalId)}
                  >
                    <span>{subjectWords(row.subject, words)}</span>
                    <Icon name="right" />
                  </button>
                </th>
                <td>{row.proposedBy}</td>
                <td className="p1">{instant(row.proposedAt)}</td>
                <td>{instant(row.expiresAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {decide.data && (
        <div className="pad stackv" role="status" data-decided>
          <p>
            <Status
              mark={decide.data.state === 'approved' ? 'settled' : 'parked'}
              word={t('proposals.done', {
                what: subjectWords(decide.data.subject, words),
                state: coded('proposalState', decide.data.state),
              })}
              pill
            />
          </p>
          {decide.data.invitation && (
            <InvitationLink path={decide.data.invitation.path} handle={decide.data.subject.handle} />
          )}
        </div>
      )}
      {decide.error !== null && (
        <div className="pad">
          <Refusal error={decide.error} title={t('proposals.refused')} />
        </div>
      )}
      {open && (
        <DecideAboutPeople
          key={open.proposalId}
          proposal={open}
          busy={decide.isPending}
          onDecide={(decision) => decide.mutate(decision)}
        />
      )}
    </>
  );
}
