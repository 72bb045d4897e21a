import { useRef } from 'react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTrialBalance } from '../../api/reports.js';
import { useKeys } from '../../frame/keys.js';
import { ScreenHead } from '../../frame/screen-head.js';
import { useWords } from '../../language/words.js';
import { Empty } from '../../parts/states.js';
import type { ReportSearch } from '../../search.js';
import { balanceSheet } from './balances.js';
import { BridgeMatrix, BridgeProof } from './bridge.js';
import { Chains, ChainsOfReport } from './chains.js';
import { chosenCurrency, currenciesOf, CurrencyTabs, nextCurrency } from './currency-tabs.js';
import { FixedReport, questionOf } from './fixed-report.js';
import { LedgerTabs } from './ledger-tabs.js';
import { ReadReport } from './read-report.js';
import { ReportBar } from './report-bar.js';
import { reportWords } from './report-words.js';
import { TrialBalanceTable } from './trial-balance-table.js';

/** All books side by side in one currency, proved, with the bridge between the units; as of any day, as known at any moment. */
export function Ledger() {
  const words = useWords();
  const { t } = words;
  const { currency: wanted, ...asked } = useSearch({ from: '/ledger' });
  const navigate = useNavigate({ from: '/ledger' });
  const balance = useTrialBalance(asked);
  const frame = useRef<HTMLDivElement>(null);
  const currencies = currenciesOf(balance.data);
  const currency = chosenCurrency(currencies, wanted);
  const ask = (next: ReportSearch) => void navigate({ search: { ...next, currency: wanted } });
  const choose = (next: string | undefined) => void navigate({ search: { ...asked, currency: next }, replace: true });
  const step = (by: number): void => {
    const links = [...(frame.current?.querySelectorAll<HTMLElement>('[data-accounts] tbody th a') ?? [])];
    const at = links.findIndex((link) => link.closest('tr') === document.activeElement?.closest('tr'));
    links[Math.min(links.length - 1, Math.max(0, at + by))]?.focus();
  };
  useKeys([
    { key: 'j', shown: ['j', 'k'], word: 'keys.account', run: () => step(1) },
    { key: 'k', run: () => step(-1) },
    { key: 'c', word: 'keys.currency', run: () => choose(nextCurrency(currencies, currency)) },
    {
      key: 'a',
      word: 'keys.accounting',
      run: () => ask({ ...asked, accounting: asked.accounting === 'SDA' ? 'TDA' : 'SDA' }),
    },
  ]);
  return (
    <>
      <ScreenHead title={t('ledger.title')} />
      <LedgerTabs asked={{ ...asked, currency: wanted }} />
      <ReportBar asked={asked} error={balance.error} onAsk={ask} />
      {balance.data && (
        <FixedReport
          head={balance.data}
          questions={(['trial-balance', 'unit-bridge'] as const).map((report) =>
            questionOf(report, balance.data.accounting, balance.data),
          )}
        />
      )}
      <div className="books" ref={frame}>
        <div className="stackv">
          <section className="panel" aria-label={t('ledger.title')}>
            <header className={currencies.length === 0 ? 'panel-head' : 'panel-head no-left'}>
              {currencies.length === 0 && <h2>{t('ledger.title')}</h2>}
              <CurrencyTabs currencies={currencies} currency={currency} onChoose={choose} />
              <span className="push meta" data-report>
                {balance.data && reportWords(balance.data, words)}
              </span>
            </header>
            <ReadReport from={balance} rows={16}>
              {(answer) =>
                currency === undefined ? (
                  <Empty mark="info" title={t('proof.noJournals')}>
                    <p>{t((asked.asOf ?? asked.asAt) ? 'report.noneThen' : 'ledger.noneWhy')}</p>
                  </Empty>
                ) : (
                  <TrialBalanceTable
                    sheet={balanceSheet(answer, currency)}
                    totals={answer.totals}
                    currency={currency}
                    asked={asked}
                  />
                )
              }
            </ReadReport>
          </section>
          {currency !== undefined && <BridgeMatrix currency={currency} asked={asked} />}
        </div>
        <div className="stackv">
          <BridgeProof asked={asked} />
          {balance.data?.asAt ? <ChainsOfReport upTo={balance.data.upTo} /> : <Chains />}
        </div>
      </div>
    </>
  );
}
