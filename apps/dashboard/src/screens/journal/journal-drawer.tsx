import { Link } from '@tanstack/react-router';
import type { JournalView } from '#contracts';
import { useWords } from '../../language/words.js';
import { Empty } from '../../parts/states.js';
import { JournalFacts, JournalPeople, JournalSource, JournalWhy } from './explained.js';

/** The journal of the open row, explained; the whole of it is one key away. */
export function JournalDrawer({ journal }: { readonly journal: JournalView | undefined }) {
  const { t, amount } = useWords();
  if (journal === undefined)
    return (
      <aside className="drawer" aria-label={t('drawer.label')}>
        <Empty mark="info" title={t('journal.drawerEmpty')}>
          <p>{t('journal.drawerEmptyWhy')}</p>
        </Empty>
      </aside>
    );
  return (
    <aside
      className="drawer"
      aria-label={t('journal.of', { sequence: amount(journal.sequence), book: journal.book })}
      tabIndex={0}
    >
      <header>
        <h2>{t('journal.of', { sequence: amount(journal.sequence), book: journal.book })}</h2>
        <span className="push" />
        <Link
          className="btn bare"
          to="/ledger/journals/$journalId"
          params={{ journalId: journal.journalId }}
          search={{}}
        >
          {t('drawer.open')} <kbd>Enter</kbd>
        </Link>
      </header>
      <section className="stackv tight">
        <JournalWhy journal={journal} />
      </section>
      <section>
        <h3>{t('explain.source')}</h3>
        <JournalSource journal={journal} />
      </section>
      <section>
        <h3>{t('journal.people')}</h3>
        <JournalPeople journal={journal} />
      </section>
      <section>
        <h3>{t('journal.entry')}</h3>
        <JournalFacts journal={journal} />
      </section>
    </aside>
  );
}
