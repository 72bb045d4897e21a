import type { LedgerSubject, PeriodRow, ProposalRow } from '#contracts';

export type MonthState = PeriodRow['state'];
export type MonthSubject = Extract<LedgerSubject, { kind: 'period' }>;

/** From where a month can go; a month closed for good is opened by way of a soft close. The ledger refuses all else. */
export const WAYS: Readonly<Record<MonthState, readonly MonthState[]>> = {
  open: ['soft'],
  soft: ['hard', 'open'],
  hard: ['soft'],
};

export type Change = 'softClose' | 'hardClose' | 'open' | 'softReopen';

/** What a change of a month is called: a soft close is one thing from an open month and another from a closed one. */
export function changeOf(from: MonthState, to: MonthState): Change {
  if (to === 'hard') return 'hardClose';
  if (to === 'open') return 'open';
  return from === 'open' ? 'softClose' : 'softReopen';
}

/** The same of a proposal, which says from where it was made by its kind. */
export function changeProposed(kind: ProposalRow['kind'], { to }: MonthSubject): Change {
  return changeOf(kind === 'soft-close' ? 'open' : to === 'hard' ? 'soft' : to === 'open' ? 'soft' : 'hard', to);
}

/** One person closes softly, since that can be taken back; all else needs two. */
export const needsTwo = (change: Change): boolean => change !== 'softClose';

export function proposalOfMonth(proposals: readonly ProposalRow[], month: string): ProposalRow | undefined {
  return proposals.find(({ subject }) => subject.kind === 'period' && subject.month === month);
}
