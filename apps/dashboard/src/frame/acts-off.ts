import { useWords } from '../language/words.js';
import { useActor } from './actor.js';
import { useFreshness } from './freshness.js';

/** Why nobody can act now, in words; null when acts are on. */
export function useActsOff(): string | null {
  const { t } = useWords();
  const actor = useActor();
  const { stale } = useFreshness();
  if (stale) return t('off.stale');
  return actor === null ? t('off.actor') : null;
}
