import { useEffect, useMemo, useRef, useState } from 'react';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { JournalView, TradeDetail } from '#contracts';
import { useList, useTrade } from '../../api/resources.js';
import { useKeys } from '../../frame/keys.js';
import { ScreenHead } from '../../frame/screen-head.js';
import { useWords } from '../../language/words.js';
import { Panel, Read } from '../../parts/panel.js';
import { LifeCycle } from './life-cycle.js';
import { Obligations } from './obligations.js';
import { postingId, type PostingPlace } from './posting-place.js';
import { Postings } from './postings.js';
import { SidePanel } from './side-panel.js';
import { stepId, Timeline } from './timeline.js';
import { TradeHead } from './trade-head.js';
import { Versions } from './versions.js';

/** One trade from its first message to its last posting. */
export function TradeScreen() {
  const { t } = useWords();
  const { tradeId } = useParams({ from: '/trades/$tradeId' });
  const trade = useTrade(tradeId);
  return (
    <>
      <ScreenHead title={t('trade.title', { tradeId })}>
        <Link to="/trades" search={{ open: tradeId }}>
          {t('trades.title')}
        </Link>
        <span className="sep">/</span>
        <h1 className="code">{tradeId}</h1>
        {trade.data && <span className="quiet nowrap">{t('trade.version', { version: trade.data.row.version })}</span>}
      </ScreenHead>
      {trade.data === undefined ? (
        <Panel title={t('trade.title', { tradeId })}>
          <Read from={trade} rows={8}>
            {() => null}
          </Read>
        </Panel>
      ) : (
        <Sheet key={tradeId} trade={trade.data} />
      )}
    </>
  );
}

function Sheet({ trade }: { readonly trade: TradeDetail }) {
  const { t } = useWords();
  const { tradeId } = trade.row;
  const navigate = useNavigate({ from: '/trades/$tradeId' });
  const { tab = 'explain', journal: left } = useSearch({ from: '/trades/$tradeId' });
  const [chosen, setChosen] = useState<PostingPlace | undefined>(
    left === undefined ? left : { journalId: left, posting: 0 },
  );
  const read = useList<JournalView>('/api/ledger/journals', { tradeId });
  const rows = useMemo(() => [...read.rows].sort(inTime), [read.rows]);
  const journals = { ...read, rows };
  const places = journals.rows.flatMap(({ journalId, postings }) =>
    postings.map((_, posting) => ({ journalId, posting })),
  );
  const place = chosen ?? places[0];
  const show = (next: 'explain' | 'message' | 'provenance') =>
    void navigate({ search: { journal: left, tab: next === 'explain' ? undefined : next }, replace: true });
  const step = (by: number): void => {
    const at =
      chosen === undefined
        ? -1
        : places.findIndex((each) => each.journalId === chosen.journalId && each.posting === chosen.posting);
    const next = places[Math.min(places.length - 1, Math.max(0, at + by))];
    if (next === undefined) return;
    setChosen(next);
    show('explain');
    document.getElementById(postingId(next))?.focus();
  };
  useFocusWhereLeft(left, journals.rows);
  useKeys([
    { key: 'j', shown: ['j', 'k'], word: 'keys.posting', run: () => step(1) },
    { key: 'k', run: () => step(-1) },
    {
      key: 'o',
      word: 'keys.journal',
      run: () => {
        if (place)
          void navigate({
            to: '/ledger/journals/$journalId',
            params: { journalId: place.journalId },
            search: { trade: tradeId },
          });
      },
    },
    { key: 'm', word: 'keys.message', run: () => show(tab === 'message' ? 'explain' : 'message') },
    { key: 'Backspace', word: 'keys.back', run: () => void navigate({ to: '/trades', search: { open: tradeId } }) },
  ]);
  return (
    <div className="stackv">
      <section className="panel" aria-label={t('trade.summary')}>
        <div className="pad stackv">
          <TradeHead trade={trade} />
          <LifeCycle trade={trade} />
        </div>
      </section>
      <div className="sheet">
        <Timeline trade={trade} journals={journals.rows} />
        <div className="stackv">
          <Obligations tradeId={tradeId} />
          <Postings
            journals={journals}
            place={place}
            onChoose={(next) => {
              setChosen(next);
              show('explain');
            }}
          />
          <Versions versions={trade.versions} />
        </div>
        <SidePanel trade={trade} journals={journals.rows} place={place} tab={tab} onTab={show} />
      </div>
    </div>
  );
}

/** Whoever comes back from a journal finds its step in the timeline, as soon as that is there. */
function useFocusWhereLeft(journalId: string | undefined, journals: readonly JournalView[]): void {
  const done = useRef(journalId === undefined);
  useEffect(() => {
    const step = done.current ? null : document.getElementById(stepId(journalId ?? ''));
    if (step === null) return;
    done.current = true;
    step.focus();
  }, [journalId, journals]);
}

/** The ledger gives the latest first; a trade is told from its beginning. */
function inTime(a: JournalView, b: JournalView): number {
  return (
    a.effectiveDate.localeCompare(b.effectiveDate) ||
    a.recordedAt.localeCompare(b.recordedAt) ||
    a.linkId.localeCompare(b.linkId) ||
    a.book.localeCompare(b.book)
  );
}
