import { Link } from '@tanstack/react-router';
import { useWaiting, useWaitingForMe } from '../../api/approvals.js';
import { useWords } from '../../language/words.js';
import { Status } from '../../parts/status.js';

/** How many proposals wait for the person signed in, and how many of their own wait for somebody else. */
export function ForMe() {
  const { t, count } = useWords();
  const forMe = useWaitingForMe();
  const { rows, complete } = useWaiting();
  const own = rows.filter(({ turn }) => turn === 'own').length;
  // Who approves nothing and proposed nothing has nothing to see here.
  if (!complete || (forMe === undefined && own === 0)) return null;
  return (
    <section className="panel c12" aria-label={t('rail.approvals')}>
      <p className="pad st for-me" data-for-me={forMe}>
        {forMe !== undefined && (
          <Status
            mark={forMe === 0 ? 'settled' : 'pending'}
            word={t('approvals.forMe', { count: forMe, shown: count(forMe) })}
          />
        )}
        {own > 0 && <span className="soft">{t('approvals.own', { count: own, shown: count(own) })}</span>}
        <Link to="/approvals">{t('approvals.look')}</Link>
      </p>
    </section>
  );
}
