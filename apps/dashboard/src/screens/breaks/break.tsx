import { useState } from 'react';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import type { BreakDetail, BreakRow } from '#contracts';
import { useBreak, useList } from '../../api/resources.js';
import { useKeys } from '../../frame/keys.js';
import { ScreenHead } from '../../frame/screen-head.js';
import { useWords } from '../../language/words.js';
import { MoneyText } from '../../parts/amount.js';
import { Panel, Read } from '../../parts/panel.js';
import { Status } from '../../parts/status.js';
import { sideProposed } from '../approvals/desk-words.js';
import { useDeskDecision } from '../approvals/use-desk-decision.js';
import { WaitsHere } from '../approvals/waits-here.js';
import { AcceptSide, SideEffect } from './accept-side.js';
import { Comparison } from './comparison.js';

/** One break: both sides field by field, and what ends it: one person proposes, another approves. */
export function BreakScreen() {
  const { t } = useWords();
  const { breakId } = useParams({ from: '/breaks/$breakId' });
  const found = useBreak(breakId);
  const { at, of, go } = useNeighbours(breakId);
  const navigate = useNavigate();
  const tradeId = found.data?.tradeId;
  useKeys([
    { key: 'n', word: 'keys.nextBreak', run: () => go(1) },
    { key: '[', shown: ['[', ']'], word: 'keys.neighbours', run: () => go(-1) },
    { key: ']', run: () => go(1) },
    {
      key: 'm',
      word: 'keys.message',
      run: () => tradeId && void navigate({ to: '/trades/$tradeId', params: { tradeId }, search: { tab: 'message' } }),
    },
    { key: 'Backspace', word: 'keys.back', run: () => void navigate({ to: '/breaks', search: { open: breakId } }) },
  ]);
  return (
    <>
      <ScreenHead title={t('break.title')}>
        <Link to="/breaks" search={{ open: breakId }}>
          {t('breaks.title')}
        </Link>
        <span className="sep">/</span>
        <h1 className="code">{tradeId ?? t('break.title')}</h1>
        {at > 0 && <span className="quiet nowrap">{t('queue.place', { at, of })}</span>}
      </ScreenHead>
      {found.data === undefined ? (
        <Panel title={t('break.title')}>
          <Read from={found} rows={8}>
            {() => null}
          </Read>
        </Panel>
      ) : (
        <Sheet key={breakId} detail={found.data} onNext={() => go(1)} />
      )}
    </>
  );
}

function Sheet({ detail, onNext }: { readonly detail: BreakDetail; readonly onNext: () => void }) {
  const { t, coded, titled, instant } = useWords();
  const [onlyDifferences, setOnlyDifferences] = useState(false);
  const decision = useDeskDecision();
  const side = detail.proposal ? sideProposed(detail.proposal) : undefined;
  const differing = detail.comparison.filter(({ differs }) => differs).length;
  return (
    <div className="stackv">
      <section className="panel" aria-label={t('break.summary')}>
        <div className="pad sheet-head">
          <div>
            <h2 className="big">{titled('breakKind', detail.kind)}</h2>
            <p className="soft">{detail.reason}</p>
          </div>
          <dl className="head-facts">
            <div>
              <dt className="label">{t('break.break')}</dt>
              <dd>
                {detail.state === 'open' ? (
                  <Status mark="failing" word={t('break.open')} pill />
                ) : (
                  <Status mark="settled" word={coded('outcome', detail.outcome ?? 'closed')} pill />
                )}
              </dd>
            </div>
            <div>
              <dt className="label">{t('column.trade')}</dt>
              <dd>
                <Link className="code" to="/trades/$tradeId" params={{ tradeId: detail.tradeId }}>
                  {detail.tradeId}
                </Link>
              </dd>
            </div>
            <div>
              <dt className="label">{t('column.counterparty')}</dt>
              <dd className="code">{detail.counterparty}</dd>
            </div>
            {detail.gross && (
              <div>
                <dt className="label">{t('column.amount')}</dt>
                <dd>
                  <MoneyText money={detail.gross} />
                </dd>
              </div>
            )}
            <div>
              <dt className="label">{t('column.since')}</dt>
              <dd>{instant(detail.openedAt)}</dd>
            </div>
          </dl>
        </div>
      </section>
      <div className="split">
        <Panel
          title={t('break.sides')}
          meta={t('break.differing', { count: differing, of: detail.comparison.length })}
          tools={
            <label className="st">
              <span className="tick">
                <input
                  type="checkbox"
                  checked={onlyDifferences}
                  onChange={(event) => setOnlyDifferences(event.target.checked)}
                />
              </span>
              {t('break.onlyDifferences')}
            </label>
          }
        >
          <Comparison detail={detail} onlyDifferences={onlyDifferences} proposed={side} />
        </Panel>
        <div className="stackv">
          <WaitsHere proposal={detail.proposal} decision={decision}>
            <SideEffect side={side} />
          </WaitsHere>
          {detail.proposal === null && <AcceptSide detail={detail} onNext={onNext} decidedHere={decision.isSuccess} />}
          <Decisions detail={detail} />
        </div>
      </div>
    </div>
  );
}

function Decisions({ detail: { decisions } }: { readonly detail: BreakDetail }) {
  const { t, coded, instant } = useWords();
  if (decisions.length === 0) return null;
  return (
    <Panel title={t('decisions.title')} meta={String(decisions.length)}>
      <ul className="decisions">
        {decisions.map(({ actor, approver, act, reason, at }, index) => (
          <li key={index}>
            <p>
              <b>{actor}</b> {coded('act', act)} <span className="quiet">{instant(at)}</span>
            </p>
            <p>{t('desk.approvedBy', { approver })}</p>
            <p className="soft">{reason}</p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** The breaks before and after this one, as the queue has them now. A break that has just ended keeps its place until left. */
function useNeighbours(breakId: string) {
  const navigate = useNavigate();
  const { rows, total } = useList<BreakRow>('/api/reconciliation/breaks', { kind: undefined });
  const index = rows.findIndex((row) => row.breakId === breakId);
  return {
    at: index + 1,
    of: total ?? rows.length,
    go: (by: number) => {
      const next = index < 0 ? rows[0] : rows[index + by];
      if (next) void navigate({ to: '/breaks/$breakId', params: { breakId: next.breakId } });
      else void navigate({ to: '/breaks' });
    },
  };
}
