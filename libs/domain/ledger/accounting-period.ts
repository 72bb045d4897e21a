import { Journal } from './books/journal.js';

/** First day of the month a date belongs to: the name of its accounting period. */
export function periodOf(date: string): string {
  return `${date.slice(0, 7)}-01`;
}

/** The date itself where its period is open, else the first day of the next open one (late-entry policy, R15). */
export function openDay(date: string, closed: ReadonlySet<string>): string {
  let period = periodOf(date);
  if (!closed.has(period)) return date;
  while (closed.has(period)) period = nextPeriod(period);
  return period;
}

function nextPeriod(period: string): string {
  const [year = '', month = ''] = period.split('-');
  const next = BigInt(year) * 12n + BigInt(month);
  return `${(next / 12n).toString().padStart(4, '0')}-${((next % 12n) + 1n).toString().padStart(2, '0')}-01`;
}

/** The journal on its first open day, with the day it was meant for among its inputs. */
export function onOpenDay(journal: Journal, closed: ReadonlySet<string>): Journal {
  const { head, book, postings, accounting } = journal;
  const effectiveDate = openDay(head.effectiveDate, closed);
  if (effectiveDate === head.effectiveDate) return journal;
  return Journal.of(
    { ...head, effectiveDate, inputs: { ...head.inputs, belongsTo: head.effectiveDate } },
    book,
    postings,
    accounting,
  );
}
