import type { Mutant } from './mutant.js';

const MIGRATIONS = 'apps/ledger/src/storage/migrations';
const books_ = `${MIGRATIONS}/1763942400000-books.ts`;
const posting = `${MIGRATIONS}/1763942401000-posting.ts`;
const attacked = 'apps/ledger/src/books-attacked.spec.ts';

/**
 * What the database itself holds of the books. Of B20 only lost updates apply: no account of the house has a floor that
 * a posting could pass; when one gets a limit, its overdraft belongs here.
 */
export const books: readonly Mutant[] = [
  {
    id: 'B1.1',
    title: 'two reversals of one journal are both booked',
    file: books_,
    edits: [{ find: 'create unique index journal_reversed_once', replace: 'create index journal_reversed_once' }],
    spec: attacked,
    test: 'lets one of 50 parallel reversals through and tells the others that it is reversed',
  },
  {
    id: 'B1.2',
    title: 'a duplicate ends in an error of the database instead of being counted',
    file: posting,
    edits: [
      {
        find: "exception when unique_violation or sqlstate 'LG008' then",
        replace: "exception when sqlstate 'LG008' then",
      },
    ],
    spec: attacked,
    test: 'lets one of 50 parallel posts of one journal through and counts the others',
    because: 'duplicate key value',
  },
  {
    id: 'B3.3',
    title: 'one journal of a batch is known already, the others are skipped with it and marked as done',
    file: posting,
    edits: [{ find: 'for attempt in 1..2 loop', replace: 'for attempt in 1..1 loop' }],
    spec: attacked,
    test: 'counts a journal that is posted again, and writes nothing',
  },
  {
    id: 'B6.1',
    title: 'a filter becomes part of the SQL',
    file: 'apps/ledger/src/http/journal-pages.ts',
    edits: [
      {
        find: "this.fragments.push(fragment.replaceAll('?', `$${this.parameters.length}`));",
        replace:
          "this.fragments.push(`${fragment.replaceAll('?', `'${String(value)}'`)} and $${this.parameters.length}::text is not null`);",
      },
    ],
    spec: 'apps/ledger/src/http/books.spec.ts',
    test: 'as a value, never as SQL',
    because: 'syntax error',
  },
  {
    id: 'B6.2',
    title: 'a filter is a pattern: % finds everything',
    file: 'apps/ledger/src/http/journal-pages.ts',
    edits: [{ find: ".add('p.detail = ?', detail)", replace: ".add('p.detail like ?', detail)" }],
    spec: 'apps/ledger/src/http/books.spec.ts',
    test: 'as a value, never as SQL',
  },
  {
    id: 'B11.3',
    title: 'other content under a key that is used counts as the same',
    file: posting,
    edits: [
      {
        find: 'posted.accounting = given.accounting\n        where posted.content_hash <> given.content limit 1;',
        replace: 'posted.accounting = given.accounting\n        where false limit 1;',
      },
      {
        find: 'posted.journal_id = given.id\n          where posted.content_hash <> given.content limit 1;',
        replace: 'posted.journal_id = given.id\n          where false limit 1;',
      },
    ],
    spec: attacked,
    test: 'other content under its key',
  },
  {
    id: 'B11.4',
    title: 'the content that a key stands for leaves out the amount',
    file: 'libs/domain/ledger/evidence.ts',
    edits: [
      {
        find: 'text += lengthPrefixed([account, detail, currency, minorUnits]);',
        replace: 'text += lengthPrefixed([account, detail, currency, String(minorUnits.length)]);',
      },
    ],
    spec: 'libs/domain/ledger/evidence.spec.ts',
    test: 'differs with everything an auditor reads of it',
  },
  {
    id: 'B12.1',
    title: 'two that post at once take the same place in the chain',
    file: posting,
    edits: [
      {
        find: 'perform from ledger.chain_head where book = any(everybody) order by book for update;',
        replace: 'perform from ledger.chain_head where book = any(everybody) order by book;',
      },
    ],
    spec: attacked,
    test: 'keeps every chain continuous while many post at once in many books and new months',
    because: 'journal_sequence',
  },
  {
    id: 'B12.2',
    title: 'a fork: two journals of one book at one place',
    file: books_,
    edits: [
      {
        find: 'constraint journal_sequence unique (book, sequence),',
        replace: 'constraint journal_sequence unique (book, sequence, key),',
      },
    ],
    spec: 'apps/ledger/src/evidence/forged-chain.spec.ts',
    test: 'is refused by the table itself: no two journals have one place, guards or not',
  },
  {
    id: 'B13.1',
    title: 'TRUNCATE passes by the guard of the journals',
    file: books_,
    edits: [
      {
        find: 'create trigger journal_append_only before update or delete or truncate on ledger.journal',
        replace: 'create trigger journal_append_only before update or delete on ledger.journal',
      },
    ],
    spec: attacked,
    test: 'a superuser, even in a session that replicates',
  },
  {
    id: 'B13.2',
    title: 'TRUNCATE passes by the guard of a partition',
    file: posting,
    edits: [
      {
        find: "'create trigger posting_append_only before update or delete or truncate on ledger.%I",
        replace: "'create trigger posting_append_only before update or delete on ledger.%I",
      },
    ],
    spec: attacked,
    test: 'a superuser, even in a session that replicates',
  },
  {
    id: 'B13.3',
    title: 'a session that replicates passes by the guards',
    file: books_,
    edits: [{ find: 'alter table ledger.journal enable always trigger journal_append_only;', replace: '' }],
    spec: attacked,
    test: 'a superuser, even in a session that replicates',
  },
  {
    id: 'B13.4',
    title: 'the role of the service may write the books by itself',
    file: books_,
    edits: [
      {
        find: 'revoke insert, update, delete on ledger.period, ledger.period_change, ledger.chain_head, ledger.journal, ledger.posting\n        from asiento_ledger;',
        replace: '',
      },
    ],
    spec: attacked,
    test: 'the role of the service',
  },
  {
    id: 'B13.5',
    title: 'everybody may execute what closes a period',
    file: 'libs/platform/database/migrate.ts',
    edits: [
      {
        find: 'await tx.execute(`alter default privileges for role ${OWNER} revoke execute on functions from public`);',
        replace: '',
      },
    ],
    spec: attacked,
    test: 'the role of the service',
  },
  {
    id: 'B13.6',
    title: 'postings can be slipped under a journal of an earlier transaction',
    file: books_,
    edits: [
      {
        find: 'h.written_by is distinct from pg_current_xact_id() as sealed',
        replace: 'h.written_by is null as sealed',
      },
    ],
    spec: attacked,
    test: 'cannot add ',
  },
  {
    id: 'B20.1',
    title: 'a balance is overwritten by what is added up later',
    file: `${MIGRATIONS}/1763942404000-balances.ts`,
    edits: [{ find: 'set debit = b.debit + c.debit', replace: 'set debit = c.debit' }],
    spec: 'apps/ledger/src/reports/both-times.spec.ts',
    test: 'is the same, byte for byte, whenever it is made again',
  },
  {
    id: 'B23.1',
    title: 'amounts pass through a float on their way into the books',
    file: 'apps/ledger/src/books/posted-batch.ts',
    edits: [
      { find: 'minorUnits: minorUnits.toString(),', replace: 'minorUnits: BigInt(Number(minorUnits)).toString(),' },
    ],
    spec: attacked,
    test: 'keeps amounts far beyond what a float could hold',
  },
];
