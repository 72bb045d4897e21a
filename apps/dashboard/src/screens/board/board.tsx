import { useRef } from 'react';
import { useKeys } from '../../frame/keys.js';
import { ScreenHead } from '../../frame/screen-head.js';
import { useWords } from '../../language/words.js';
import { DayFacts } from './day-facts.js';
import { Exceptions } from './exceptions.js';
import { ExposureExcerpt } from './exposure-excerpt.js';
import { ForMe } from './for-me.js';
import { LadderExcerpt } from './ladder-excerpt.js';
import { BookProofs, BridgeProof } from './proofs.js';

/** The day at a glance: where the trades stand, what waits for somebody, and whether the books prove themselves. */
export function Board() {
  const { t } = useWords();
  const grid = useRef<HTMLDivElement>(null);
  const step = (by: number): void => {
    const links = [...(grid.current?.querySelectorAll<HTMLElement>('[data-queues] a') ?? [])];
    const at = links.findIndex((link) => link === document.activeElement);
    links[Math.min(links.length - 1, Math.max(0, at + by))]?.focus();
  };
  useKeys([
    { key: 'j', shown: ['j', 'k'], word: 'keys.move', run: () => step(1) },
    { key: 'k', run: () => step(-1) },
  ]);
  return (
    <>
      <ScreenHead title={t('board.title')} />
      <div className="grid" ref={grid}>
        <ForMe />
        <DayFacts />
        <Exceptions />
        <div className="c4 stackv">
          <BookProofs />
          <BridgeProof />
        </div>
        <LadderExcerpt />
        <ExposureExcerpt />
      </div>
    </>
  );
}
