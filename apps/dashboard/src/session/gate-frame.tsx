import type { ReactNode } from 'react';
import { useWords } from '../language/words.js';
import { Languages } from '../parts/languages.js';
import { Mark } from '../parts/mark.js';

/** What stands round everything that is shown to nobody in particular. */
export function GateFrame({ children }: { readonly children: ReactNode }) {
  const { t } = useWords();
  return (
    <div className="gate">
      <header>
        <span className="mark">
          <Mark />
          {t('brand')}
        </span>
        <span className="push" />
        <Languages />
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <footer>
        <span>{t('gate.ends')}</span>
        <span className="push">{t('gate.written')}</span>
      </footer>
    </div>
  );
}
