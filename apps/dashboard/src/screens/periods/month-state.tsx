import { useWords } from '../../language/words.js';
import { Status, type Mark } from '../../parts/status.js';
import type { MonthState } from './month-ways.js';

const marks: Readonly<Record<MonthState, Mark>> = { open: 'info', soft: 'held', hard: 'settled' };

export function MonthStateMark({ state, pill = false }: { readonly state: MonthState; readonly pill?: boolean }) {
  const { titled } = useWords();
  return <Status mark={marks[state]} word={titled('periodState', state)} pill={pill} />;
}
