import { useEffect, useId, useLayoutEffect, useRef, type ReactNode } from 'react';
import { useWords } from '../language/words.js';
import { Icon } from '../parts/icon.js';

interface DialogProps {
  readonly open: boolean;
  readonly title: string;
  /** Wide enough for what is shown side by side. */
  readonly wide?: boolean;
  /** Absent where the dialog can only be answered, not closed. */
  readonly onClose?: () => void;
  readonly children: ReactNode;
}

/** The browser's own modal dialog: it keeps focus inside and gives it back afterwards. */
export function Dialog({ open, title, wide = false, onClose, children }: DialogProps) {
  const { t } = useWords();
  const heading = useId();
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open && !element.current?.open) show(element.current);
    if (!open && element.current?.open) element.current.close();
  }, [open]);
  // Taken away while open, a dialog would keep the focus from where it was.
  useLayoutEffect(() => {
    const dialog = element.current;
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={element}
      aria-labelledby={heading}
      className={wide ? 'wide' : undefined}
      onCancel={(event) => {
        if (onClose === undefined) event.preventDefault();
      }}
      onClose={() => {
        // A browser lets a second Escape through whatever the page says.
        if (onClose === undefined) show(element.current);
        else onClose();
      }}
    >
      {open && (
        <>
          <header className="panel-head">
            <h2 id={heading}>{title}</h2>
            {onClose !== undefined && (
              <span className="push">
                <button className="btn bare icon" type="button" aria-label={t('close')} onClick={onClose}>
                  <Icon name="x" />
                </button>
              </span>
            )}
          </header>
          {children}
        </>
      )}
    </dialog>
  );
}

function show(dialog: HTMLDialogElement | null): void {
  dialog?.showModal();
  // The browser would begin at the close button, or at a field that cannot be changed.
  dialog?.querySelector<HTMLElement>('input:not([readonly]), textarea:not([readonly])')?.focus();
}
