import { useLedgerSummary } from '../api/resources.js';
import { useWords } from '../language/words.js';
import { Icon } from '../parts/icon.js';
import { useSession } from '../session/session.js';
import { useBoundKeys } from './keys.js';

/** The keys of the screen on show, and what everybody should know about the house. */
export function StatusBar() {
  const { t, count, time } = useWords();
  const { endsAt } = useSession();
  const ledger = useLedgerSummary().data;
  const keys = useBoundKeys().filter(({ word, key }) => word !== undefined && !key.startsWith('g '));
  return (
    <footer className="statusbar">
      <div className="keys">
        {keys.map(({ key, shown, word }) => (
          <span key={key}>
            {(shown ?? [key]).map((name) => (
              <kbd key={name}>{name}</kbd>
            ))}
            {t(word ?? '')}
          </span>
        ))}
      </div>
      <span className="push st">
        <Icon name="lock" />
        {t('status.session', { until: time(endsAt) })}
      </span>
      {ledger && <span className="w">{t('status.journals', { journals: count(ledger.journals) })}</span>}
    </footer>
  );
}
