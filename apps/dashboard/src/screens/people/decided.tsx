import type { PeopleProposalRow } from '#contracts';
import { usePeopleProposals } from '../../api/people.js';
import { rowsOf } from '../../api/resources.js';
import { useWords } from '../../language/words.js';
import { Panel, Read } from '../../parts/panel.js';
import { Status } from '../../parts/status.js';
import { subjectWords } from './subject-words.js';

const SHOWN = 12;

const lastAt = ({ decidedAt, expiresAt }: PeopleProposalRow): string => decidedAt ?? expiresAt;

/** What came of proposals about people, latest first; the audit log has all of them. */
export function DecidedAboutPeople({ peoplePath }: { readonly peoplePath: string }) {
  const { t } = useWords();
  return (
    <Panel title={t('proposals.decided')} meta={t('proposals.decidedMeta')}>
      <Read from={usePeopleProposals(peoplePath)} rows={2}>
        {(answer) => (
          <Decided
            rows={rowsOf(answer)
              .filter(({ state }) => state !== 'waiting')
              .sort((a, b) => lastAt(b).localeCompare(lastAt(a)))
              .slice(0, SHOWN)}
          />
        )}
      </Read>
    </Panel>
  );
}

function Decided({ rows }: { readonly rows: readonly PeopleProposalRow[] }) {
  const words = useWords();
  const { t, coded, instant } = words;
  if (rows.length === 0) return <p className="pad soft">{t('proposals.decidedNone')}</p>;
  return (
    <ul className="decisions" data-decisions>
      {rows.map((row) => (
        <li key={row.proposalId}>
          <p>
            <Status mark={row.state === 'approved' ? 'settled' : 'parked'} word={coded('proposalState', row.state)} />{' '}
            <b>{subjectWords(row.subject, words)}</b>
          </p>
          <p>
            {row.decidedBy === null
              ? t('people.nobodyDecided', { proposer: row.proposedBy, at: instant(row.expiresAt) })
              : t('proposals.decidedBy', {
                  proposer: row.proposedBy,
                  decider: row.decidedBy,
                  at: instant(lastAt(row)),
                })}
          </p>
          {row.decisionReason !== null && <p className="soft">{row.decisionReason}</p>}
        </li>
      ))}
    </ul>
  );
}
