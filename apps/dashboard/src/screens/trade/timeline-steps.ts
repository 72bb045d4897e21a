import type { JournalView, TimelineEntry } from '#contracts';

export type TimelineStep =
  | { readonly kind: 'fact'; readonly at: string; readonly entry: TimelineEntry }
  /** All journals of one fact, one per book. */
  | {
      readonly kind: 'posting';
      readonly at: string;
      readonly linkId: string;
      readonly journals: readonly JournalView[];
    };

/**
 * One line of time from the first message to the last posting. Journals stand behind the fact that caused them (their source
 * event); they were written a moment later by another clock, so their own time does not order them. Journals of facts that the
 * timeline does not know, such as daily accruals, stand at the end of their effective date.
 */
export function timelineSteps(
  timeline: readonly TimelineEntry[],
  journals: readonly JournalView[],
): readonly TimelineStep[] {
  const facts = [...timeline].sort((a, b) => a.at.localeCompare(b.at));
  const groups = groupedByLink(journals);
  const caused = new Map<string, TimelineStep[]>();
  const loose: TimelineStep[] = [];
  const known = new Set(facts.map(({ eventId }) => eventId));
  for (const group of groups) {
    const [first] = group;
    if (first === undefined) continue;
    const step = (at: string): TimelineStep => ({ kind: 'posting', at, linkId: first.linkId, journals: group });
    const cause = facts.find(({ eventId }) => eventId === first.sourceEventId);
    if (known.has(first.sourceEventId) && cause)
      caused.set(first.sourceEventId, [...(caused.get(first.sourceEventId) ?? []), step(cause.at)]);
    else loose.push(step(`${first.effectiveDate}T23:59:59Z`));
  }
  const steps: TimelineStep[] = [];
  const posted = new Set<string>();
  for (const entry of facts) {
    while (loose[0] && loose[0].at < entry.at) steps.push(...loose.splice(0, 1));
    steps.push({ kind: 'fact', at: entry.at, entry });
    if (entry.eventId === null || posted.has(entry.eventId)) continue;
    posted.add(entry.eventId);
    steps.push(...(caused.get(entry.eventId) ?? []));
  }
  return [...steps, ...loose];
}

function groupedByLink(journals: readonly JournalView[]): readonly (readonly JournalView[])[] {
  const groups = new Map<string, JournalView[]>();
  for (const journal of journals) groups.set(journal.linkId, [...(groups.get(journal.linkId) ?? []), journal]);
  return [...groups.values()].sort((a, b) => (a[0]?.effectiveDate ?? '').localeCompare(b[0]?.effectiveDate ?? ''));
}
