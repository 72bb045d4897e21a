import { createHash } from 'node:crypto';
import { chainHash, contentHash } from '#domain/ledger';
import type { Transaction } from '#platform/database';
import { storedJournals } from '../../../apps/ledger/src/evidence/stored-journals.js';
import { statements, type PlantedChange } from './planted-change.js';

const BOTH = ['journal', 'posting'] as const;
const DEBT = `book = 'house.debt'`;
const debt = { book: 'house.debt' } as const;

const both = (statement: (table: string) => string): string[] => BOTH.map(statement);

const moved = (book: string, from: string, to: string): string[] =>
  both((table) => `update ledger.${table} set sequence = ${to} where book = '${book}' and sequence = ${from}`);

const swapped = (book: string, one: number, other: number): string[] => [
  ...moved(book, String(one), '9999'),
  ...moved(book, String(other), String(one)),
  ...moved(book, '9999', String(other)),
];

const SUMS_MADE_ANEW = ['truncate ledger.balance, ledger.turnover, ledger.added_up', 'select ledger.add_up(0)'];

const headMadeToFit = (book: string): string =>
  `update ledger.chain_head h set sequence = j.sequence, hash = j.hash, recorded_at = j.recorded_at
   from (select * from ledger.journal where book = '${book}' order by sequence desc limit 1) j where h.book = j.book`;

const copyOf = (sequence: string): string[] => [
  `insert into ledger.posting select book, ${sequence}, ord, effective_date, accounting, account, detail, currency, minor_units
   from ledger.posting where ${DEBT} and sequence = 2`,
  `insert into ledger.journal select gen_random_uuid(), book, ${sequence}, accounting, 'NEW/1/trade-date', rule, rule_version, effective_date,
     trade_id, source_event_id, source, actor, approver, null, inputs, postings, content_hash, hash, recorded_at
   from ledger.journal where ${DEBT} and sequence = 2`,
];

/** Everything from a journal on with all hashes computed anew, the head and the sums made to fit: what a forger does who knows how. */
async function forgedFrom(tx: Transaction, book: string, from: bigint, change: string): Promise<void> {
  await tx.execute(change);
  const anew: { sequence: string; content: Buffer; hash: Buffer }[] = [];
  let previous: Buffer | undefined;
  for await (const { book: of, sequence, journal } of storedJournals(tx)) {
    if (of !== book || !journal) continue;
    if (sequence < from) {
      previous = journal.hash;
      continue;
    }
    const content = contentHash(journal);
    previous = chainHash({ ...journal, sequence, contentHash: content, previousHash: previous ?? Buffer.alloc(32) });
    anew.push({ sequence: sequence.toString(), content, hash: previous });
  }
  for (const { sequence, content, hash } of anew)
    await tx.execute('update ledger.journal set content_hash = $1, hash = $2 where book = $3 and sequence = $4', [
      content,
      hash,
      book,
      sequence,
    ]);
  await statements(headMadeToFit(book), ...SUMS_MADE_ANEW)(tx);
}

/** The seals of a table computed anew after a change, as its trigger would. */
async function sealedAnew(tx: Transaction, table: string, number: string, change: string): Promise<void> {
  await tx.execute(change);
  await statements(`set local timezone = 'UTC'`)(tx).catch(() => undefined);
  const rows = await tx.rows<{ number: string; said: string }>(
    `select ${number}::text as number, (to_jsonb(t) - 'seal')::text as said from ledger.${table} t order by t.${number}`,
  );
  let seal = Buffer.alloc(32);
  for (const { number: at, said } of rows) {
    seal = Buffer.from(createHash('sha256').update(seal).update(said).digest());
    await tx.execute(`update ledger.${table} set seal = $1 where ${number} = $2`, [seal, at]);
  }
}

type Row = readonly [title: string, work: PlantedChange['work'], names: PlantedChange['names'], inCapsule?: boolean];

