import { useEffect, useState, useSyncExternalStore } from 'react';
import { lastAnswer, onAnswer } from '../api/heartbeat.js';
import { useStanding } from '../session/session.js';

/** Without an answer for this long, figures are called stale. */
export const STALE_AFTER_MS = 5_000;

export interface Freshness {
  readonly ageMs: number;
  readonly lastAnswerAt: number;
  readonly stale: boolean;
}

/**
 * How old the figures on the screen are. A hidden tab does not ask, nor does one whose session has ended, so their silence
 * does not count.
 */
export function useFreshness(): Freshness {
  const lastAnswerAt = useSyncExternalStore(onAnswer, lastAnswer);
  const [now, setNow] = useState(() => Date.now());
  const [shownSince, setShownSince] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    const shown = () => {
      if (document.visibilityState === 'visible') setShownSince(Date.now());
    };
    document.addEventListener('visibilitychange', shown);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', shown);
    };
  }, []);
  const ended = useStanding().is === 'ended';
  const ageMs = Math.max(0, now - lastAnswerAt);
  return { ageMs, lastAnswerAt, stale: !ended && ageMs > STALE_AFTER_MS && now - shownSince > STALE_AFTER_MS };
}
