import { useNavigate, useSearch } from '@tanstack/react-router';
import { useBothAccountings } from '../../api/reports.js';
import { useKeys } from '../../frame/keys.js';
import { ScreenHead } from '../../frame/screen-head.js';
import { useWords } from '../../language/words.js';
import { Empty } from '../../parts/states.js';
import type { AccountingsSearch } from '../../search.js';
import { AccountingsTable } from './accountings-table.js';
import { compareAccountings } from './both-accountings.js';
import { chosenCurrency, currenciesOf, CurrencyTabs, nextCurrency } from './currency-tabs.js';
import { FixedReport, questionOf } from './fixed-report.js';
import { LedgerTabs } from './ledger-tabs.js';
import { ReadReport } from './read-report.js';
import { ReportBar } from './report-bar.js';
import { reportTimes } from './report-words.js';

/** The bridge between the two accountings: both balances of every account and what is between them. */
export function Accountings() {
  const words = useWords();
  const { t } = words;
  const search = useSearch({ from: '/ledger/accountings' });
  const { currency: wanted, book, only, ...asked } = search;
  const navigate = useNavigate({ from: '/ledger/accountings' });
  const reports = useBothAccountings(asked);
  const currencies = currenciesOf(reports.data?.TDA, reports.data?.SDA);
  const currency = chosenCurrency(currencies, wanted);
  const change = (part: Partial<AccountingsSearch>) => void navigate({ search: { ...search, ...part }, replace: true });
  const switchOnly = () => change({ only: only === undefined ? 'differences' : undefined });
  useKeys([
    { key: 'c', word: 'keys.currency', run: () => change({ currency: nextCurrency(currencies, currency) }) },
    { key: 'd', word: 'keys.differences', run: switchOnly },
    {
      key: 'Backspace',
      word: 'keys.back',
      run: () => void navigate({ to: '/ledger', search: { ...asked, currency: wanted } }),
    },
  ]);
  const fixed = asked.asAt !== undefined && reports.data ? reports.data.TDA : undefined;
  return (
    <>
      <ScreenHead title={t('accountings.title')} />
      <LedgerTabs asked={{ ...asked, currency: wanted }} />
      <ReportBar
        asked={asked}
        error={reports.error}
        choosesAccounting={false}
        onAsk={(next) => void navigate({ search: { ...search, ...next } })}
      />
      {fixed && (
        <FixedReport
          head={fixed}
          questions={(['TDA', 'SDA'] as const).map((accounting) => questionOf('trial-balance', accounting, fixed))}
        />
      )}
      <section className="panel" aria-label={t('accountings.title')}>
        <header className={currencies.length === 0 ? 'panel-head' : 'panel-head no-left'}>
          {currencies.length === 0 && <h2>{t('accountings.title')}</h2>}
          <CurrencyTabs currencies={currencies} currency={currency} onChoose={(each) => change({ currency: each })} />
          <span className="push meta" data-report>
            {reports.data && reportTimes(reports.data.TDA, words)}
          </span>
        </header>
        <ReadReport from={reports} rows={16}>
          {(answer) => {
            if (currency === undefined)
              return (
                <Empty mark="info" title={t('proof.noJournals')}>
                  <p>{t((asked.asOf ?? asked.asAt) ? 'report.noneThen' : 'ledger.noneWhy')}</p>
                </Empty>
              );
            const comparison = compareAccountings(answer, { currency, book, onlyDifferences: only !== undefined });
            return (
              <>
                <div className="line">
                  <label className="st">
                    {t('ledger.book')}
                    <select value={book ?? ''} onChange={({ target }) => change({ book: target.value || undefined })}>
                      <option value="">{t('ledger.allBooks')}</option>
                      {comparison.books.map((each) => (
                        <option key={each}>{each}</option>
                      ))}
                    </select>
                  </label>
                  <label className="st">
                    <input type="checkbox" checked={only !== undefined} onChange={switchOnly} />
                    {t('accountings.only')}
                  </label>
                  <span className="push quiet">{t('accountings.differing', { count: comparison.differing })}</span>
                </div>
                <AccountingsTable comparison={comparison} currency={currency} book={book} asked={asked} />
              </>
            );
          }}
        </ReadReport>
        <p className="panel-foot">{t('accountings.what')}</p>
      </section>
    </>
  );
}
