import { useEffect, useState, type ReactNode } from 'react';
import { problemOf } from '../api/refused.js';
import { useWords } from '../language/words.js';
import { Icon } from './icon.js';
import { Status, type Mark } from './status.js';

const QUIET_MS = 200;

/** Nothing for 200 ms, then bones of the final row height and a word. */
export function Loading({ rows = 5 }: { readonly rows?: number }) {
  const { t } = useWords();
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), QUIET_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!shown) return null;
  return (
    <div aria-busy="true">
      <div className="bones">
        {Array.from({ length: rows }, (_, row) => (
          <span key={row} className="bone" />
        ))}
      </div>
      <p className="panel-foot" role="status">
        {t('loading')}
      </p>
    </div>
  );
}

/** Says what could not be read, its code, and offers to try again. */
export function Failure({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const { t } = useWords();
  return (
    <div className="pad stackv">
      <Refusal error={error} title={t('failure.title')} />
      <div>
        <button className="btn" type="button" onClick={onRetry}>
          <Icon name="refresh" />
          {t('failure.retry')}
        </button>
      </div>
    </div>
  );
}

/** What the house answered instead: words for the code where we have them, and the code itself. */
export function Refusal({ error, title }: { readonly error: unknown; readonly title: string }) {
  const { coded, t } = useWords();
  const { code, detail, status } = problemOf(error);
  const words = coded('problem', code);
  return (
    <div className="note st-failing" role="alert">
      <Icon name="failing" />
      <div>
        <b>{title}</b> {words === code ? detail : words}
        <br />
        <span className="soft">
          <span className="code">{code}</span>
          {status > 0 && `, ${t('failure.status', { status })}`}
          {words !== code && detail !== '' && `, ${detail}`}
        </span>
      </div>
    </div>
  );
}

interface EmptyProps {
  readonly mark: Mark;
  readonly title: string;
  readonly children?: ReactNode;
}

/** An empty panel says whether that is good news. */
export function Empty({ mark, title, children }: EmptyProps) {
  return (
    <div className="empty">
      <Status mark={mark} word={title} />
      {children}
    </div>
  );
}
