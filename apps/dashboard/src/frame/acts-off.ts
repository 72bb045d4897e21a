import type { Right } from '#contracts';
import { useWords } from '../language/words.js';
import { useMissingRight } from './missing-right.js';
import { useFreshness } from './freshness.js';

/** Why an act that needs a right cannot be done now, in words; null when it can. */
export function useActsOff(right: Right): string | null {
  const { t } = useWords();
  const missing = useMissingRight(right);
  const { stale } = useFreshness();
  return missing ?? (stale ? t('off.stale') : null);
}