const JOURNALS: readonly Row[] = [
  [
    'a journal that is gone',
    statements(...both((table) => `delete from ledger.${table} where ${DEBT} and sequence = 2`)),
    debt,
  ],
  ['a header that is gone', statements(`delete from ledger.journal where ${DEBT} and sequence = 2`), debt],
  ['postings that are gone', statements(`delete from ledger.posting where ${DEBT} and sequence = 2`), debt],
  [
    'one posting that is gone',
    statements(`delete from ledger.posting where ${DEBT} and sequence = 2 and ord = 1`),
    debt,
  ],
  [
    'a posting that is there twice',
    statements(
      `insert into ledger.posting select book, sequence, ord + 50, effective_date, accounting, account, detail, currency, minor_units
       from ledger.posting where ${DEBT} and sequence = 2 and ord = 1`,
    ),
    debt,
  ],
  [
    'two postings slipped under a journal, in balance',
    statements(
      `insert into ledger.posting select 'house.debt', 2, 90 + n, effective_date, accounting, '1010', '', 'EUR', case n when 1 then 5 else -5 end
       from ledger.journal, generate_series(1, 2) n where ${DEBT} and sequence = 2`,
    ),
    debt,
  ],
  [
    'postings under a place without a journal',
    statements(
      `insert into ledger.posting values ('house.debt', 99, 1, '2026-06-15', 'common', '1010', '', 'EUR', 5), ('house.debt', 99, 2, '2026-06-15', 'common', '2100', '', 'EUR', -5)`,
    ),
    debt,
    false,
  ],
  [
    'a journal written in between, the later ones moved up',
    statements(
      ...both((table) => `update ledger.${table} set sequence = sequence + 1000 where ${DEBT} and sequence > 2`),
      ...both((table) => `update ledger.${table} set sequence = sequence - 999 where ${DEBT} and sequence > 1000`),
      ...copyOf('3'),
    ),
    debt,
  ],
  [
    'a journal written after the last',
    statements(...copyOf(`(select sequence + 1 from ledger.chain_head where ${DEBT})`)),
    debt,
    // Behind the last checkpoint: a capsule of later days would hold it.
    false,
  ],
  ['two neighbours that changed places', statements(...swapped('house.debt', 2, 3)), debt],
  ['two distant journals that changed places', statements(...swapped('house.debt', 1, 4)), debt],
  [
    'postings that changed their journals',
    statements(
      `update ledger.posting set sequence = 9999 where ${DEBT} and sequence = 1`,
      `update ledger.posting set sequence = 1 where ${DEBT} and sequence = 2`,
      `update ledger.posting set sequence = 2 where ${DEBT} and sequence = 9999`,
    ),
    debt,
  ],
  [
    'two postings of a journal that changed places',
    statements(
      `update ledger.posting set ord = 99 where ${DEBT} and sequence = 2 and ord = 1`,
      `update ledger.posting set ord = 1 where ${DEBT} and sequence = 2 and ord = 2`,
      `update ledger.posting set ord = 2 where ${DEBT} and sequence = 2 and ord = 99`,
    ),
    debt,
  ],
  [
    'the whole chain turned round',
    statements(
      ...both((table) => `update ledger.${table} set sequence = 1000 - sequence where ${DEBT}`),
      ...both(
        (table) =>
          `update ledger.${table} t set sequence = sequence - 999 + (select sequence from ledger.chain_head where ${DEBT}) where ${DEBT}`,
      ),
    ),
    debt,
  ],
  [
    'amounts of two journals that changed places, each in balance',
    statements(
      `update ledger.posting p set minor_units = minor_units * 2 where ${DEBT} and sequence = 2`,
      `update ledger.posting p set minor_units = minor_units / 2 where ${DEBT} and sequence = 4`,
    ),
    debt,
  ],
  [
    'both halves of a bridge, so that it still nets',
    statements(
      `update ledger.posting set minor_units = minor_units * 2 where account in ('1980', '2980') or sequence = 1 and book in ('house.treasury')`,
    ),
    { book: 'house.treasury' },
  ],
  [
    'a tail that was cut',
    statements(...both((table) => `delete from ledger.${table} where ${DEBT} and sequence > 3`)),
    debt,
  ],
  [
    'a tail that was cut, the head made to fit',
    statements(
      ...both((table) => `delete from ledger.${table} where ${DEBT} and sequence > 3`),
      headMadeToFit('house.debt'),
    ),
    debt,
  ],
  ...[1, 2, 3].map((from): Row => [
    `a tail cut after ${from}, the head and all sums made to fit`,
    statements(
      ...both((table) => `delete from ledger.${table} where ${DEBT} and sequence > ${from}`),
      headMadeToFit('house.debt'),
      ...SUMS_MADE_ANEW,
    ),
    debt,
  ]),
  [
    'a whole book that is gone, with its head and sums',
    statements(
      ...both((table) => `delete from ledger.${table} where book = 'client.NALON'`),
      `delete from ledger.chain_head where book = 'client.NALON'`,
      ...SUMS_MADE_ANEW,
    ),
    { book: 'client.NALON' },
  ],
  [
    'two books that changed their names',
    statements(
      ...['journal', 'posting', 'chain_head', 'balance', 'turnover', 'added_up'].flatMap((table) => [
        `update ledger.${table} set book = 'between' where book = 'house.debt'`,
        `update ledger.${table} set book = 'house.debt' where book = 'house.risk'`,
        `update ledger.${table} set book = 'house.risk' where book = 'between'`,
      ]),
    ),
    debt,
  ],
  ...[1n, 2n, 4n].map((from): Row => [
    `a rest of the chain forged from ${from} on, with all hashes, the head and the sums`,
    (tx) =>
      forgedFrom(
        tx,
        'house.debt',
        from,
        `update ledger.posting set minor_units = minor_units * 2 where ${DEBT} and sequence = ${from} and account not in ('1980', '2980')`,
      ),
    debt,
  ]),
  [
    'who decided, forged to the end of the chain',
    (tx) =>
      forgedFrom(
        tx,
        'house.treasury',
        1n,
        `update ledger.journal set actor = 'mallory' where book = 'house.treasury' and sequence = 1`,
      ),
    { book: 'house.treasury' },
  ],
  [
    'a fork: the chain goes on from an earlier place',
    (tx) =>
      forgedFrom(
        tx,
        'house.debt',
        3n,
        `update ledger.journal set key = 'FORK/' || key, recorded_at = recorded_at + interval '1 second' where ${DEBT} and sequence >= 3`,
      ),
    debt,
  ],
];

