import { Link, useNavigate, useParams } from '@tanstack/react-router';
import type { ParkedDetail, ParkedRow } from '#contracts';
import { useList, useParked } from '../../api/resources.js';
import { useKeys } from '../../frame/keys.js';
import { ScreenHead } from '../../frame/screen-head.js';
import { useWords } from '../../language/words.js';
import { Panel, Read } from '../../parts/panel.js';
import { Status, type Mark } from '../../parts/status.js';
import { useDeskDecision } from '../approvals/use-desk-decision.js';
import { WaitsHere } from '../approvals/waits-here.js';
import { Faults } from './faults.js';
import { RepairEffect } from './repair-effect.js';
import { RepairForm } from './repair-form.js';

const marks: Readonly<Record<ParkedDetail['state'], Mark>> = {
  parked: 'parked',
  waiting: 'pending',
  resubmitted: 'settled',
  discarded: 'held',
};

/** One message that could not be used: what is wrong with it, its text, and the way out. */
export function RepairScreen() {
  const { t } = useWords();
  const { parkedMessageId } = useParams({ from: '/repair/$parkedMessageId' });
  const found = useParked(parkedMessageId);
  const go = useNeighbours(parkedMessageId);
  const navigate = useNavigate();
  useKeys([
    { key: 'n', word: 'keys.nextMessage', run: () => go(1) },
    { key: '[', shown: ['[', ']'], word: 'keys.neighbours', run: () => go(-1) },
    { key: ']', run: () => go(1) },
    {
      key: 'Backspace',
      word: 'keys.back',
      run: () => void navigate({ to: '/repair', search: { open: parkedMessageId } }),
    },
  ]);
  return (
    <>
      <ScreenHead title={t('repair.message')}>
        <Link to="/repair" search={{ open: parkedMessageId }}>
          {t('repair.title')}
        </Link>
        <span className="sep">/</span>
        <h1 className="code">{found.data?.key ?? t('repair.message')}</h1>
      </ScreenHead>
      {found.data === undefined ? (
        <Panel title={t('repair.message')}>
          <Read from={found} rows={8}>
            {() => null}
          </Read>
        </Panel>
      ) : (
        <Sheet key={parkedMessageId} detail={found.data} onNext={() => go(1)} />
      )}
    </>
  );
}

function Sheet({ detail, onNext }: { readonly detail: ParkedDetail; readonly onNext: () => void }) {
  const { t, coded, instant } = useWords();
  const decision = useDeskDecision();
  const { proposal } = detail;
  return (
    <div className="stackv">
      <section className="panel" aria-label={t('repair.summary')}>
        <div className="pad sheet-head">
          <div>
            <h2 className="big">{t(detail.kind === 'waiting' ? 'repair.waits' : 'repair.cannotBeUsed')}</h2>
            <p className="soft">{detail.faults[0]?.rule}</p>
          </div>
          <dl className="head-facts">
            <div>
              <dt className="label">{t('column.state')}</dt>
              <dd>
                <Status mark={marks[detail.state]} word={coded('parkedKind', detail.state)} pill />
              </dd>
            </div>
            <div>
              <dt className="label">{t('message.topic')}</dt>
              <dd className="code">{detail.topic}</dd>
            </div>
            <div>
              <dt className="label">{t('message.offset')}</dt>
              <dd className="code">{detail.offset}</dd>
            </div>
            <div>
              <dt className="label">{t('column.since')}</dt>
              <dd>{instant(detail.parkedAt)}</dd>
            </div>
          </dl>
        </div>
      </section>
      <div className="split">
        <div className="stackv">
          <WaitsHere proposal={proposal} decision={decision}>
            {proposal && <RepairEffect proposal={proposal} original={detail.body} />}
          </WaitsHere>
          <RepairForm detail={detail} onNext={onNext} decidedHere={decision.isSuccess} />
        </div>
        <div className="stackv">
          <Panel title={t('faults.title')} meta={String(detail.faults.length)}>
            <Faults faults={detail.faults} />
          </Panel>
          {detail.decisions.length > 0 && (
            <Panel title={t('decisions.title')} meta={String(detail.decisions.length)}>
              <ul className="decisions">
                {detail.decisions.map(({ actor, approver, act, reason, at, outcome }, index) => (
                  <li key={index}>
                    <p>
                      <b>{actor}</b> {coded('act', act)} <span className="quiet">{instant(at)}</span>
                    </p>
                    <p>{t('desk.approvedBy', { approver })}</p>
                    <p className="soft">{reason}</p>
                    <p className="quiet">{coded('outcome', outcome)}</p>
                  </li>
                ))}
              </ul>
            </Panel>
          )}
        </div>
      </div>
    </div>
  );
}

function useNeighbours(parkedMessageId: string) {
  const navigate = useNavigate();
  const { rows } = useList<ParkedRow>('/api/intake/parked', { kind: undefined });
  return (by: number): void => {
    const index = rows.findIndex((row) => row.parkedMessageId === parkedMessageId);
    const next = index < 0 ? rows[0] : rows[index + by];
    if (next) void navigate({ to: '/repair/$parkedMessageId', params: { parkedMessageId: next.parkedMessageId } });
    else void navigate({ to: '/repair' });
  };
}
