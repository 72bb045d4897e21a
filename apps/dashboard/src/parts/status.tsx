import { useWords } from '../language/words.js';
import { Icon } from './icon.js';

export type Mark = 'settled' | 'pending' | 'failing' | 'held' | 'parked' | 'info';

/** A mark and its word, never colour alone. */
export function Status({
  mark,
  word,
  pill = false,
}: {
  readonly mark: Mark;
  readonly word: string;
  readonly pill?: boolean;
}) {
  return (
    <span className={`st st-${mark}${pill ? ' pill' : ''}`}>
      <Icon name={mark} />
      {word}
    </span>
  );
}

/** Marks of the life-cycle states; what is not named here is on its way. */
const marks: Readonly<Record<string, Mark>> = {
  SETTLED: 'settled',
  FAILING: 'failing',
  CANCELLED: 'parked',
  PARKED: 'parked',
  WAITING: 'parked',
  CANCEL_PENDING: 'held',
  HELD: 'held',
  REJECTED: 'failing',
};

export function markOf(state: string): Mark {
  return marks[state] ?? 'pending';
}

export function TradeState({ state, pill = false }: { readonly state: string; readonly pill?: boolean }) {
  const { coded } = useWords();
  return <Status mark={markOf(state)} word={coded('state', state)} pill={pill} />;
}
