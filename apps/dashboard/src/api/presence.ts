/** What the pages ask by themselves so long after the last key or click, nobody is there to read. */
const THERE_MS = 60_000;

let lastSignAt = performance.now();

for (const sign of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'])
  window.addEventListener(sign, () => (lastSignAt = performance.now()), { capture: true, passive: true });

/** Whether somebody has moved, pressed or scrolled lately; a session lasts as long as somebody does. */
export const isSomebodyThere = (): boolean => performance.now() - lastSignAt < THERE_MS;
