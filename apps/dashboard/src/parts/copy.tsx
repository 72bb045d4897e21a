import { useState } from 'react';
import { useWords } from '../language/words.js';
import { Icon } from './icon.js';

/** Copies a text whole, however short it is shown, and says whether that worked. */
export function Copy({ text, what }: { readonly text: string; readonly what: string }) {
  const { t } = useWords();
  const [outcome, setOutcome] = useState<'done' | 'refused' | null>(null);
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setOutcome('done'),
      // A browser may keep its clipboard to itself; the text can still be marked by hand.
      () => setOutcome('refused'),
    );
  };
  return (
    <>
      <button className="btn bare icon" type="button" aria-label={t('copy.copy', { what })} onClick={copy}>
        <Icon name={outcome === 'done' ? 'check' : 'copy'} />
      </button>
      <span className={outcome === 'refused' ? 'quiet' : 'hide'} role="status">
        {outcome !== null && t(`copy.${outcome}`)}
      </span>
    </>
  );
}

/** An id, shown whole, with the way to copy it. */
export function CopyableCode({
  text,
  what,
  shown,
}: {
  readonly text: string;
  readonly what: string;
  readonly shown?: string;
}) {
  return (
    <span className="copyable">
      <span className="code" title={text}>
        {shown ?? text}
      </span>
      <Copy text={text} what={what} />
    </span>
  );
}
