import type { Mutant } from './mutant.js';

const proposals = 'libs/platform/approvals/desk-proposals.ts';
const tables = 'libs/platform/approvals/tables.ts';
const fourEyes = 'libs/platform/approvals/desk-proposals.spec.ts';
const note = 'libs/platform/identity/note.ts';
const guard = 'libs/platform/identity/rights.guard.ts';
const routes = 'test/hostile/rights-of-routes.spec.ts';
const forged = 'answers nobody without a note, nor with one that is forged, of another request, late or of another key';

/** Who asks, what that person may do, and the second person at the desk. */
export const desk: readonly Mutant[] = [
  {
    id: 'B14.10',
    title: 'a clerk approves an own proposal by writing the name otherwise',
    file: 'libs/platform/approvals/two-people.ts',
    edits: [
      { find: 'return one.trim().toLowerCase() === other.trim().toLowerCase();', replace: 'return one === other;' },
    ],
    spec: fourEyes,
    test: 'lets nobody decide an own proposal, however the name is written, and the database refuses it too',
  },
  {
    id: 'B14.11',
    title: 'the database lets one person approve at the desk what that person has proposed',
    file: tables,
    edits: [
      {
        find: "state not in ('approved', 'rejected') or lower(btrim(decided_by)) <> lower(btrim(proposed_by))",
        replace: "state not in ('approved', 'rejected') or decided_by is not null",
      },
    ],
    spec: fourEyes,
    test: 'lets nobody decide an own proposal, however the name is written, and the database refuses it too',
  },
  {
    id: 'B14.12',
    title: 'who proposes changes the content after the approver has seen it',
    file: tables,
    edits: [
      {
        find: '(new.proposal_id, new.act, new.object, new.trade_id, new.content, new.shown,',
        replace: '(new.proposal_id, new.act, new.object, new.trade_id, old.content, new.shown,',
      },
    ],
    spec: fourEyes,
    test: 'keeps what was proposed and decided as it was',
  },
  {
    id: 'B14.13',
    title: 'an approval holds whatever was shown',
    file: proposals,
    edits: [{ find: 'if (before.shown !== shown)', replace: 'if (before.shown === "")' }],
    spec: fourEyes,
    test: 'holds for what was shown and nothing else',
  },
  {
    id: 'B14.14',
    title: 'approvers approve with the code of this morning',
    file: guard,
    edits: [{ find: 'person.factorUntil <= Date.now()', replace: 'person.factorUntil <= 0' }],
    spec: routes,
    test: 'approves only with a code given lately',
  },
  {
    id: 'B14.15',
    title: 'a decision of one person alone is carried out when it comes over the bus',
    file: 'libs/platform/approvals/two-people.ts',
    edits: [
      {
        find: 'if (!samePerson(actor, approver)) return true;',
        replace: 'if (actor !== "" && approver !== "") return true;',
      },
    ],
    spec: 'apps/reconciliation/src/reconciliation.spec.ts',
    test: 'sets aside what one person has decided alone',
    because: 'break_decision_two_people',
  },
  {
    id: 'B14.16',
    title: 'a handler that names no right is open to everybody who has signed in',
    file: guard,
    edits: [
      {
        find: 'if (needed === undefined || !rightsOfPerson(person).includes(needed))',
        replace: 'if (needed !== undefined && !rightsOfPerson(person).includes(needed))',
      },
    ],
    spec: 'libs/platform/identity/rights.guard.spec.ts',
    test: 'keeps a handler that names no right closed to everybody',
  },
  {
    id: 'B14.17',
    title: 'a note for one request opens another one',
    file: note,
    edits: [
      {
        find: '`asiento.person.v1\\n${method} ${path}\\n`',
        replace: '`asiento.person.v1\\n${method.length > 0 && path.length > 0}\\n`',
      },
    ],
    spec: routes,
    test: forged,
  },
  {
    id: 'B14.18',
    title: 'a note counts for ever',
    file: note,
    edits: [
      {
        find: 'return now < until ? person : undefined;',
        replace: 'return until > 0 && now > 0 ? person : undefined;',
      },
    ],
    spec: routes,
    test: forged,
  },
  {
    id: 'B14.19',
    title: 'somebody raises the roles in a note and keeps its seal',
    file: note,
    edits: [
      {
        find: 'mac.length !== expected.length || !timingSafeEqual(mac, expected)',
        replace: 'mac.length !== expected.length && !timingSafeEqual(mac, expected)',
      },
    ],
    spec: routes,
    test: forged,
  },
  {
    id: 'B14.20',
    title: 'one person may hold the roles of clerk and approver',
    file: 'libs/contracts/people/rights.ts',
    edits: [
      { find: "one: ['propose-decisions', 'propose-books', 'propose-people'],", replace: "one: ['propose-people']," },
    ],
    spec: 'libs/contracts/people/rights.spec.ts',
    test: 'leaves clerk and controller as the only two roles that one person may hold together',
  },
  {
    id: 'B14.21',
    title: 'two who decide at once both decide',
    file: 'libs/platform/approvals/proposal.store.ts',
    edits: [
      {
        find: "where proposal_id = $1 and state = 'waiting' returning proposal_id`",
        replace: "where proposal_id = $1 and state <> 'expired' returning proposal_id`",
      },
    ],
    spec: fourEyes,
    test: 'lets one of two who decide at once be the one',
  },
];
