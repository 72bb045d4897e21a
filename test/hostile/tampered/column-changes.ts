import type { Database } from '#platform/database';
import { statements, type PlantedChange } from './planted-change.js';

interface Target {
  readonly table: string;
  /** Rows that are changed one by one: what they are, and where. */
  readonly rows: readonly (readonly [what: string, where: string])[];
  readonly names: (where: string) => PlantedChange['names'];
  /** Columns that a capsule does not hold, or all of them. */
  readonly outsideCapsule: readonly string[] | 'all';
  /** Where adding to what is there makes nothing that could stand there. */
  readonly instead?: Readonly<Record<string, string>>;
  /** Columns that say nothing any more, with the reason. */
  readonly saysNothing?: Readonly<Record<string, string>>;
}

const bookIn = (where: string): PlantedChange['names'] => ({ book: /book = '([^']+)'/.exec(where)?.[1] ?? '' });

const OTHER_ACCOUNTING = `case accounting when 'common' then 'TDA' else 'common' end`;

const JOURNALS = [
  ['a journal of debt', `book = 'house.debt' and sequence = 2`],
  ['a journal of treasury', `book = 'house.treasury' and sequence = 1`],
  ['the reversal', `book = 'house.risk' and rule = 'R15.reversal' and accounting = 'SDA'`],
] as const;

const POSTINGS = [
  ['the first posting', `book = 'house.debt' and sequence = 2 and ord = 1`],
  [
    'a posting across the bridge',
    `(book, sequence, ord) in (select book, sequence, ord from ledger.posting where book = 'house.treasury' and account in ('1980', '2980') order by sequence, ord limit 1)`,
  ],
  [
    'the last posting',
    `book = 'house.risk' and sequence = 1 and ord = (select max(ord) from ledger.posting where book = 'house.risk' and sequence = 1)`,
  ],
] as const;

const TARGETS: readonly Target[] = [
  {
    table: 'journal',
    rows: JOURNALS,
    names: bookIn,
    outsideCapsule: ['postings'],
    instead: { accounting: OTHER_ACCOUNTING, sequence: 'sequence + 1000' },
    saysNothing: {
      written_by: 'means something only to the transaction that wrote it; a restored copy has other numbers',
    },
  },
  {
    table: 'posting',
    rows: POSTINGS,
    names: bookIn,
    // The day is that of the journal.
    outsideCapsule: ['ord', 'effective_date'],
    instead: { accounting: OTHER_ACCOUNTING, sequence: 'sequence + 1000', ord: 'ord + 90' },
  },
  {
    table: 'chain_head',
    rows: ['house.debt', 'house.treasury', 'client.NALON'].map(
      (book) => [`the head of ${book}`, `book = '${book}'`] as const,
    ),
    names: () => /head|added up/,
    outsideCapsule: 'all',
  },
  {
    table: 'period',
    rows: [
      ['a closed month', `period = '2026-06-01'`],
      ['an open month', `period = '2026-07-01'`],
    ],
    names: () => /period/,
    outsideCapsule: 'all',
    instead: { period: `period + interval '1 year'`, state: `case state when 'open' then 'hard' else 'open' end` },
  },
  {
    table: 'period_change',
    rows: [
      ['the soft close', 'change_no = 1'],
      ['the hard close', 'change_no = 2'],
    ],
    names: () => /period/,
    outsideCapsule: 'all',
    instead: { change_no: 'change_no + 10' },
  },
  {
    table: 'proposal',
    rows: [
      ['what was approved', `proposal_id = 'P2'`],
      ['what was taken back', `proposal_id = 'P3'`],
      ['what waits', `proposal_id = 'P4'`],
    ],
    names: () => /proposal/,
    outsideCapsule: 'all',
    instead: {
      state: `case state when 'approved' then 'rejected' else 'approved' end`,
      kind: `case kind when 'payroll' then 'hard-close' else 're-open' end`,
    },
  },
  {
    table: 'decision',
    rows: [
      ['a proposal', 'decision_no = 2'],
      ['an approval that was refused', 'decision_no = 5'],
      ['an approval', 'decision_no = 6'],
    ],
    names: () => /decision/,
    outsideCapsule: 'all',
    instead: { decision_no: 'decision_no + 100', refused: `case refused when '' then 'no' else '' end` },
  },
  {
    table: 'checkpoint',
    rows: [
      ['of the first day', 'checkpoint_no = 1'],
      ['of the last day', 'checkpoint_no = 2'],
    ],
    names: () => /checkpoint/,
    outsideCapsule: 'all',
    instead: { checkpoint_no: 'checkpoint_no + 10' },
  },
  {
    table: 'balance',
    rows: [
      ['of a bond', `book = 'house.debt' and account = '1100' and accounting = 'TDA'`],
      [
        'of the nostro',
        `book = 'house.treasury' and account = '1010' and currency = 'EUR' and effective_date = '2026-06-17'`,
      ],
    ],
    names: () => /balance/,
    outsideCapsule: 'all',
    instead: { accounting: OTHER_ACCOUNTING },
  },
  {
    table: 'turnover',
    rows: [
      ['of a bond', `book = 'house.debt' and account = '1100' and accounting = 'TDA'`],
      ['of the nostro', `book = 'house.treasury' and account = '1010' and currency = 'EUR'`],
    ],
    names: () => /turnover/,
    outsideCapsule: 'all',
    instead: { accounting: OTHER_ACCOUNTING },
  },
  {
    table: 'added_up',
    rows: [
      ['of debt', `book = 'house.debt'`],
      ['of treasury', `book = 'house.treasury'`],
    ],
    names: () => /balance|added up/,
    outsideCapsule: 'all',
    instead: { sequence: 'sequence - 1' },
  },
];

