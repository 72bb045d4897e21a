import { useId, type ReactNode } from 'react';
import { useWords } from '../language/words.js';
import { Icon } from './icon.js';
import { Failure, Loading } from './states.js';

interface PanelProps {
  readonly title: string;
  readonly meta?: ReactNode;
  readonly tools?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

/** One panel, one question. */
export function Panel({ title, meta, tools, className = '', children }: PanelProps) {
  const heading = useId();
  return (
    <section className={`panel ${className}`} aria-labelledby={heading}>
      <header className="panel-head">
        <h2 id={heading}>{title}</h2>
        {meta !== undefined && <span className="meta">{meta}</span>}
        {tools !== undefined && <span className="push">{tools}</span>}
      </header>
      {children}
    </section>
  );
}

/** What a query of the API says about itself. */
export interface Reading<Answer> {
  readonly data: Answer | undefined;
  readonly error: unknown;
  readonly refetch: () => unknown;
}

interface ReadProps<Answer> {
  readonly from: Reading<Answer>;
  readonly rows?: number;
  readonly children: (answer: Answer) => ReactNode;
}

/** Loading, failed or there: what was read last stays on the screen when reading it again fails. */
export function Read<Answer>({ from, rows, children }: ReadProps<Answer>) {
  const { t } = useWords();
  if (from.data === undefined)
    return from.error ? (
      <Failure error={from.error} onRetry={() => void from.refetch()} />
    ) : (
      <Loading rows={rows ?? 5} />
    );
  return (
    <>
      {children(from.data)}
      {from.error != null && (
        <p className="panel-foot" role="status">
          <span className="st st-pending">
            <Icon name="pending" />
            {t('failure.older')}
          </span>
        </p>
      )}
    </>
  );
}
