import type { Mutant } from './mutant.js';

const DOMAIN = 'libs/domain/ledger/evidence.ts';
const POSTING = 'apps/ledger/src/storage/migrations/1763942401000-posting.ts';
const VERIFY = 'apps/ledger/src/evidence/verify-ledger.ts';
const tampering = 'apps/ledger/src/evidence/tampering.spec.ts';
const EACH = 'names the first bad sequence after a change of';

/** The chain of hashes, and what verifies it. Hashes are made in two places; a bug in both stays unseen by their comparison. */
export const evidence: readonly Mutant[] = [
  {
    id: 'B12.3',
    title: 'the hash before it is no part of the hash, so that a journal can be rewritten by itself',
    file: POSTING,
    edits: [{ find: 'one.fixed || link || one.texts);', replace: 'one.fixed || one.texts);' }],
    also: {
      file: DOMAIN,
      edits: [{ find: '    .update(previousHash)\n', replace: '' }],
    },
    spec: 'apps/ledger/src/evidence/forged-chain.spec.ts',
    test: 'of one journal is betrayed by the one after it',
  },
  {
    id: 'B12.4',
    title: 'who decided is no part of the hash',
    file: POSTING,
    edits: [{ find: 'one.fixed || link || one.texts);', replace: 'one.fixed || link);' }],
    also: {
      file: DOMAIN,
      edits: [{ find: "    .update(lengthPrefixed([actor ?? '', approver ?? '', source]))\n", replace: '' }],
    },
    spec: tampering,
    test: EACH,
  },
  {
    id: 'B12.5',
    title: 'the book is no part of the hash, so that two ledgers collide',
    file: DOMAIN,
    edits: [
      {
        find: '    id,\n    book,\n    accounting,\n    key,\n    rule,\n    String(ruleVersion),',
        replace: '    id,\n    accounting,\n    key,\n    rule,\n    String(ruleVersion),',
      },
    ],
    spec: 'libs/domain/ledger/evidence.spec.ts',
    test: 'differs with everything an auditor reads of it',
  },
  {
    id: 'B12.6',
    title: 'fields are joined without their lengths, so that different journals have one hash',
    file: DOMAIN,
    edits: [{ find: 'text += `${Buffer.byteLength(part)}:${part}`;', replace: 'text += part;' }],
    spec: 'libs/domain/ledger/evidence.spec.ts',
    test: 'differs when a character moves from one field to the next',
  },
  {
    id: 'B12.7',
    title: 'what the rule used is no part of the hash',
    file: DOMAIN,
    edits: [{ find: "    reverses ?? '',\n    inputs,\n", replace: "    reverses ?? '',\n" }],
    spec: tampering,
    test: EACH,
  },
  {
    id: 'B12.8',
    title: 'a journal that is gone is blamed on the one after it',
    file: VERIFY,
    edits: [{ find: 'if (sequence !== before + 1n) findings.add', replace: 'if (sequence <= before) findings.add' }],
    spec: tampering,
    test: EACH,
  },
  {
    id: 'B12.9',
    title: 'a tail that was cut is not seen',
    file: VERIFY,
    edits: [{ find: '    await checkHeads(tx, ends, findings);\n', replace: '' }],
    spec: tampering,
    test: EACH,
  },
  {
    id: 'B12.10',
    title: 'a chain rewritten to its end is not seen, because of the head only the place is compared',
    file: VERIFY,
    edits: [
      {
        find: 'else if (!hash.equals(end.hash)) findings.add',
        replace: 'else if (hash.length !== end.hash.length) findings.add',
      },
    ],
    spec: 'apps/ledger/src/evidence/forged-chain.spec.ts',
    test: 'of all journals from one on is betrayed by the head of the chain',
  },
  {
    id: 'B12.11',
    title: 'the order of the chain is that of its numbers as text: 10 before 2',
    file: 'apps/ledger/src/evidence/stored-journals.ts',
    edits: [
      {
        find: 'from ledger.journal j ${within} order by j.book, j.sequence`;',
        replace: 'from ledger.journal j ${within} order by book, sequence`;',
      },
    ],
    spec: tampering,
    test: 'finds nothing in books that nobody touched',
  },
  {
    id: 'B13.7',
    title: 'a guard that was switched off is not told',
    file: VERIFY,
    edits: [{ find: "where t.tgenabled is distinct from 'A'", replace: 'where t.tgenabled is null' }],
    spec: tampering,
    test: 'names a guard that was switched off, and one that is gone',
  },
];
