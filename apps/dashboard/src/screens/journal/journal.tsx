import { Link, useNavigate, useParams, useRouter, useSearch } from '@tanstack/react-router';
import type { JournalView } from '#contracts';
import { useJournal } from '../../api/journals.js';
import { useKeys } from '../../frame/keys.js';
import { ScreenHead } from '../../frame/screen-head.js';
import { useWords } from '../../language/words.js';
import { Panel, Read } from '../../parts/panel.js';
import { Empty } from '../../parts/states.js';
import { JournalFacts, JournalPeople, JournalSource, JournalWhy } from './explained.js';
import { JournalPostings } from './journal-postings.js';
import { Reversals, SameFact } from './related.js';

/** One entry of the books: why it is what it is, what caused it, who answers for it, and what belongs to it. */
export function JournalScreen() {
  const { t, amount } = useWords();
  const { journalId } = useParams({ from: '/ledger/journals/$journalId' });
  const answer = useJournal(journalId);
  const journal = answer.data?.rows.find((row) => row.journalId === journalId);
  const title =
    journal === undefined
      ? t('journal.title')
      : t('journal.of', { sequence: amount(journal.sequence), book: journal.book });
  return (
    <>
      <ScreenHead title={title}>
        <Link to="/ledger">{t('ledger.title')}</Link>
        <span className="sep">/</span>
        <h1>{title}</h1>
      </ScreenHead>
      {journal === undefined ? (
        <Panel title={title}>
          {answer.data === undefined || answer.isPlaceholderData ? (
            <Read from={{ ...answer, data: undefined }} rows={8}>
              {() => null}
            </Read>
          ) : (
            <Empty mark="info" title={t('journal.none')}>
              <p>{t('journal.noneWhy')}</p>
            </Empty>
          )}
        </Panel>
      ) : (
        <Sheet key={journalId} journal={journal} />
      )}
    </>
  );
}

function Sheet({ journal }: { readonly journal: JournalView }) {
  const { t } = useWords();
  const { trade } = useSearch({ from: '/ledger/journals/$journalId' });
  const navigate = useNavigate();
  const router = useRouter();
  const toTrade = (tradeId: string): void =>
    void navigate({ to: '/trades/$tradeId', params: { tradeId }, search: { journal: journal.journalId } });
  const back = (): void => {
    if (trade !== undefined) toTrade(trade);
    else if (router.history.canGoBack()) router.history.back();
    else void navigate({ to: '/ledger' });
  };
  const step = (by: number): void => {
    const links = [...document.querySelectorAll<HTMLElement>('[data-fact] a')];
    const at = links.findIndex((link) => link === document.activeElement);
    links[Math.min(links.length - 1, Math.max(0, at + by))]?.focus();
  };
  useKeys([
    { key: 'j', shown: ['j', 'k'], word: 'keys.sameFact', run: () => step(1) },
    { key: 'k', run: () => step(-1) },
    {
      key: 'o',
      word: 'keys.trade',
      run: () => {
        if (journal.tradeId !== '') toTrade(journal.tradeId);
      },
    },
    { key: 'Backspace', word: 'keys.back', run: back },
  ]);
  return (
    <div className="split" data-journal={journal.journalId}>
      <div className="stackv">
        <Panel title={t('postings.title')} meta={journal.book}>
          <JournalPostings journal={journal} />
        </Panel>
        <Panel title={t('evidence.explain')}>
          <div className="pad stackv left-values">
            <JournalWhy journal={journal} />
          </div>
        </Panel>
      </div>
      <div className="stackv">
        <Panel title={t('journal.entry')}>
          <div className="pad">
            <JournalFacts journal={journal} />
          </div>
        </Panel>
        <Panel title={t('explain.source')}>
          <div className="pad">
            <JournalSource journal={journal} />
          </div>
        </Panel>
        <Panel title={t('journal.people')}>
          <div className="pad">
            <JournalPeople journal={journal} />
          </div>
        </Panel>
        <SameFact journal={journal} trade={trade} />
        <Reversals journal={journal} trade={trade} />
      </div>
    </div>
  );
}
