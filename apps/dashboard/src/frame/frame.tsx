import { useEffect, useState } from 'react';
import { Outlet, useNavigate, useRouter, useRouterState } from '@tanstack/react-router';
import { useQueryClient } from '@tanstack/react-query';
import { useWords } from '../language/words.js';
import { Icon } from '../parts/icon.js';
import { useSession } from '../session/session.js';
import { useFreshness, type Freshness } from './freshness.js';
import { FIND_ID, Header } from './header.js';
import { KeysDialog } from './keys-dialog.js';
import { listenForKeys, switchSingleKeys, useKeys, useSingleKeys, type KeyBinding } from './keys.js';
import { Rail } from './rail.js';
import { HeadSlot } from './screen-head.js';
import { StatusBar } from './status-bar.js';
import { Yours } from './yours.js';

/** The frame round every screen. */
export function Frame() {
  const { t } = useWords();
  const freshness = useFreshness();
  const [headSlot, setHeadSlot] = useState<HTMLElement | null>(null);
  const [keysOpen, setKeysOpen] = useState(false);
  const screen = useRouterState({ select: ({ matches }) => matches.at(-1)?.routeId ?? '' });
  const fills = useRouterState({ select: ({ matches }) => matches.at(-1)?.staticData.fills ?? false });
  useFocusOnArrival();
  useFrameKeys(() => setKeysOpen(true));
  const singleKeys = useSingleKeys();
  return (
    <div className={freshness.stale ? 'desk is-stale' : 'desk'}>
      <a className="skip" href="#main">
        {t('skip')}
      </a>
      <Rail />
      <Header headSlot={setHeadSlot} freshness={freshness} />
      <div className="frame-main">
        {freshness.stale && <StaleBanner freshness={freshness} />}
        {!singleKeys && (
          <p className="note st-info">
            <Icon name="info" />
            <span>
              {t('keys.off')}{' '}
              <button className="link" type="button" onClick={() => switchSingleKeys(true)}>
                {t('keys.switchOn')}
              </button>
            </span>
          </p>
        )}
        <main id="main" data-screen={screen} tabIndex={-1} className={fills ? 'flush' : undefined}>
          <HeadSlot value={headSlot}>
            <Yours>
              <Outlet />
            </Yours>
          </HeadSlot>
        </main>
      </div>
      <StatusBar />
      <KeysDialog open={keysOpen} onClose={() => setKeysOpen(false)} />
    </div>
  );
}

function StaleBanner({ freshness }: { readonly freshness: Freshness }) {
  const { t, count, time } = useWords();
  const queries = useQueryClient();
  return (
    <div className="note st-pending" role="status">
      <Icon name="pending" />
      <div>
        <b>{t('stale.title', { seconds: count(Math.round(freshness.ageMs / 1000)) })}</b>{' '}
        {t('stale.since', { time: time(new Date(freshness.lastAnswerAt).toISOString()) })}{' '}
        <button className="link" type="button" onClick={() => void queries.refetchQueries({ type: 'active' })}>
          {t('stale.retry')}
        </button>
      </div>
    </div>
  );
}

/** A reader with a keyboard lands in the new screen, not where the old one ended. */
function useFocusOnArrival(): void {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe('onResolved', ({ pathChanged }) => {
        const main = document.getElementById('main');
        // A screen may have given the focus to the row its reader left.
        const taken = main?.contains(document.activeElement) && document.activeElement !== main;
        if (pathChanged && !taken) main?.focus({ preventScroll: true });
      }),
    [router],
  );
}

function useFrameKeys(showKeys: () => void): void {
  const navigate = useNavigate();
  const { rights, peoplePath } = useSession();
  useEffect(listenForKeys, []);
  useEffect(() => {
    const onControlK = (event: KeyboardEvent): void => {
      if (!event.ctrlKey || event.key !== 'k') return;
      event.preventDefault();
      document.getElementById(FIND_ID)?.focus();
    };
    window.addEventListener('keydown', onControlK);
    return () => window.removeEventListener('keydown', onControlK);
  }, []);
  const business: readonly KeyBinding[] = [
    { key: '/', word: 'keys.search', run: () => document.getElementById(FIND_ID)?.focus() },
    { key: 'g b', word: 'rail.board', run: () => void navigate({ to: '/' }) },
    { key: 'g t', word: 'rail.trades', run: () => void navigate({ to: '/trades' }) },
    { key: 'g k', word: 'rail.breaks', run: () => void navigate({ to: '/breaks' }) },
    { key: 'g d', word: 'rail.disputes', run: () => void navigate({ to: '/disputes' }) },
    { key: 'g s', word: 'rail.failing', run: () => void navigate({ to: '/failing' }) },
    { key: 'g x', word: 'rail.exceptions', run: () => void navigate({ to: '/exceptions' }) },
    { key: 'g r', word: 'rail.repair', run: () => void navigate({ to: '/repair' }) },
    { key: 'g a', word: 'rail.approvals', run: () => void navigate({ to: '/approvals' }) },
  ];
  const books: readonly KeyBinding[] = [
    { key: 'g l', word: 'rail.ledger', run: () => void navigate({ to: '/ledger' }) },
    { key: 'g p', word: 'periods.title', run: () => void navigate({ to: '/ledger/periods' }) },
  ];
  const people: readonly KeyBinding[] =
    peoplePath === null
      ? []
      : [{ key: 'g h', word: 'rail.people', run: () => void navigate({ to: '/$peoplePath', params: { peoplePath } }) }];
  const auditLog: readonly KeyBinding[] = [
    { key: 'g u', word: 'rail.auditLog', run: () => void navigate({ to: '/audit-log' }) },
  ];
  useKeys(
    [
      ...(rights.includes('read-business') ? business : []),
      { key: '?', word: 'keys.all', run: showKeys },
      ...(rights.includes('read-books') ? books : []),
      ...(rights.includes('read-people') ? people : []),
      ...(rights.includes('read-audit-log') ? auditLog : []),
    ],
    true,
  );
}
