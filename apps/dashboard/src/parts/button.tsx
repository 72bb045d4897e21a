import { useId, type ReactNode } from 'react';
import { Icon } from './icon.js';

interface ActProps {
  readonly children: ReactNode;
  readonly onAct: () => void;
  readonly main?: boolean;
  readonly busy?: boolean;
  /** Why it is off; an act that is off stays reachable and says so. */
  readonly off?: string | null;
  readonly type?: 'button' | 'submit';
}

/** A button for an act. */
export function Act({ children, onAct, main = false, busy = false, off = null, type = 'button' }: ActProps) {
  const reason = useId();
  return (
    <>
      <button
        type={type}
        className={main ? 'btn main' : 'btn'}
        aria-disabled={off !== null || busy}
        aria-busy={busy}
        aria-describedby={off === null ? undefined : reason}
        title={off ?? undefined}
        onClick={(event) => {
          event.preventDefault();
          if (off === null && !busy) onAct();
        }}
      >
        {children}
      </button>
      {off !== null && (
        <span id={reason} className="hide">
          {off}
        </span>
      )}
    </>
  );
}

/** The reason beside acts that are off. */
export function Why({ children }: { readonly children: ReactNode }) {
  return (
    <p className="why">
      <Icon name="lock" />
      <span>{children}</span>
    </p>
  );
}
