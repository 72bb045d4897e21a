import { createContext, useContext, useEffect, type ReactNode } from 'react';
import { createPortal } from 'react-dom';

/** The place in the header where the screen on show writes its title. */
export const HeadSlot = createContext<HTMLElement | null>(null);

/** Title of the screen, in the header and in the window. */
export function ScreenHead({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  const slot = useContext(HeadSlot);
  useEffect(() => {
    document.title = `${title} · Asiento`;
  }, [title]);
  return slot && createPortal(children ?? <h1>{title}</h1>, slot);
}
