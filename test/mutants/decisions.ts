import type { Mutant } from './mutant.js';

const MIGRATIONS = 'apps/ledger/src/storage/migrations';
const BOOKS = `${MIGRATIONS}/1763942400000-books.ts`;
const POSTING = `${MIGRATIONS}/1763942401000-posting.ts`;
const BALANCES = `${MIGRATIONS}/1763942404000-balances.ts`;
const DECIDE = 'apps/ledger/src/approvals/decide-proposals.controller.ts';
const proposals = 'apps/ledger/src/approvals/proposals.spec.ts';
const attacked = 'apps/ledger/src/books-attacked.spec.ts';
const bothTimes = 'apps/ledger/src/reports/both-times.spec.ts';
const addedUp = 'apps/ledger/src/reports/added-up-once.spec.ts';
const checkpoints = 'apps/ledger/src/checkpoints/check-checkpoints.spec.ts';

/** Two people and two times: approvals, months that close, reports as at a moment, sums that are kept, what was signed. */
export const decisions: readonly Mutant[] = [
  {
    id: 'B14.1',
    title: 'who proposed approves',
    file: DECIDE,
    edits: [
      {
        find: 'const refused = notTwoPeople(proposal, actor) ?? notAsShown(proposal, event.shown);',
        replace: 'const refused = notAsShown(proposal, event.shown);',
      },
    ],
    also: {
      file: `${MIGRATIONS}/1763942405000-proposals.ts`,
      edits: [{ find: "state <> 'approved' or kind = 'soft-close' or", replace: "true or state <> 'approved' or" }],
    },
    spec: proposals,
    test: 'by who proposed it',
  },
  {
    id: 'B14.2',
    title: 'who proposed approves under the same name in other letters',
    file: DECIDE,
    edits: [
      {
        find: 'return samePerson(proposedBy, actor) ?',
        replace: 'return proposedBy === actor ?',
      },
    ],
    spec: proposals,
    test: 'by who proposed it in other letters',
  },
  {
    id: 'B14.3',
    title: 'something else is approved than was shown',
    file: DECIDE,
    edits: [{ find: 'return shown === subjectHash ?', replace: 'return shown !== undefined && subjectHash ?' }],
    spec: proposals,
    test: 'of something else than was shown',
  },
  {
    id: 'B14.4',
    title: 'the table lets one person approve what she proposed',
    file: `${MIGRATIONS}/1763942405000-proposals.ts`,
    edits: [{ find: "state <> 'approved' or kind = 'soft-close' or", replace: "true or state <> 'approved' or" }],
    spec: proposals,
    test: "decided_by = ' Ana', decided_at = now() where kind = 'hard-close'",
  },
  {
    id: 'B14.5',
    title: 'a month is closed for good by one person who agrees with herself',
    file: BOOKS,
    edits: [{ find: 'and lower(btrim(approved_by)) <> lower(btrim(proposed_by)) or', replace: 'or' }],
    spec: attacked,
    test: 'for good by one person who agrees with herself',
  },
  {
    id: 'B2.4',
    title: 'a hard close is decided on what the books held before it',
    file: 'apps/ledger/src/periods/change-period.ts',
    edits: [
      { find: "if (to === 'hard') await tx.execute('select ledger.hold_period($1)', [`${month}-01`]);", replace: '' },
    ],
    spec: proposals,
    test: 'is not closed for good by who did not see what somebody was just posting to it',
  },
  {
    id: 'B2.5',
    title: 'a month is closed for good whatever stands in the way',
    file: 'apps/ledger/src/periods/change-period.ts',
    edits: [
      {
        find: "to === 'hard' ? await blockersOf(tx, month) : [];",
        replace: "to === 'hard' && month === '' ? await blockersOf(tx, month) : [];",
      },
    ],
    spec: proposals,
    test: 'is not closed for good while something stands in the way, which is named, and the proposal goes on waiting',
  },
  {
    id: 'B2.6',
    title: 'a soft close takes whatever comes',
    file: POSTING,
    edits: [
      {
        find: "if standing = 'hard' or standing = 'soft' and not month.adjusts then",
        replace: "if standing = 'hard' then",
      },
    ],
    spec: attacked,
    test: 'takes adjustments while it is closed softly, and none once it is closed for good',
  },
  {
    id: 'B16.4',
    title: 'who closes a month and who posts to it and opens another wait in a circle, and one is killed',
    file: POSTING,
    edits: [
      {
        find: '        select p.state into standing from ledger.period p where p.period = first_day for update;\n        if not found then\n          perform ledger.open_period(first_day);\n          select p.state into standing',
        replace:
          '        perform ledger.open_period(first_day);\n        select p.state into standing from ledger.period p where p.period = first_day for update;\n        if not found then\n          select p.state into standing',
      },
    ],
    spec: proposals,
    test: 'is closed and posted to at once without a deadlock, also where the posting opens another month',
    because: 'deadlock',
  },
  {
    id: 'B3.4',
    title: 'the end of a day forgets what it has booked, and books it again the day after',
    file: 'apps/ledger/src/day/value-forwards.ts',
    edits: [
      {
        find: 'booked_minor_units: minorUnits.toString(),',
        replace: 'booked_minor_units: (minorUnits * 0n).toString(),',
      },
    ],
    spec: 'apps/ledger/src/day/end-day.spec.ts',
    test: 'posts nothing when the same day, or the next at the same rates, is ended again',
  },
  {
    id: 'B9.3',
    title: 'a report as at a moment does not wait for who is posting at it',
    file: BALANCES,
    edits: [
      {
        find: 'and l.granted and l.virtualtransaction = any(posting))\n        loop',
        replace: 'and l.granted and false)\n        loop',
      },
    ],
    spec: bothTimes,
    test: 'waits for who is posting at its moment, so that nothing appears in it later',
  },
  {
    id: 'B9.4',
    title: 'who posts is not to be seen by who makes a report',
    file: POSTING,
    edits: [{ find: 'perform pg_advisory_xact_lock_shared(ledger.posting_lock());', replace: '' }],
    spec: bothTimes,
    test: 'waits for who is posting at its moment, so that nothing appears in it later',
  },
  {
    id: 'B9.5',
    title: 'a journal is recorded before the one before it when the clock was set back',
    file: POSTING,
    edits: [
      {
        find: "select greatest(clock_timestamp(), max(h.recorded_at) + interval '1 microsecond') into recorded",
        replace: 'select clock_timestamp() into recorded',
      },
    ],
    spec: bothTimes,
    test: 'is later than that of every one before it, also when the clock of the machine was set back',
  },
  {
    id: 'B20.2',
    title: 'two who add up at once both add the same postings',
    file: BALANCES,
    edits: [
      // The insert alone would wait too for who holds the row.
      {
        find: 'insert into ledger.added_up (book, sequence) values (due.book, 0) on conflict do nothing;',
        replace:
          'insert into ledger.added_up (book, sequence) select due.book, 0 where not exists (select from ledger.added_up r where r.book = due.book);',
      },
      {
        find: 'where r.book = due.book for update;\n          continue when reached >= due.sequence;',
        replace: 'where r.book = due.book;\n          continue when reached >= due.sequence;',
      },
    ],
    spec: addedUp,
    test: 'by whoever comes first of two who ask at once',
  },
  {
    id: 'B20.3',
    title: 'what was added up is added again by who comes next',
    file: BALANCES,
    edits: [
      {
        find: 'update ledger.added_up r set sequence = due.sequence where',
        replace: 'update ledger.added_up r set sequence = reached where',
      },
    ],
    spec: addedUp,
    test: 'also where somebody had begun to and died',
  },
  {
    id: 'B3.5',
    title: 'the bridge is checked by trade date only',
    file: BOOKS,
    edits: [
      {
        find: "having sum(bridge) filter (where accounting <> 'SDA') <> 0 or sum(bridge) filter (where accounting <> 'TDA') <> 0",
        replace: "having sum(bridge) filter (where accounting <> 'SDA') <> 0",
      },
    ],
    spec: attacked,
    test: 'one side of a bridge by settlement date alone',
  },
  {
    id: 'B1.3',
    title: 'a journal is undone in the other accounting',
    file: BOOKS,
    edits: [{ find: ' and original.accounting = a.accounting))', replace: '))' }],
    spec: attacked,
    test: 'a reversal in the other accounting',
  },
  {
    id: 'B1.4',
    title: 'what is common under a key is posted by trade date too, and ends in an error of the database',
    file: POSTING,
    edits: [
      {
        find: 'join ledger.journal posted on posted.journal_id = given.id',
        replace: 'join ledger.journal posted on false',
      },
    ],
    spec: attacked,
    test: 'by trade date alone what is common under its key',
  },
  {
    id: 'B12.13',
    title: 'what a checkpoint signed of the chains is not compared with them',
    file: 'apps/ledger/src/checkpoints/check-checkpoints.ts',
    edits: [{ find: '      await checkHeads(tx, findings, name, headsIn(extensions));\n', replace: '' }],
    spec: checkpoints,
    test: 'is missed by name when the tail of a chain is cut, although its head and sums are made to fit',
  },
  {
    id: 'B12.14',
    title: 'what a checkpoint signed of decisions is not compared with them',
    file: 'apps/ledger/src/checkpoints/make-checkpoint.ts',
    edits: [{ find: '...(await sealLines(tx))', replace: '...(await sealLines(tx)).slice(0, 0)' }],
    spec: checkpoints,
    test: 'is missed when the last change of a month is taken back as if it had never been',
  },
];
