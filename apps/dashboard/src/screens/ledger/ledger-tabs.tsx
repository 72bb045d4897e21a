import { Link } from '@tanstack/react-router';
import { useWords } from '../../language/words.js';
import type { ReportSearch } from '../../search.js';

/** The screens of the ledger; a question that was asked on one is asked on the next. */
export function LedgerTabs({
  asked = {},
}: {
  readonly asked?: ReportSearch & { readonly currency?: string | undefined };
}) {
  const { t } = useWords();
  const { accounting, asOf, asAt, currency } = asked;
  const current = {
    activeOptions: { exact: true, includeSearch: false },
    activeProps: { 'aria-current': 'page' },
  } as const;
  return (
    <nav className="tabs screen-tabs" aria-label={t('ledger.screens')}>
      <Link to="/ledger" search={{ accounting, asOf, asAt, currency }} {...current}>
        {t('ledger.title')}
      </Link>
      <Link to="/ledger/accountings" search={{ accounting, asOf, asAt, currency }} {...current}>
        {t('accountings.title')}
      </Link>
      <Link to="/ledger/periods" {...current}>
        {t('periods.title')}
      </Link>
    </nav>
  );
}
