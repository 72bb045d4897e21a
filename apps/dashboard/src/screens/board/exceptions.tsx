import { Link } from '@tanstack/react-router';
import type { Amount as Money } from '#contracts';
import {
  useConfirmationSummary,
  useIntakeSummary,
  useReconciliationSummary,
  useSettlementSummary,
} from '../../api/resources.js';
import { useWords, type Words } from '../../language/words.js';
import { MoneyText } from '../../parts/amount.js';
import { Panel, Read, type Reading } from '../../parts/panel.js';
import { Empty } from '../../parts/states.js';

interface Queue {
  readonly to: '/breaks' | '/disputes' | '/repair' | '/failing' | '/exceptions';
  readonly kind: string;
  readonly cause: string;
  readonly count: number;
  readonly amounts: readonly Money[];
  readonly nextAct: string;
}

/** Everything that waits for somebody, by cause; each line opens the list behind it. */
export function Exceptions() {
  const words = useWords();
  const { t, count } = words;
  const reading = useQueues(words);
  const total = reading.data?.reduce((sum, { count }) => sum + count, 0);
  return (
    <Panel title={t('exceptions.title')} meta={t('exceptions.meta')} className="c8">
      <Read from={reading} rows={8}>
        {(queues) =>
          queues.length === 0 ? (
            <Empty mark="settled" title={t('exceptions.none')}>
              <p>{t('exceptions.noneWhy')}</p>
            </Empty>
          ) : (
            <table className="t" data-queues>
              <thead>
                <tr>
                  <th scope="col">{t('exceptions.cause')}</th>
                  <th scope="col" className="r">
                    {t('exceptions.count')}
                  </th>
                  <th scope="col" className="p2">
                    {t('exceptions.heldUp')}
                  </th>
                  <th scope="col">{t('exceptions.nextAct')}</th>
                </tr>
              </thead>
              <tbody>
                {queues.map(({ to, kind, cause, count: waiting, amounts, nextAct }) => (
                  <tr key={`${to} ${kind}`}>
                    <th scope="row">
                      <Link to={to} search={{ kind }}>
                        {cause}
                      </Link>
                    </th>
                    <td className="num strong">{count(waiting)}</td>
                    <td className="p2 soft amounts">
                      <span>
                        {amounts.slice(0, 2).map((money) => (
                          <MoneyText key={money.currency} money={money} />
                        ))}
                        {amounts.length > 2 && (
                          <span>{t('exceptions.moreCurrencies', { count: amounts.length - 2 })}</span>
                        )}
                      </span>
                    </td>
                    <td className="soft">{nextAct}</td>
                  </tr>
                ))}
              </tbody>
              <tfoot>
                <tr>
                  <th scope="row">{t('exceptions.all')}</th>
                  <td className="num">
                    <span className="sum">{count(total ?? 0)}</span>
                  </td>
                  <td className="p2" />
                  <td />
                </tr>
              </tfoot>
            </table>
          )
        }
      </Read>
    </Panel>
  );
}

/** One list over the four services; it is there when all of them have answered. */
function useQueues({ t, coded }: Words): Reading<readonly Queue[]> {
  const reconciliation = useReconciliationSummary();
  const confirmation = useConfirmationSummary();
  const settlement = useSettlementSummary();
  const intake = useIntakeSummary();
  const all = [reconciliation, confirmation, settlement, intake];
  const refetch = () => Promise.all(all.map((query) => query.refetch()));
  const error = all.find((query) => query.error)?.error ?? null;
  if (!reconciliation.data || !confirmation.data || !settlement.data || !intake.data)
    return { data: undefined, error, refetch };
  const queues: readonly Queue[] = [
    ...settlement.data.failing.map(({ reason, count, amounts }) => ({
      to: '/failing' as const,
      kind: reason,
      cause: t('exceptions.failing', { reason }),
      count,
      amounts,
      nextAct: t('exceptions.chase'),
    })),
    ...Object.entries(settlement.data.exceptions).map(([kind, count]) => ({
      to: '/exceptions' as const,
      kind,
      cause: t('exceptions.custodian', { kind: coded('exceptionKind', kind) }),
      count,
      amounts: [],
      nextAct: t(kind === 'rejected' || kind === 'late-instruct' ? 'exceptions.sendAgain' : 'exceptions.askCustodian'),
    })),
    ...Object.entries(reconciliation.data.byKind).map(([kind, count]) => ({
      to: '/breaks' as const,
      kind,
      cause: t('exceptions.break', { kind: coded('breakKind', kind) }),
      count,
      amounts: [],
      nextAct: t(kind === 'economics' ? 'exceptions.compare' : 'exceptions.ask'),
    })),
    ...Object.entries(confirmation.data.disputes).map(([kind, count]) => ({
      to: '/disputes' as const,
      kind,
      cause: t('exceptions.dispute', { kind: coded('disputeKind', kind) }),
      count,
      amounts: [],
      nextAct: t(kind === 'alleged' ? 'exceptions.lookUp' : 'exceptions.chaseParty'),
    })),
    {
      to: '/repair',
      kind: 'parked',
      cause: t('exceptions.parked'),
      count: intake.data.parkedMessages,
      amounts: [],
      nextAct: t('exceptions.repair'),
    },
    {
      to: '/repair',
      kind: 'waiting',
      cause: t('exceptions.waiting'),
      count: intake.data.waitingMessages,
      amounts: [],
      nextAct: t('exceptions.find'),
    },
  ];
  return { data: queues.filter(({ count }) => count > 0), error, refetch };
}
