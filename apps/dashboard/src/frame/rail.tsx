import { Link } from '@tanstack/react-router';
import {
  useConfirmationSummary,
  useIntakeSummary,
  useReconciliationSummary,
  useSettlementSummary,
} from '../api/resources.js';
import { useWaitingCount } from '../api/periods.js';
import { useWords } from '../language/words.js';
import { Icon, type IconName } from '../parts/icon.js';

interface RailItem {
  readonly to: '/' | '/trades' | '/breaks' | '/disputes' | '/failing' | '/exceptions' | '/repair' | '/ledger';
  readonly icon: IconName;
  readonly word: string;
  readonly waiting?: number | undefined;
}

/** The way between screens; the number beside a queue is what waits in it. */
export function Rail() {
  const { t, count } = useWords();
  const breaks = useReconciliationSummary().data?.openBreaks;
  const disputes = sum(useConfirmationSummary().data?.disputes);
  const settlement = useSettlementSummary().data;
  const failing = settlement?.failing.reduce((total, { count: failing }) => total + failing, 0);
  const intake = useIntakeSummary().data;
  const proposals = useWaitingCount();
  const items: readonly RailItem[] = [
    { to: '/', icon: 'board', word: 'board' },
    { to: '/trades', icon: 'rows', word: 'trades' },
    { to: '/breaks', icon: 'breaks', word: 'breaks', waiting: breaks },
    { to: '/disputes', icon: 'confirm', word: 'disputes', waiting: disputes },
    { to: '/failing', icon: 'settle', word: 'failing', waiting: failing },
    { to: '/exceptions', icon: 'held', word: 'exceptions', waiting: sum(settlement?.exceptions) },
    {
      to: '/repair',
      icon: 'repair',
      word: 'repair',
      waiting: intake && intake.parkedMessages + intake.waitingMessages,
    },
    { to: '/ledger', icon: 'ledger', word: 'ledger', waiting: proposals },
  ];
  return (
    <nav className="rail" aria-label={t('rail.label')}>
      <Link className="mark" to="/">
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M3 5h18M12 5v15M6 10h3M6 14h3M15 10h3M15 14h3" />
        </svg>
        {t('brand')}
      </Link>
      <ul>
        {items.map(({ to, icon, word, waiting }) => (
          <li key={to}>
            <Link
              to={to}
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
