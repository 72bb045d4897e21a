import { useEffect, useState } from 'react';
import { Refused } from '../../api/refused.js';

/** Where the house names no time to wait. */
const WAIT_SECONDS = 30;

/** Seconds until the house can be asked again, counting down; 0 when it can. */
export function useWait(): readonly [left: number, begin: (error: unknown) => void] {
  const [until, setUntil] = useState(0);
  const [now, setNow] = useState(() => Date.now());
  const left = Math.max(0, Math.ceil((until - now) / 1_000));
  const waits = left > 0;
  useEffect(() => {
    if (!waits) return;
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [waits]);
  const begin = (error: unknown): void => {
    if (!(error instanceof Refused) || error.problem.code !== 'wait-first') return;
    setNow(Date.now());
    setUntil(Date.now() + (error.waitSeconds ?? WAIT_SECONDS) * 1_000);
  };
  return [left, begin];
}
