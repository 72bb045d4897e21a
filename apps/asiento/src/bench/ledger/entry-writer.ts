import pg from 'pg';
import { adminUrlOf, type DatabaseAddress } from '#platform/database';
import {
  BALANCE_COLUMNS,
  balancesOf,
  JOURNAL_COLUMNS,
  POSTING_COLUMNS,
  type PlainJournal,
  type PlainPosting,
  type PlainRows,
} from './plain-rows.js';

const CONNECTIONS = 8;

export async function openConnections(address: DatabaseAddress): Promise<pg.Pool> {
  const pool = new pg.Pool({ connectionString: adminUrlOf(address), max: CONNECTIONS });
  const all = await Promise.all(Array.from({ length: CONNECTIONS }, () => pool.connect()));
  for (const client of all) client.release();
  return pool;
}

/** One transaction a journal in plain SQL, three statements each, on several connections at once. */
export async function writeByEntry(pool: pg.Pool, { journals, postings }: PlainRows): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    const client = await pool.connect();
    try {
      for (let mine = next++; mine < journals.length; mine = next++) {
        const [journal, own] = [journals[mine], postings[mine]];
        if (journal && own) await writeOne(client, journal, own);
      }
    } finally {
      client.release();
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, work));
}

async function writeOne(
  client: pg.PoolClient,
  journal: PlainJournal,
  postings: readonly PlainPosting[],
): Promise<void> {
  await client.query('begin');
  await insert(client, 'plain.journal', JOURNAL_COLUMNS, [journal]);
  await insert(client, 'plain.posting', POSTING_COLUMNS, postings);
  // In the order of their keys, so that two transactions never wait for each other.
  await insert(
    client,
    'plain.balance as b',
    BALANCE_COLUMNS,
    balancesOf(postings),
    `on conflict (detail, account, book, currency, effective_date, accounting)
     do update set debit = b.debit + excluded.debit, credit = b.credit + excluded.credit, postings = b.postings + excluded.postings`,
  );
  await client.query('commit');
}

async function insert<Column extends string>(
  client: pg.PoolClient,
  table: string,
  columns: readonly Column[],
  rows: readonly Readonly<Record<Column, unknown>>[],
  suffix = '',
): Promise<void> {
  const places = rows.map(
    (_, row) => `(${columns.map((_name, at) => `$${row * columns.length + at + 1}`).join(', ')})`,
  );
  await client.query({
    // A name lets the server keep its plan.
    name: `${table} ${rows.length}`,
    text: `insert into ${table} (${columns.join(', ')}) values ${places.join(', ')} ${suffix}`,
    values: rows.flatMap((row) => columns.map((name) => row[name])),
  });
}
