import type { FigureStatement } from '#platform/database';

const BREAKS = `(values ('economics'), ('missing-middle'), ('missing-front')) as known(kind)
  left join reconciliation.break as b on b.kind = known.kind and b.state = 'open'`;

/** Breaks that wait for a clerk; a kind without any is shown with 0, so that an alarm about it can end. */
export const breakFigures: readonly FigureStatement[] = [
  {
    name: 'asiento_open_breaks',
    help: 'Trades on which front and middle office differ, or on which one of them is silent.',
    labels: ['kind'],
    statement: `select known.kind, count(b.break_id) as value from ${BREAKS} group by known.kind`,
  },
  {
    name: 'asiento_oldest_break_age_seconds',
    help: 'How long the oldest open break of the kind has been open; 0 when there is none.',
    labels: ['kind'],
    statement: `select known.kind,
        coalesce(extract(epoch from clock_timestamp() - min(b.opened_at)::timestamptz), 0) as value
      from ${BREAKS} group by known.kind`,
  },
];
