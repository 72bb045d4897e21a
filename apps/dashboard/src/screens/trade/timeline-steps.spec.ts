import type { JournalView, TimelineEntry } from '#contracts';
import { timelineSteps } from './timeline-steps.js';

const fact = (eventId: string, at: string): TimelineEntry => ({
  at,
  eventId,
  transition: null,
  from: null,
  to: null,
  what: eventId,
  actor: 'system',
  source: null,
});

const journal = (journalId: string, linkId: string, sourceEventId: string, effectiveDate: string): JournalView => ({
  journalId,
  linkId,
  sourceEventId,
  effectiveDate,
  book: 'house.debt',
  sequence: '1',
  rule: 'R1',
  ruleVersion: 1,
  recordedAt: '2026-11-24T09:00:00.000Z',
  reverses: null,
  tradeId: 'T1',
  source: '',
  actor: null,
  approver: null,
  accounting: 'common',
  hash: '',
  postings: [],
  explain: { sentence: '', inputs: {}, formula: '', rounding: '' },
});

const told = (timeline: TimelineEntry[], journals: JournalView[]): string[] =>
  timelineSteps(timeline, journals).map((step) =>
    step.kind === 'fact'
      ? step.entry.what
      : `${step.linkId}: ${step.journals.map(({ journalId }) => journalId).join('+')}`,
  );

describe('the timeline of a trade', () => {
  it('puts journals behind the fact that caused them, one line per fact, though they were written later', () => {
    const timeline = [fact('captured', '2026-06-15T10:00:00.000Z'), fact('settled', '2026-06-17T07:00:00.000Z')];
    const journals = [
      journal('j2', 'settlement', 'settled', '2026-06-17'),
      journal('j3', 'settlement', 'settled', '2026-06-17'),
      journal('j1', 'trade-date', 'captured', '2026-06-15'),
    ];
    expect(told(timeline, journals)).toEqual(['captured', 'trade-date: j1', 'settled', 'settlement: j2+j3']);
  });

  it('puts accruals, which have no fact of the trade, at the end of their day', () => {
    const timeline = [fact('captured', '2026-06-15T10:00:00.000Z'), fact('settled', '2026-06-17T07:00:00.000Z')];
    expect(told(timeline, [journal('j1', 'accrual', 'tick', '2026-06-16')])).toEqual([
      'captured',
      'accrual: j1',
      'settled',
    ]);
  });
});
