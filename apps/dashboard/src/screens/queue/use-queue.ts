import { useMemo } from 'react';
import { useList, type List } from '../../api/resources.js';
import type { Query } from '../../api/client.js';

/**
 * A queue of one kind. The server is asked for the kind and the rows are held against it once more, so that the list is right
 * also where a service answers with all kinds.
 */
export function useQueue<Row>(
  path: string,
  query: Query,
  belongs: (row: Row) => boolean,
  kind: string | undefined,
): List<Row> {
  const list = useList<Row>(path, query);
  // `belongs` is a new function on every render, but means the same as long as the kind does.
  const rows = useMemo(() => (kind === undefined ? list.rows : list.rows.filter(belongs)), [list.rows, kind]);
  return { ...list, rows };
}
