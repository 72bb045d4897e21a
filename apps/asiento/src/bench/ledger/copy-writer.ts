import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from } from 'pg-copy-streams';
import { adminUrlOf, type DatabaseAddress } from '#platform/database';
import { BALANCE_COLUMNS, JOURNAL_COLUMNS, POSTING_COLUMNS, type PlainRows } from './plain-rows.js';

const CHUNK = 65_536;

/** What `COPY` reads, ready to be sent. */
export interface CopyText {
  readonly table: string;
  readonly columns: readonly string[];
  readonly chunks: readonly Buffer[];
}

export function copyTexts({ journals, postings, balances }: PlainRows): CopyText[] {
  return [
    copyText('plain.journal', JOURNAL_COLUMNS, journals),
    copyText('plain.posting', POSTING_COLUMNS, postings.flat()),
    copyText('plain.balance', BALANCE_COLUMNS, balances),
  ];
}

function copyText<Column extends string>(
  table: string,
  columns: readonly Column[],
  rows: readonly Readonly<Record<Column, unknown>>[],
): CopyText {
  const text = Buffer.from(rows.map((row) => `${columns.map((name) => field(row[name])).join('\t')}\n`).join(''));
  const chunks: Buffer[] = [];
  for (let at = 0; at < text.length; at += CHUNK) chunks.push(text.subarray(at, at + CHUNK));
  return { table, columns, chunks };
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function field(value: unknown): string {
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString('hex')}`;
  return String(value).replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character);
}

/** The fastest way PostgreSQL has to take rows into indexed tables: one `COPY` a table, one transaction. */
export async function writeByCopy(address: DatabaseAddress, texts: readonly CopyText[]): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrlOf(address) });
  await client.connect();
  try {
    await client.query('begin');
    for (const { table, columns, chunks } of texts)
      await pipeline(
        Readable.from(chunks, { objectMode: false }),
        client.query(from(`copy ${table} (${columns.join(', ')}) from stdin`)),
      );
    await client.query('commit');
  } finally {
    await client.end();
  }
}
