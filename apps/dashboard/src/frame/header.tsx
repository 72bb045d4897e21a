import { useState, type Ref } from 'react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useSettlementSummary } from '../api/resources.js';
import { useWords } from '../language/words.js';
import { Icon } from '../parts/icon.js';
import { Languages } from '../parts/languages.js';
import { useMay } from '../session/rights.js';
import type { Freshness } from './freshness.js';
import { Me } from './me.js';

export const FIND_ID = 'find';

/** Title of the screen, search, the business day, freshness, language and who is signed in. */
export function Header({
  headSlot,
  freshness,
}: {
  readonly headSlot: Ref<HTMLDivElement>;
  readonly freshness: Freshness;
}) {
  const { t, date, coded, count, time } = useWords();
  const business = useMay('read-business');
  const settlement = useSettlementSummary().data;
  return (
    <header className="bar">
      <div className="crumbs" ref={headSlot} />
      {business && <Find />}
      <dl className="facts">
        {business && (
          <>
            <div>
              <dt>{t('header.businessDate')}</dt>
              <dd>{settlement?.businessDate ? date(settlement.businessDate, 'weekday') : t('header.notStarted')}</dd>
            </div>
            <div>
              <dt>{t('header.clock')}</dt>
              <dd>
                {settlement?.clock ? `${coded('clock', settlement.clock.kind)}, ${time(settlement.clock.at)}` : '–'}
              </dd>
            </div>
          </>
        )}
        <div>
          <dt>{t('header.status')}</dt>
          <dd>
            <span className={freshness.stale ? 'live st-pending' : 'live'}>
              <i />
              {t(freshness.stale ? 'header.stale' : 'header.live', {
                seconds: count(Math.round(freshness.ageMs / 1000)),
              })}
            </span>
          </dd>
        </div>
      </dl>
      <Languages />
      <Me />
    </header>
  );
}

/** Finds trades by any of their references; the words found by stay in the address. */
function Find() {
  const { t } = useWords();
  const navigate = useNavigate();
  const { search: found = '' } = useSearch({ strict: false });
  const [draft, setDraft] = useState<{ readonly of: string; readonly text: string }>({ of: found, text: found });
  const text = draft.of === found ? draft.text : found;
  const find = (words: string) =>
    void navigate({ to: '/trades', search: (before) => ({ ...before, search: words || undefined, open: undefined }) });
  return (
    <form
      className="find"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        find(text.trim());
        document.getElementById('main')?.focus();
      }}
    >
      <Icon name="search" />
      <input
        id={FIND_ID}
        type="search"
        value={text}
        aria-label={t('find.label')}
        placeholder={t('find.placeholder')}
        aria-keyshortcuts="Control+K /"
        onChange={(event) => setDraft({ of: found, text: event.target.value })}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          setDraft({ of: found, text: found });
          document.getElementById('main')?.focus();
        }}
      />
      <kbd>/</kbd>
    </form>
  );
}
