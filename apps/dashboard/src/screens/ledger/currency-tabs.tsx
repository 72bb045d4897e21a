import type { TrialBalance } from '#contracts';
import { useWords } from '../../language/words.js';

interface CurrencyTabsProps {
  readonly currencies: readonly string[];
  readonly currency: string | undefined;
  readonly onChoose: (currency: string) => void;
}

/** One currency at a time: two are never added up. */
export function CurrencyTabs({ currencies, currency, onChoose }: CurrencyTabsProps) {
  const { t } = useWords();
  return (
    <nav className="tabs" aria-label={t('ledger.currencies')}>
      {currencies.map((each) => (
        <button key={each} type="button" aria-current={each === currency} onClick={() => onChoose(each)}>
          {each}
        </button>
      ))}
    </nav>
  );
}

export function currenciesOf(...reports: readonly (TrialBalance | undefined)[]): readonly string[] {
  return [...new Set(reports.flatMap((report) => report?.totals.map(({ currency }) => currency) ?? []))].sort();
}

/** The one that was asked for where the report has it, else the euro, else the first. */
export function chosenCurrency(currencies: readonly string[], wanted: string | undefined): string | undefined {
  return currencies.find((each) => each === wanted) ?? currencies.find((each) => each === 'EUR') ?? currencies[0];
}

export function nextCurrency(currencies: readonly string[], currency: string | undefined): string | undefined {
  return currencies[(currencies.indexOf(currency ?? '') + 1) % Math.max(1, currencies.length)];
}
