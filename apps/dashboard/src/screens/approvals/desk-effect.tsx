import type { DeskProposalRow, SettlementExceptionRow } from '#contracts';
import { useBreak, useList, useParked } from '../../api/resources.js';
import { useWords } from '../../language/words.js';
import { Read } from '../../parts/panel.js';
import { Failure, Loading } from '../../parts/states.js';
import { SideEffect } from '../breaks/accept-side.js';
import { Comparison } from '../breaks/comparison.js';
import { RepairEffect } from '../repair/repair-effect.js';
import { sideProposed } from './desk-words.js';

/** What a proposal of the desk would do, with what it would be done to, so that nobody approves unseen. */
export function DeskEffect({ proposal }: { readonly proposal: DeskProposalRow }) {
  if (proposal.act === 'accept') return <BreakEffect proposal={proposal} />;
  if (proposal.act === 'resend') return <ResendEffect proposal={proposal} />;
  return <MessageEffect proposal={proposal} />;
}

function BreakEffect({ proposal }: { readonly proposal: DeskProposalRow }) {
  const { t } = useWords();
  const side = sideProposed(proposal);
  return (
    <Read from={useBreak(proposal.object)} rows={6}>
      {(detail) => (
        <>
          <div className="bounded" tabIndex={0} role="group" aria-label={t('break.sides')}>
            <Comparison detail={detail} onlyDifferences={false} proposed={side} />
          </div>
          <SideEffect side={side} />
        </>
      )}
    </Read>
  );
}

function MessageEffect({ proposal }: { readonly proposal: DeskProposalRow }) {
  return (
    <Read from={useParked(proposal.object)} rows={6}>
      {(detail) => <RepairEffect proposal={proposal} original={detail.body} />}
    </Read>
  );
}

function ResendEffect({ proposal: { object, tradeId } }: { readonly proposal: DeskProposalRow }) {
  const { t } = useWords();
  const query = tradeId === null ? {} : { tradeId };
  const { rows, total, error, retry } = useList<SettlementExceptionRow>('/api/settlement/exceptions', query);
  if (total === undefined) return error ? <Failure error={error} onRetry={retry} /> : <Loading rows={3} />;
  const exception = rows.find(({ obligationId, resendable }) => resendable && obligationId === object);
  return (
    <>
      <p className="soft">{t('custodian.resendWhy')}</p>
      {exception === undefined ? (
        <p className="soft">{t('desk.notRejected')}</p>
      ) : (
        <dl className="kv l" data-instruction>
          <dt>{t('column.instruction')}</dt>
          <dd className="code">{exception.instructionId}</dd>
          <dt>{t('desk.rejectedFor')}</dt>
          <dd>{exception.reason}</dd>
          <dt>{t('column.counterparty')}</dt>
          <dd className="code">{exception.counterparty}</dd>
          <dt>{t('custodian.custodian')}</dt>
          <dd className="code">{exception.custodian}</dd>
        </dl>
      )}
    </>
  );
}
