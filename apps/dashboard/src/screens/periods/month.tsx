import type { PeriodRow, ProposalRow } from '#contracts';
import { useReadiness } from '../../api/periods.js';
import { useWords } from '../../language/words.js';
import { Panel, Read } from '../../parts/panel.js';
import { MonthStateMark } from './month-state.js';
import { ProposeChange } from './propose-change.js';
import { Readiness } from './readiness.js';

interface MonthProps {
  readonly period: PeriodRow;
  readonly waiting: readonly ProposalRow[];
}

/** One month: its state, what stands in the way of closing it, what can be done, and what was done. */
export function Month({ period, waiting }: MonthProps) {
  const { t, month } = useWords();
  const readiness = useReadiness(period.month);
  return (
    <>
      <Panel title={month(period.month)} meta={<MonthStateMark state={period.state} pill />}>
        <p className="pad soft">{t(`periods.means.${period.state}`)}</p>
      </Panel>
      {period.state !== 'hard' && (
        <Panel title={t('readiness.title')} meta={t('readiness.meta')}>
          <Read from={readiness} rows={3}>
            {(answer) => <Readiness readiness={answer} />}
          </Read>
        </Panel>
      )}
      <Panel title={t('periods.act')}>
        <ProposeChange key={period.state} period={period} waiting={waiting} ready={readiness.data?.ready} />
      </Panel>
      <Panel title={t('periods.history')}>
        <History changes={period.changes} />
      </Panel>
    </>
  );
}

function History({ changes }: { readonly changes: PeriodRow['changes'] }) {
  const { t, coded, instant } = useWords();
  if (changes.length === 0) return <p className="pad soft">{t('periods.historyNone')}</p>;
  return (
    <ol className="decisions" data-history>
      {changes.toReversed().map((change) => (
        <li key={`${change.at} ${change.to}`}>
          <p>
            <b>
              {coded('periodState', change.from)} → {coded('periodState', change.to)}
            </b>{' '}
            <span className="quiet" title={change.at}>
              {instant(change.at)}
            </span>
          </p>
          <p>
            {change.approvedBy === null
              ? t('periods.byOne', { proposer: change.proposedBy })
              : t('periods.byTwo', { proposer: change.proposedBy, approver: change.approvedBy })}
          </p>
          <p className="soft">{change.reason}</p>
        </li>
      ))}
    </ol>
  );
}
