import type { Mutant } from './mutant.js';

const decisions = 'apps/ledger/src/approvals/decide-proposals.controller.ts';
const payroll = 'apps/ledger/src/payroll/payroll.spec.ts';

/** Two people, and what the second one was shown. */
export const approvals: readonly Mutant[] = [
  {
    id: 'B14.6',
    title: 'who has prepared a payroll batch approves it',
    file: decisions,
    edits: [
      {
        find: 'notTwoPeople(proposal, actor) ?? notAsShown(proposal, event.shown)',
        replace: 'notAsShown(proposal, event.shown)',
      },
      {
        find: 'return samePerson(proposedBy, actor) ?',
        replace: 'return proposedBy === actor ?',
      },
    ],
    spec: payroll,
    test: 'is booked whole once another person has approved it, with both of their names',
  },
  {
    id: 'B14.7',
    title: 'an approval holds for whatever the proposal says by then',
    file: decisions,
    edits: [
      { find: 'return shown === subjectHash ? undefined', replace: 'return subjectHash !== shown + " " ? undefined' },
    ],
    spec: 'apps/ledger/src/approvals/proposals.spec.ts',
    test: 'stays as it is after an approval',
  },
  {
    id: 'B14.8',
    title: 'the database lets one person approve what that person has proposed',
    file: 'apps/ledger/src/storage/migrations/1763942405000-proposals.ts',
    edits: [
      {
        find: 'lower(btrim(decided_by)) <> lower(btrim(proposed_by))',
        replace: "decided_by <> proposed_by || ' '",
      },
    ],
    spec: 'apps/ledger/src/approvals/proposals.spec.ts',
    test: 'refuses the service',
  },
  {
    id: 'B14.9',
    title: 'a payroll batch is the same by its id alone, whatever its lines',
    file: 'apps/ledger/src/payroll/propose-payroll.controller.ts',
    edits: [{ find: 'if (known?.booked.contentHash === contentHash)', replace: 'if (known)' }],
    spec: payroll,
    test: 'with other lines under an id that is taken is set aside, and the first stands',
  },
];