const OTHERS: readonly Row[] = [
  ['a head that is gone', statements(`delete from ledger.chain_head where ${DEBT}`), /has no head/],
  [
    'a head of a chain that is none',
    statements(`insert into ledger.chain_head values ('house.ghost', 3, sha256('x'), now())`),
    /head of the chain/,
  ],
  [
    'heads that changed places',
    statements(
      `update ledger.chain_head set hash = (select hash from ledger.chain_head where book = 'house.risk') where ${DEBT}`,
    ),
    /head of the chain/,
  ],
  [
    'a closed month that is gone',
    statements(`delete from ledger.period where period = '2026-06-01'`),
    /period 2026-06|posting_2026_06/,
  ],
  [
    'an open month that is gone',
    statements(`delete from ledger.period where period = '2026-07-01'`),
    /posting_2026_07 has no period/,
  ],
  [
    'a month that nobody can post to',
    statements(`insert into ledger.period (period) values ('2031-01-01')`),
    /posting_2031_01 has no partition/,
  ],
  [
    'a close that is gone',
    statements('delete from ledger.period_change where change_no = 1'),
    /period_change 1 is gone/,
  ],
  [
    'the last close that is gone, its month opened',
    statements(
      'delete from ledger.period_change where change_no = 2',
      `update ledger.period set state = 'soft' where period = '2026-06-01'`,
    ),
    /period_change 2 is not the one/,
  ],
  [
    'a month opened again by nobody',
    statements(
      `insert into ledger.period_change (change_no, period, from_state, to_state, proposed_by, approved_by, reason, seal) values (3, '2026-06-01', 'hard', 'soft', 'a', 'b', 'x', sha256('x'))`,
      `update ledger.period set state = 'soft' where period = '2026-06-01'`,
    ),
    /period_change 3/,
  ],
  [
    'a close by somebody else, all seals made anew',
    (tx) =>
      sealedAnew(
        tx,
        'period_change',
        'change_no',
        `update ledger.period_change set approved_by = 'mallory' where change_no = 2`,
      ),
    /period_change 2 is not the one that checkpoint/,
  ],
  ['a proposal that is gone', statements(`delete from ledger.proposal where proposal_id = 'P2'`), /proposal P2/],
  [
    'a proposal that nobody made',
    statements(
      `insert into ledger.proposal (proposal_id, kind, subject, subject_hash, proposed_by, proposed_at, reason, source)
       select 'P9', kind, subject, subject_hash, proposed_by, proposed_at, reason, source from ledger.proposal where proposal_id = 'P2'`,
    ),
    /proposal P9/,
  ],
  [
    'what was approved exchanged with its hash',
    statements(
      `update ledger.proposal set subject = replace(subject, '2026-06', '2026-05'),
         subject_hash = encode(sha256(convert_to(replace(subject, '2026-06', '2026-05'), 'UTF8')), 'hex') where proposal_id = 'P2'`,
    ),
    /proposal P2/,
  ],
  ['a decision that is gone', statements('delete from ledger.decision where decision_no = 5'), /decision 5 is gone/],
  [
    'the last decision that is gone',
    statements(
      'delete from ledger.decision where decision_no = 7',
      `delete from ledger.proposal where proposal_id = 'P4'`,
    ),
    /decision 7 is not the one that checkpoint/,
  ],
  [
    'decisions that changed places',
    statements(
      'update ledger.decision set decision_no = 99 where decision_no = 2',
      'update ledger.decision set decision_no = 2 where decision_no = 3',
      'update ledger.decision set decision_no = 3 where decision_no = 99',
    ),
    /decision 2/,
  ],
  [
    'an approval that nobody gave',
    statements(
      `insert into ledger.decision select 8, 'D8', 'P4', 'approve', null, 'luis', 'x', now(), 'x/0/1', '', sha256('x') from generate_series(1, 1)`,
    ),
    /decision 8/,
  ],
  [
    'who approved, all seals made anew',
    async (tx) => {
      await sealedAnew(
        tx,
        'decision',
        'decision_no',
        `update ledger.decision set actor = 'mallory' where decision_no = 6`,
      );
      await tx.execute(`update ledger.proposal set decided_by = 'mallory' where proposal_id = 'P2'`);
    },
    /decision \d+ is not the one that checkpoint/,
  ],
  [
    'a checkpoint that is gone',
    statements('delete from ledger.checkpoint where checkpoint_no = 1'),
    /checkpoint 1 is gone/,
  ],
  [
    'checkpoints that changed places',
    statements(
      'update ledger.checkpoint set checkpoint_no = 99 where checkpoint_no = 1',
      'update ledger.checkpoint set checkpoint_no = 1 where checkpoint_no = 2',
      'update ledger.checkpoint set checkpoint_no = 2 where checkpoint_no = 99',
    ),
    /checkpoint 1/,
  ],
  [
    'a note of another day',
    statements(
      'update ledger.checkpoint set note = (select note from ledger.checkpoint where checkpoint_no = 1), root = (select root from ledger.checkpoint where checkpoint_no = 1), size = (select size from ledger.checkpoint where checkpoint_no = 1) where checkpoint_no = 2',
    ),
    /checkpoint 2/,
  ],
  [
    'a balance that is gone',
    statements(`delete from ledger.balance where ${DEBT} and account = '1100'`),
    /kept as nothing/,
  ],
  [
    'a balance of nothing',
    statements(`insert into ledger.balance values ('house.debt', 'common', '4200', 'x', 'EUR', '2026-06-15', 7, 7, 2)`),
    /balance .* sum to nothing/,
  ],
  [
    'two balances by the same amount, so that the book still sums to zero',
    statements(
      `update ledger.balance set debit = debit + 1 where ${DEBT} and account = '1100' and accounting = 'TDA'`,
      `update ledger.balance set credit = credit + 1 where ${DEBT} and account in ('2100', '2980') and accounting = 'TDA'`,
    ),
    /balance/,
  ],
  [
    'turnover that is gone',
    statements(`delete from ledger.turnover where ${DEBT} and account = '1100'`),
    /kept as nothing/,
  ],
  [
    'a mark of what is added up that is gone',
    statements(`delete from ledger.added_up where ${DEBT}`),
    /sum to nothing/,
  ],
  [
    'a mark beyond the end of the chain',
    statements(`update ledger.added_up set sequence = 10000 where ${DEBT}`),
    /added up to 10000|balance/,
  ],
  [
    'a mark of a book that is none',
    statements(`insert into ledger.added_up values ('house.ghost', 5)`),
    /added up to 5/,
  ],
];

const planted = (rows: readonly Row[], inCapsule: boolean): PlantedChange[] =>
  rows.map(([title, work, names, held = inCapsule]) => ({ title, work, names, inCapsule: held }));

/** Rows that come, go and change places, and forgeries in which everything else is made to fit. */
export const largerChanges: readonly PlantedChange[] = [...planted(JOURNALS, true), ...planted(OTHERS, false)];
