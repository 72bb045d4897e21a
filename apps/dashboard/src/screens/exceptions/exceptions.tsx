import { useMemo } from 'react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { SettlementExceptionRow } from '#contracts';
import { useSettlementSummary } from '../../api/resources.js';
import type { GridColumn } from '../../grid/columns.js';
import { useWords, type Words } from '../../language/words.js';
import { Empty } from '../../parts/states.js';
import { Status } from '../../parts/status.js';
import { QueueScreen } from '../queue/queue-screen.js';
import { useQueue } from '../queue/use-queue.js';
import { useWaitingResends } from '../../api/approvals.js';
import { CameOfIt } from '../approvals/came-of-it.js';
import { useDeskDecision } from '../approvals/use-desk-decision.js';
import { Waits } from '../approvals/waits-here.js';
import { Resend } from './resend.js';

/** What custodians reject, or report although it cannot be true beside what is known. */
export function Exceptions() {
  const words = useWords();
  const { t, titled } = words;
  const search = useSearch({ from: '/exceptions' });
  const navigate = useNavigate();
  const summary = useSettlementSummary().data;
  const list = useQueue<SettlementExceptionRow>(
    '/api/settlement/exceptions',
    { kind: search.kind },
    ({ kind }) => kind === search.kind,
    search.kind,
  );
  const columns = useMemo(() => exceptionColumns(words), [words]);
  const open = openOf(list.rows, search.open);
  return (
    <QueueScreen
      to="/exceptions"
      title={t('custodian.title')}
      search={{ ...search, open: open?.exceptionId }}
      kinds={
        summary &&
        Object.entries(summary.exceptions).map(([kind, count]) => ({
          kind,
          word: titled('exceptionKind', kind),
          count,
        }))
      }
      list={list}
      columns={columns}
      keyOf={({ exceptionId }) => exceptionId}
      onEnter={(key) => {
        const tradeId = list.rows.find(({ exceptionId }) => exceptionId === key)?.tradeId;
        if (tradeId) void navigate({ to: '/trades/$tradeId', params: { tradeId } });
      }}
      emptyTitle={t('custodian.none')}
      emptyWhy={t('custodian.noneWhy')}
      aside={<ExceptionDrawer exception={open} />}
    />
  );
}

/** A link names the exception, or the obligation that a proposal is about. */
function openOf(rows: readonly SettlementExceptionRow[], open: string | undefined): SettlementExceptionRow | undefined {
  return (
    rows.find(({ exceptionId }) => exceptionId === open) ??
    rows.find(({ obligationId, resendable }) => resendable && obligationId === open)
  );
}

function exceptionColumns({ t, titled, instant }: Words): readonly GridColumn<SettlementExceptionRow>[] {
  return [
    {
      id: 'kind',
      header: t('column.kind'),
      width: 14,
      cell: ({ kind, resendable }) => (
        <Status mark={resendable ? 'failing' : 'info'} word={titled('exceptionKind', kind)} />
      ),
    },
    {
      id: 'trade',
      header: t('column.trade'),
      width: 9,
      className: 'whole',
      names: true,
      cell: ({ tradeId }) => (
        <Link className="code" to="/trades/$tradeId" params={{ tradeId }} tabIndex={-1}>
          {tradeId}
        </Link>
      ),
    },
    {
      id: 'counterparty',
      header: t('column.counterparty'),
      width: 7.5,
      priority: 2,
      cell: ({ counterparty }) => <span className="code">{counterparty}</span>,
    },
    { id: 'reason', header: t('column.reason'), cell: ({ reason }) => <span title={reason}>{reason}</span> },
    {
      id: 'instruction',
      header: t('column.instruction'),
      width: 12,
      priority: 3,
      cell: ({ instructionId }) => <span className="code">{instructionId}</span>,
    },
    { id: 'since', header: t('column.since'), width: 9, priority: 1, cell: ({ since }) => instant(since) },
  ];
}

function ExceptionDrawer({ exception }: { readonly exception: SettlementExceptionRow | undefined }) {
  const { t, titled, instant } = useWords();
  const decision = useDeskDecision();
  const waiting = useWaitingResends().rows.find(({ object }) => object === exception?.obligationId);
  // What was sent again has left the list; what came of it is still said.
  const cameOfIt = (decision.data !== undefined || decision.error !== null) && (
    <section>
      <CameOfIt decision={decision} />
    </section>
  );
  if (exception === undefined)
    return (
      <aside className="drawer" aria-label={t('drawer.label')}>
        {cameOfIt}
        <Empty mark="info" title={t('custodian.drawerEmpty')}>
          <p>{t('custodian.drawerEmptyWhy')}</p>
        </Empty>
      </aside>
    );
  const { tradeId, kind, reason, counterparty, custodian, instructionId, since, resendable } = exception;
  return (
    <aside className="drawer" aria-label={t('drawer.of', { tradeId })} tabIndex={0}>
      <header>
        <h2 className="code">{tradeId}</h2>
        <span className="push" />
        <Link className="btn bare" to="/trades/$tradeId" params={{ tradeId }}>
          {t('drawer.open')} <kbd>Enter</kbd>
        </Link>
      </header>
      {cameOfIt}
      <section>
        <p>
          <Status mark={resendable ? 'failing' : 'info'} word={titled('exceptionKind', kind)} pill />
        </p>
        <p>{reason}</p>
        <dl className="kv">
          <dt>{t('column.counterparty')}</dt>
          <dd className="code">{counterparty}</dd>
          <dt>{t('custodian.custodian')}</dt>
          <dd className="code">{custodian}</dd>
          <dt>{t('column.instruction')}</dt>
          <dd className="code">{instructionId}</dd>
          <dt>{t('column.since')}</dt>
          <dd>{instant(since)}</dd>
        </dl>
      </section>
      {resendable && (
        <section>
          {waiting === undefined ? (
            <>
              <h3>{t('custodian.resend')}</h3>
              <Resend key={instructionId} exception={exception} />
            </>
          ) : (
            <div className="stackv" data-waits={waiting.state}>
              <p>
                <Status mark="pending" word={t('proposals.title')} pill />
              </p>
              <Waits
                key={waiting.shown}
                proposal={waiting}
                decision={decision}
                effect={<p className="soft">{t('custodian.resendWhy')}</p>}
              />
            </div>
          )}
        </section>
      )}
    </aside>
  );
}
