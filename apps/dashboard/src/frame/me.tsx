import { useEffect, useRef, useState, type RefObject } from 'react';
import { problemOf } from '../api/refused.js';
import { useWords } from '../language/words.js';
import { Icon } from '../parts/icon.js';
import { askForFactor } from '../session/factor-question.js';
import { signOut, useSession } from '../session/session.js';

/** Who is signed in, in which roles, and the way out. */
export function Me() {
  const { t, coded, instant } = useWords();
  const { handle, name, roles, factor, signedInAt } = useSession();
  const menu = useRef<HTMLDetailsElement>(null);
  const [refused, setRefused] = useState<string | null>(null);
  useClosedFromOutside(menu);
  const held = roles.map((role) => coded('role', role)).join(', ');
  const leave = (): void => {
    signOut().catch((error: unknown) => setRefused(problemOf(error).code));
  };
  return (
    <details
      className="menu"
      ref={menu}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.currentTarget.open = false;
        event.currentTarget.querySelector('summary')?.focus();
      }}
    >
      <summary className="who named" title={held}>
        <Icon name="user" />
        <span>{name}</span>
        <span className="quiet">{held}</span>
      </summary>
      <div className="pop">
        <dl className="kv l pad">
          <dt>{t('me.handle')}</dt>
          <dd className="code">{handle}</dd>
          <dt>{t('me.roles')}</dt>
          <dd>{held}</dd>
          <dt>{t('me.factor')}</dt>
          <dd>{coded('factor', factor)}</dd>
          <dt>{t('me.since')}</dt>
          <dd>{instant(signedInAt)}</dd>
        </dl>
        <ul>
          {factor === 'none' && (
            <li>
              <button type="button" onClick={() => void askForFactor('enrol')}>
                <Icon name="lock" />
                <b>{t('me.enrol')}</b>
              </button>
            </li>
          )}
          <li>
            <button type="button" onClick={leave}>
              <Icon name="out" />
              <b>{t('me.signOut')}</b>
            </button>
          </li>
        </ul>
        {refused !== null && (
          <p className="note-line" role="alert">
            {t('me.signOutRefused', { why: coded('problem', refused) })}
          </p>
        )}
      </div>
    </details>
  );
}

function useClosedFromOutside(menu: RefObject<HTMLDetailsElement | null>): void {
  useEffect(() => {
    const close = ({ target }: Event): void => {
      if (menu.current && target instanceof Node && !menu.current.contains(target)) menu.current.open = false;
    };
    document.addEventListener('pointerdown', close);
    document.addEventListener('focusin', close);
    return () => {
      document.removeEventListener('pointerdown', close);
      document.removeEventListener('focusin', close);
    };
  }, [menu]);
}
