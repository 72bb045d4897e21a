import { createHash } from 'node:crypto';
import type { CloseReadiness, LedgerSubject, PeriodRow, ProposalRow } from '#contracts';

type MonthState = PeriodRow['state'];

/** Months of the books, and what two people decide about them. */
export interface FakeMonths {
  readonly periods: Map<string, PeriodRow>;
  readonly proposals: ProposalRow[];
  readonly blockers: Map<string, CloseReadiness['blockers']>;
}

interface Said {
  readonly actor: string;
  readonly reason: string;
  readonly subject?: LedgerSubject;
  readonly shown?: string;
}

const WAYS: Readonly<Record<MonthState, readonly MonthState[]>> = {
  open: ['soft'],
  soft: ['hard', 'open'],
  hard: ['soft'],
};
const AT = '2026-06-17T16:30:00.000Z';

/** April is closed for good, May softly and ready, June is open and under way; marta wants April back. */
export function fakeMonths(): FakeMonths {
  const months: FakeMonths = {
    periods: new Map(['2026-06', '2026-05', '2026-04'].map((month) => [month, { month, state: 'open', changes: [] }])),
    proposals: [],
    blockers: new Map([
      [
        '2026-06',
        [
          {
            name: 'day-not-ended',
            what: 'the last business day that ended is 2026-06-16',
            remedy: 'Wait for the end of the last business day of the month, or of the first after 2026-06-30.',
          },
          {
            name: 'suspense-open',
            what: 'house.treasury holds -1200.00 EUR EUR-KUSTBEB0 on 2900',
            remedy: 'Match it to what it belongs to, or escalate it.',
          },
        ],
      ],
    ]),
  };
  changed(months, { month: '2026-04', to: 'soft' }, 'marta', null, 'April is complete');
  changed(months, { month: '2026-04', to: 'hard' }, 'marta', 'luis', 'checked the trial balance');
  changed(months, { month: '2026-05', to: 'soft' }, 'marta', null, 'May is complete');
  const subject: LedgerSubject = { kind: 'period', month: '2026-04', to: 'soft' };
  months.proposals.push(proposalOf(months, subject, { actor: 'marta', reason: 'A late invoice of April' }));
  return months;
}

export const periodRows = ({ periods }: FakeMonths): readonly PeriodRow[] => [...periods.values()];

export function readinessOf({ periods, blockers }: FakeMonths, month: string): CloseReadiness {
  const found = blockers.get(month) ?? [];
  return { month, state: periods.get(month)?.state ?? 'open', ready: found.length === 0, blockers: found };
}

/** @returns why nothing came of it, where nothing did */
export function propose(months: FakeMonths, body: string, actor: string): ProposalRow | string {
  const said: Said = { ...(JSON.parse(body) as Omit<Said, 'actor'>), actor };
  const proposal = proposalOf(months, said.subject ?? { kind: 'payroll', batchId: '' }, said);
  months.proposals.push(proposal);
  if (proposal.kind !== 'soft-close') return proposal;
  return concluded(months, proposal, 'approved', said, null);
}

/** @returns why nothing came of it, where nothing did */
export function decideProposal(
  months: FakeMonths,
  id: string,
  act: string,
  body: string,
  actor: string,
): ProposalRow | string {
  const said: Said = { ...(JSON.parse(body) as Omit<Said, 'actor'>), actor };
  const proposal = months.proposals.find(({ proposalId }) => proposalId === id);
  if (proposal === undefined) return `there is no proposal ${id}.`;
  if (proposal.state !== 'waiting') return `${id} is ${proposal.state} already.`;
  const own = proposal.proposedBy.toLowerCase() === said.actor.toLowerCase();
  if (act === 'withdraw' && !own) return `${proposal.proposedBy} proposed it and may withdraw it.`;
  if (act === 'reject' && own) return `${said.actor} lacks the right approve-books.`;
  if (act === 'reject' || act === 'withdraw') return concluded(months, proposal, 'rejected', said, null);
  if (own) return `${said.actor} proposed it; another person has to approve.`;
  if (proposal.shown !== said.shown) return `what was shown is not what ${id} proposes; look at it again.`;
  return concluded(months, proposal, 'approved', said, said.actor);
}

function concluded(
  months: FakeMonths,
  proposal: ProposalRow,
  state: 'approved' | 'rejected',
  { actor, reason }: Said,
  approvedBy: string | null,
): ProposalRow | string {
  const { subject } = proposal;
  if (state === 'approved' && subject.kind === 'period') {
    const from = months.periods.get(subject.month)?.state ?? 'open';
    if (!WAYS[from].includes(subject.to))
      return `${subject.month} is ${from}; from there it goes to ${WAYS[from].join(' or ')}.`;
    changed(months, subject, proposal.proposedBy, approvedBy, reason);
  }
  const decided: ProposalRow = { ...proposal, state, decidedBy: actor, decidedAt: AT, decisionReason: reason };
  months.proposals[months.proposals.indexOf(proposal)] = decided;
  return decided;
}

function proposalOf({ periods, proposals }: FakeMonths, subject: LedgerSubject, { actor, reason }: Said): ProposalRow {
  const from = subject.kind === 'period' ? (periods.get(subject.month)?.state ?? 'open') : 'open';
  const kind =
    subject.kind === 'payroll'
      ? 'payroll'
      : subject.to === 'hard'
        ? 'hard-close'
        : subject.to === 'soft' && from === 'open'
          ? 'soft-close'
          : 're-open';
  return {
    proposalId: `proposal-${proposals.length + 1}`,
    kind,
    subject,
    shown: createHash('sha256').update(JSON.stringify(subject)).digest('hex'),
    proposedBy: actor,
    proposedAt: AT,
    reason,
    state: 'waiting',
    decidedBy: null,
    decidedAt: null,
    decisionReason: null,
  };
}

function changed(
  { periods }: FakeMonths,
  { month, to }: { readonly month: string; readonly to: MonthState },
  proposedBy: string,
  approvedBy: string | null,
  reason: string,
): void {
  const row = periods.get(month) ?? { month, state: 'open' as const, changes: [] };
  const change = { from: row.state, to, proposedBy, approvedBy, reason, at: '2026-06-17T16:30:00Z' };
  periods.set(month, { month, state: to, changes: [...row.changes, change] });
}
