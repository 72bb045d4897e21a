import { Link } from '@tanstack/react-router';
import type { Right } from '#contracts';
import {
  useConfirmationSummary,
  useIntakeSummary,
  useReconciliationSummary,
  useSettlementSummary,
} from '../api/resources.js';
import { useWaitingForMe } from '../api/approvals.js';
import { useWaitingPeopleCount } from '../api/people.js';
import { useWaitingCount } from '../api/periods.js';
import { useWords } from '../language/words.js';
import { Icon, type IconName } from '../parts/icon.js';
import { Mark } from '../parts/mark.js';
import { useSession } from '../session/session.js';

interface RailItem {
  readonly to:
    | '/'
    | '/trades'
    | '/breaks'
    | '/disputes'
    | '/failing'
    | '/exceptions'
    | '/repair'
    | '/approvals'
    | '/ledger'
    | '/audit-log'
    | '/$peoplePath';
  readonly peoplePath?: string;
  readonly needs: Right;
  readonly icon: IconName;
  readonly word: string;
  readonly waiting?: number | undefined;
}

/** The way between the screens a person may read; the number beside a queue is what waits in it. */
export function Rail() {
  const { t, count } = useWords();
  const breaks = useReconciliationSummary().data?.openBreaks;
  const disputes = sum(useConfirmationSummary().data?.disputes);
  const settlement = useSettlementSummary().data;
  const failing = settlement?.failing.reduce((total, { count: failing }) => total + failing, 0);
  const intake = useIntakeSummary().data;
  const forMe = useWaitingForMe();
  const proposals = useWaitingCount();
  const peopleProposals = useWaitingPeopleCount();
  const { rights, peoplePath } = useSession();
  const items: readonly RailItem[] = [
    { to: '/', needs: 'read-business', icon: 'board', word: 'board' },
    { to: '/trades', needs: 'read-business', icon: 'rows', word: 'trades' },
    { to: '/breaks', needs: 'read-business', icon: 'breaks', word: 'breaks', waiting: breaks },
    { to: '/disputes', needs: 'read-business', icon: 'confirm', word: 'disputes', waiting: disputes },
    { to: '/failing', needs: 'read-business', icon: 'settle', word: 'failing', waiting: failing },
    {
      to: '/exceptions',
      needs: 'read-business',
      icon: 'held',
      word: 'exceptions',
      waiting: sum(settlement?.exceptions),
    },
    {
      to: '/repair',
      needs: 'read-business',
      icon: 'repair',
      word: 'repair',
      waiting: intake && intake.parkedMessages + intake.waitingMessages,
    },
    { to: '/approvals', needs: 'read-business', icon: 'check', word: 'approvals', waiting: forMe },
    { to: '/ledger', needs: 'read-books', icon: 'ledger', word: 'ledger', waiting: proposals },
    ...(peoplePath === null
      ? []
      : [
          {
            to: '/$peoplePath',
            peoplePath,
            needs: 'read-people',
            icon: 'user',
            word: 'people',
            waiting: peopleProposals,
          } as const,
        ]),
    { to: '/audit-log', needs: 'read-audit-log', icon: 'book', word: 'auditLog' },
  ];
  return (
    <nav className="rail" aria-label={t('rail.label')}>
      <Link className="mark" to="/">
        <Mark />
        {t('brand')}
      </Link>
      <ul>
        {items
          .filter(({ needs }) => rights.includes(needs))
          .map(({ to, icon, word, waiting, peoplePath }) => (
            <li key={to}>
              <Link
                to={to}
                params={{ peoplePath }}
                activeOptions={{ exact: to === '/', includeSearch: false }}
                activeProps={{ 'aria-current': 'page' }}
              >
                <Icon name={icon} />
                {t(`rail.${word}`)}
                {waiting !== undefined && waiting > 0 && (
                  <span className="n">
                    <span className="hide">{t('rail.waiting')} </span>
                    {waiting > 999 ? t('rail.many') : count(waiting)}
                  </span>
                )}
              </Link>
            </li>
          ))}
      </ul>
    </nav>
  );
}

function sum(counts: Readonly<Record<string, number>> | undefined): number | undefined {
  return counts && Object.values(counts).reduce((total, count) => total + count, 0);
}
