import type { CloseReadiness } from '#contracts';
import { useWords } from '../../language/words.js';
import { Icon } from '../../parts/icon.js';
import { Status } from '../../parts/status.js';

/** Whether a month can be closed for good; if not, what stands in the way and what helps. */
export function Readiness({ readiness: { ready, blockers } }: { readonly readiness: CloseReadiness }) {
  const { t, titled, coded } = useWords();
  if (ready)
    return (
      <div className="pad stackv tight" data-readiness="ready">
        <Status mark="settled" word={t('readiness.ready')} pill />
        <p className="soft">{t('readiness.readyWhy')}</p>
      </div>
    );
  return (
    <div data-readiness="blocked">
      <p className="pad">
        <Status mark="pending" word={t('readiness.blocked', { count: blockers.length })} pill />
      </p>
      <ul className="decisions blockers">
        {blockers.map(({ name, what, remedy }, index) => {
          const known = coded('remedy', name);
          return (
            <li key={index}>
              <p className="st">
                <Icon name="pending" />
                <b>{titled('blocker', name)}</b>
              </p>
              <p lang="en">{what}</p>
              <p className="soft" lang={known === name ? 'en' : undefined}>
                {known === name ? remedy : known}
              </p>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
