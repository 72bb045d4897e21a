import type { Right } from '#contracts';
import { useWords } from '../language/words.js';
import { rolesWith, useMay } from '../session/rights.js';

/** Names the roles that have what the person has not; null where they have it. */
export function useMissingRight(right: Right): string | null {
  const { t, anyOf, coded } = useWords();
  const may = useMay(right);
  if (may) return null;
  return t('off.right', { roles: anyOf(rolesWith(right).map((role) => coded('role', role))) });
}
