import { useRef } from 'react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTrialBalance } from '../../api/resources.js';
import { useKeys } from '../../frame/keys.js';
import { ScreenHead } from '../../frame/screen-head.js';
import { useWords } from '../../language/words.js';
import { Read } from '../../parts/panel.js';
import { Empty } from '../../parts/states.js';
import { balanceSheet } from './balances.js';
import { BridgeMatrix, BridgeProof } from './bridge.js';
import { Chains } from './chains.js';
import { TrialBalanceTable } from './trial-balance-table.js';

/** All books side by side in one currency, proved, with the bridge between the units. */
export function Ledger() {
  const { t } = useWords();
  const search = useSearch({ from: '/ledger' });
  const navigate = useNavigate({ from: '/ledger' });
  const balance = useTrialBalance();
  const frame = useRef<HTMLDivElement>(null);
  const currencies = [...new Set(balance.data?.totals.map(({ currency }) => currency) ?? [])].sort();
  const currency = currencies.includes(search.currency ?? '')
    ? (search.currency ?? '')
    : (currencies.find((each) => each === 'EUR') ?? currencies[0]);
  const choose = (next: string | undefined) => void navigate({ search: { currency: next }, replace: true });
  const step = (by: number): void => {
    const links = [...(frame.current?.querySelectorAll<HTMLElement>('[data-accounts] tbody th a') ?? [])];
    const at = links.findIndex((link) => link.closest('tr') === document.activeElement?.closest('tr'));
    links[Math.min(links.length - 1, Math.max(0, at + by))]?.focus();
  };
  useKeys([
    { key: 'j', shown: ['j', 'k'], word: 'keys.account', run: () => step(1) },
    { key: 'k', run: () => step(-1) },
    {
      key: 'c',
      word: 'keys.currency',
      run: () => choose(currencies[(currencies.indexOf(currency ?? '') + 1) % Math.max(1, currencies.length)]),
    },
  ]);
  return (
    <>
      <ScreenHead title={t('ledger.title')} />
      <div className="books" ref={frame}>
        <div className="stackv">
          <section className="panel" aria-label={t('ledger.title')}>
            <header className="panel-head no-left">
              <nav className="tabs" aria-label={t('ledger.currencies')}>
                {currencies.map((each) => (
                  <button key={each} type="button" aria-current={each === currency} onClick={() => choose(each)}>
                    {each}
                  </button>
                ))}
              </nav>
              <span className="push meta">{t('ledger.now')}</span>
            </header>
            <Read from={balance} rows={16}>
              {(answer) =>
                currency === undefined ? (
                  <Empty mark="info" title={t('proof.noJournals')}>
                    <p>{t('ledger.noneWhy')}</p>
                  </Empty>
                ) : (
                  <TrialBalanceTable
                    sheet={balanceSheet(answer, currency)}
                    totals={answer.totals}
                    currency={currency}
                  />
                )
              }
            </Read>
          </section>
          {currency !== undefined && <BridgeMatrix currency={currency} />}
        </div>
        <div className="stackv">
          <BridgeProof />
          <Chains />
        </div>
      </div>
    </>
  );
}
