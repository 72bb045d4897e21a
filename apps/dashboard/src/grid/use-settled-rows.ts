import { useState } from 'react';
import { settleRows, type SettledRows } from './settled-rows.js';

interface Held<Row> {
  readonly latest: readonly Row[];
  readonly settled: SettledRows<Row>;
  readonly since: string | null;
}

export interface HeldRows<Row> extends SettledRows<Row> {
  /** When the first of the changes came. */
  readonly since: string | null;
  readonly show: () => void;
}

/**
 * Rows that do not jump under a reader.
 * @param resetBy changes when the question does (filter, sort): the rows of another question are shown as they come.
 * @param reading whether somebody reads them now; nobody is disturbed by rows that move unread.
 */
export function useSettledRows<Row>(
  latest: readonly Row[],
  keyOf: (row: Row) => string,
  resetBy: string,
  reading: () => boolean,
): HeldRows<Row> {
  const [question, setQuestion] = useState(resetBy);
  const [held, setHeld] = useState<Held<Row>>({ latest, settled: { rows: latest, changes: 0 }, since: null });
  const show = () => setHeld({ latest, settled: { rows: latest, changes: 0 }, since: null });
  if (question !== resetBy) {
    setQuestion(resetBy);
    show();
  } else if (held.latest !== latest) {
    const settled = reading() ? settleRows(held.settled.rows, latest, keyOf) : { rows: latest, changes: 0 };
    setHeld({ latest, settled, since: settled.changes === 0 ? null : (held.since ?? new Date().toISOString()) });
  }
  return { ...held.settled, since: held.since, show };
}