/** What makes something else of a value of each type. */
const OTHERWISE: Readonly<Record<string, (column: string) => string>> = {
  text: (column) => `coalesce(${column}, '') || 'x'`,
  numeric: (column) => `${column} + 1`,
  bigint: (column) => `${column} + 1`,
  smallint: (column) => `${column} + 1`,
  date: (column) => `${column} + 1`,
  uuid: () => 'gen_random_uuid()',
  bytea: () => `sha256('x')`,
  xid8: () => `'1'::xid8`,
  'timestamp with time zone': (column) => `coalesce(${column}, now()) + interval '1 second'`,
};

/** One change for every column of every table of the books, in each of its rows: a new column is tried without being told. */
export async function columnChanges(db: Database): Promise<PlantedChange[]> {
  const columns = await db.rows<{ table: string; column: string; type: string }>(
    `select table_name as table, column_name as column, data_type as type from information_schema.columns
     where table_schema = 'ledger' order by table_name, ordinal_position`,
  );
  return TARGETS.flatMap(({ table, rows, names, outsideCapsule, instead, saysNothing }) =>
    columns
      .filter((one) => one.table === table && saysNothing?.[one.column] === undefined)
      .flatMap(({ column, type }, place) =>
        rowsInTurn(rows, place).map(([what, where]): PlantedChange => {
          const value = instead?.[column] ?? OTHERWISE[type]?.(column);
          if (value === undefined) throw new Error(`nobody knows how to change ${table}.${column}, a ${type}`);
          return {
            title: `${table}: ${column} of ${what}`,
            work: statements(withoutChecks(table), `update ledger.${table} set ${column} = ${value} where ${where}`),
            names: names(where),
            inCapsule: outsideCapsule !== 'all' && !outsideCapsule.includes(column),
          };
        }),
      ),
  );
}

/** Every column at two of its rows, another two for the next column; at all of them with `TAMPER_ROWS=all`. */
function rowsInTurn<Row>(rows: readonly Row[], place: number): readonly Row[] {
  if (process.env['TAMPER_ROWS'] === 'all' || rows.length < 3) return rows;
  return rows.filter((_, index) => (index + place) % 3 !== 0);
}

/** Who can switch off a trigger can drop a constraint. */
const withoutChecks = (table: string): string =>
  `alter table ledger.${table} ${CHECKS[table]?.map((name) => `drop constraint if exists ${name}`).join(', ') ?? 'alter column ctid drop default'}`;

const CHECKS: Readonly<Record<string, readonly string[]>> = {
  journal: ['journal_postings', 'journal_two_people', 'journal_sequence_positive'],
  posting: ['posting_amount'],
  chain_head: ['chain_head_sequence'],
  period: ['period_state', 'period_first_day'],
  period_change: ['period_change_moves', 'period_change_reason', 'period_change_two_people', 'period_change_proposer'],
  proposal: ['proposal_state', 'proposal_decided', 'proposal_two_people'],
  decision: ['decision_number'],
  checkpoint: ['checkpoint_root'],
  balance: ['balance_amount'],
  turnover: ['turnover_amount'],
  added_up: ['added_up_sequence'],
};
