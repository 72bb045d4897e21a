import { useRef } from 'react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { usePeriods, useProposals } from '../../api/periods.js';
import { useKeys } from '../../frame/keys.js';
import { ScreenHead } from '../../frame/screen-head.js';
import { useWords } from '../../language/words.js';
import { Panel, Read } from '../../parts/panel.js';
import { LedgerTabs } from '../ledger/ledger-tabs.js';
import { DecidedProposals } from './decided-proposals.js';
import { Month } from './month.js';
import { MonthsTable } from './months-table.js';
import { WaitingProposals } from './waiting-proposals.js';

/** The months of the books: their state and history, whether they can be closed, and what waits for a second person. */
export function Periods() {
  const { t } = useWords();
  const search = useSearch({ from: '/ledger/periods' });
  const navigate = useNavigate({ from: '/ledger/periods' });
  const frame = useRef<HTMLDivElement>(null);
  const periods = usePeriods();
  const waiting = useProposals('waiting');
  const months = periods.data?.rows ?? [];
  const month = months.find((row) => row.month === search.month) ?? months[0];
  const openMonth = (next: string) => void navigate({ search: { ...search, month: next }, replace: true });
  const openProposal = (proposal: string) => void navigate({ search: { ...search, proposal }, replace: true });
  const focus = (selector: string) => frame.current?.querySelector<HTMLElement>(selector)?.focus();
  const step = (by: number): void => {
    const at = months.findIndex((row) => row.month === month?.month);
    const next = months[search.month === undefined ? 0 : Math.min(months.length - 1, Math.max(0, at + by))];
    if (next === undefined) return;
    openMonth(next.month);
    focus(`[data-month="${next.month}"]`);
  };
  useKeys([
    { key: 'j', shown: ['j', 'k'], word: 'keys.month', run: () => step(1) },
    { key: 'k', run: () => step(-1) },
    { key: 'p', word: 'keys.propose', run: () => focus('[data-propose] textarea') },
    { key: 'a', word: 'keys.decide', run: () => focus('[data-decide] textarea') },
    { key: 'Backspace', word: 'keys.back', run: () => void navigate({ to: '/ledger' }) },
  ]);
  return (
    <>
      <ScreenHead title={t('periods.title')} />
      <LedgerTabs />
      <div className="books" ref={frame}>
        <div className="stackv">
          <WaitingProposals waiting={waiting} openId={search.proposal} onOpen={openProposal} />
          <Panel title={t('periods.months')} meta={t('periods.monthsMeta')}>
            <Read from={periods} rows={6}>
              {({ rows }) => <MonthsTable rows={rows} chosen={month?.month} onChoose={openMonth} />}
            </Read>
          </Panel>
          <DecidedProposals />
        </div>
        <div className="stackv">{month && <Month key={month.month} period={month} waiting={waiting.rows} />}</div>
      </div>
    </>
  );
}
