import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ledger, postBatch, type Entry } from '#apps/ledger';
import { allContracts } from '#contracts';
import { openServiceDatabase, type DatabaseAddress, type Transaction } from '#platform/database';
import { migrateHouse } from '#platform/service';
import { median, rounded, secondsOf } from '../figures.js';
import { asAdmin, type ScratchServer } from '../scratch-server.js';
import { copyTexts, writeByCopy, type CopyText } from './copy-writer.js';
import { openConnections, writeByEntry } from './entry-writer.js';
import { BALANCE_COLUMNS, PLAIN_TABLES, plainRows, type PlainBalance, type PlainRows } from './plain-rows.js';
import { seededEntries, type Mix } from './seeded-journals.js';
import { openTypeorm, writeByTypeorm } from './typeorm-writer.js';

export interface LedgerBenchOptions {
  readonly seed: string;
  readonly journals: number;
  /** Of which the median counts. */
  readonly rounds: number;
  readonly onProgress: (step: string) => void;
}

const MIXES: readonly Mix[] = ['spread', 'hot'];
/** The slow ways get the first so many journals; their rates hardly depend on how many. */
const TYPEORM_JOURNALS = 1_000;
const ENTRY_JOURNALS = 2_000;
/** As the service has it: journals of a book after which balances are added up, and how often it looks. */
const ADDED_UP_AT = 20_000;
const ADDING_UP_PAUSE_MS = 250;
/** What `COPY` and the ledger write before the first round, so that neither is measured cold. */
const WARM_UP_JOURNALS = 10_000;

/** What has to stand in the books in the end; a digest, because the rows of a long run would crowd the heap that is measured. */
export interface WantedBooks {
  readonly journals: number;
  readonly postings: number;
  readonly debits: string;
  readonly balances: string;
}

/** A way to write the journals into a fresh database. */
interface Way {
  readonly wanted: WantedBooks;
  readonly schema: 'ledger' | 'plain';
  /** Opens what it needs, then runs the clock over the writing alone. @returns seconds */
  measure(address: DatabaseAddress): Promise<number>;
}

const ASIENTO = ['asientoBatch2000', 'asientoBatch5000', 'asientoTwoWriters'] as const;

type WayName = 'copy' | (typeof ASIENTO)[number] | 'typeormSave' | 'transactionPerEntry';

/** Postings a second of every way; every round writes into a fresh copy of the same empty database and is checked. */
export type MixFigures = Record<WayName, number>;

export interface LedgerFigures {
  readonly journals: number;
  readonly postings: Record<Mix, number>;
  readonly rounds: number;
  readonly baseline: string;
  readonly postingsPerSecond: Record<Mix, MixFigures>;
  /** Of the ledger's best way, on the mix that is worse. */
  readonly ratioToCopy: number;
  readonly ratioToCopySpread: number;
  readonly ratioToCopyHot: number;
  readonly ratioToTypeormSave: number;
  readonly ratioToTransactionPerEntry: number;
}

export async function ledgerBench(server: ScratchServer, options: LedgerBenchOptions): Promise<LedgerFigures> {
  const { seed, journals, rounds, onProgress } = options;
  const empty = await emptyBooks(server);
  const figures: Partial<Record<Mix, MixFigures>> = {};
  const counts: Partial<Record<Mix, number>> = {};
  for (const mix of MIXES) {
    const tell = (step: string): void => onProgress(`${mix}: ${step}`);
    const ways = waysOf(seededEntries(seed, journals, mix));
    counts[mix] = ways.copy.wanted.postings;
    await warmUp(server, empty, waysOf(seededEntries(seed, Math.min(journals, WARM_UP_JOURNALS), mix)));
    figures[mix] = await measureMix(server, empty, { ways, rounds }, tell);
  }
  const { spread, hot } = figures as Record<Mix, MixFigures>;
  const best = (mix: MixFigures): number => Math.max(...ASIENTO.map((name) => mix[name]));
  const worse = (way: WayName): number => rounded(Math.min(best(spread) / spread[way], best(hot) / hot[way]));
  return {
    journals,
    postings: counts as Record<Mix, number>,
    rounds,
    baseline: 'COPY of the same journals, postings and balances into tables with the same indexes and no guards',
    postingsPerSecond: { spread, hot },
    ratioToCopy: worse('copy'),
    ratioToCopySpread: rounded(best(spread) / spread.copy),
    ratioToCopyHot: rounded(best(hot) / hot.copy),
    ratioToTypeormSave: worse('typeormSave'),
    ratioToTransactionPerEntry: worse('transactionPerEntry'),
  };
}

/** A migrated database with the books and, beside them, the same tables without guards. */
async function emptyBooks(server: ScratchServer): Promise<DatabaseAddress> {
  const address = server.reserve();
  await migrateHouse({ ...address, definitions: [ledger], contracts: allContracts, partitions: 1 });
  await asAdmin(address, (db) => db.execute(PLAIN_TABLES));
  return address;
}

async function warmUp(server: ScratchServer, empty: DatabaseAddress, ways: Record<WayName, Way>): Promise<void> {
  for (const name of ['copy', ...ASIENTO] as const) await measured(server, empty, ways[name]);
}

/** The ways take turns, so that a change of the machine's mood meets all of them. */
async function measureMix(
  server: ScratchServer,
  empty: DatabaseAddress,
  { ways, rounds }: { readonly ways: Record<WayName, Way>; readonly rounds: number },
  onProgress: (step: string) => void,
): Promise<MixFigures> {
  const rates = new Map<WayName, number[]>();
  for (let round = 1; round <= rounds; round++)
    for (const [name, way] of Object.entries(ways) as [WayName, Way][]) {
      const rate = await measured(server, empty, way);
      rates.set(name, [...(rates.get(name) ?? []), rate]);
      onProgress(`round ${round} of ${rounds}, ${name}: ${Math.round(rate)} postings/s`);
    }
  return Object.fromEntries([...rates].map(([name, all]) => [name, rounded(median(all))])) as MixFigures;
}

/** @returns postings a second */
async function measured(server: ScratchServer, empty: DatabaseAddress, way: Way): Promise<number> {
  const address = await server.copyOf(empty);
  await server.settle();
  const rate = way.wanted.postings / (await way.measure(address));
  await asAdmin(address, (db) => refuseOtherBooks(db, way.schema, way.wanted));
  await server.drop(address);
  return rate;
}

function waysOf(entries: readonly Entry[]): Record<WayName, Way> {
  const { wanted, texts } = copied(plainRows(entries));
  const few = plainRows(entries.slice(0, TYPEORM_JOURNALS));
  const some = plainRows(entries.slice(0, ENTRY_JOURNALS));
  const posting = (batch: number, writers: number): Way => ({
    wanted,
    schema: 'ledger',
    measure: (address) => postInBatches(address, entries, { batch, writers }),
  });
  return {
    copy: { wanted, schema: 'plain', measure: (address) => secondsOf(() => writeByCopy(address, texts)) },
    asientoBatch2000: posting(2_000, 1),
    asientoBatch5000: posting(5_000, 1),
    asientoTwoWriters: posting(5_000, 2),
    typeormSave: {
      wanted: wantedBooks(few),
      schema: 'plain',
      measure: async (address) => {
        const source = await openTypeorm(address);
        try {
          return await secondsOf(() => writeByTypeorm(source, few));
        } finally {
          await source.destroy();
        }
      },
    },
    transactionPerEntry: {
      wanted: wantedBooks(some),
      schema: 'plain',
      measure: async (address) => {
        const pool = await openConnections(address);
        try {
          return await secondsOf(() => writeByEntry(pool, some));
        } finally {
          await pool.end();
        }
      },
    },
  };
}

/** What `COPY` sends and what must come of it; the rows themselves are not kept. */
const copied = (rows: PlainRows): { readonly wanted: WantedBooks; readonly texts: readonly CopyText[] } => ({
  wanted: wantedBooks(rows),
  texts: copyTexts(rows),
});

/**
 * As the ledger does it: under its own role, a transaction a batch, hashes and encoding within the time, and balances added up
 * beside it, all of them before the clock stops. A second writer, as a handler of another partition is, hashes and encodes while
 * the first one's batch is written; the chains keep their order.
 */
async function postInBatches(
  address: DatabaseAddress,
  entries: readonly Entry[],
  { batch, writers }: { readonly batch: number; readonly writers: number },
): Promise<number> {
  const db = await openServiceDatabase(address, 'ledger', writers + 1);
  try {
    await Promise.all(Array.from({ length: writers + 1 }, () => db.rows('select pg_sleep(0.05)')));
    let next = 0;
    let writing = true;
    const write = async (): Promise<void> => {
      while (next < entries.length) {
        const from = next;
        next += batch;
        await db.transaction((tx) => postBatch(tx, entries.slice(from, from + batch)));
      }
    };
    const addUp = async (): Promise<void> => {
      while (writing) {
        await db.rows('select ledger.add_up($1)', [String(ADDED_UP_AT)]);
        await sleep(ADDING_UP_PAUSE_MS);
      }
      await db.rows('select ledger.add_up(0)');
    };
    return await secondsOf(async () => {
      const adding = addUp();
      await Promise.all(Array.from({ length: writers }, write)).finally(() => (writing = false));
      await adding;
    });
  } finally {
    await db.close();
  }
}

export function wantedBooks({ journals, postings, balances }: PlainRows): WantedBooks {
  const amounts = postings.flatMap((lines) => lines.map(({ minor_units: units }) => BigInt(units)));
  return {
    journals: journals.length,
    postings: amounts.length,
    debits: amounts.reduce((sum, units) => (units > 0n ? sum + units : sum), 0n).toString(),
    balances: digestOf(balances),
  };
}

/** A way that writes other books than it was asked to is no baseline. @throws Error */
export async function refuseOtherBooks(db: Transaction, schema: Way['schema'], wanted: WantedBooks): Promise<void> {
  const [counted] = await db.rows<{ journals: number; postings: number; debits: string }>(
    `select (select count(*)::integer from ${schema}.journal) as journals, count(*)::integer as postings,
       coalesce(sum(minor_units) filter (where minor_units > 0), 0)::text as debits
     from ${schema}.posting`,
  );
  const balances = await db.rows<PlainBalance>(
    `select book, accounting, account, detail, currency, effective_date::text, debit::text, credit::text, postings::text
     from ${schema}.balance`,
  );
  if (JSON.stringify({ ...counted, balances: digestOf(balances) }) !== JSON.stringify(wanted))
    throw new Error(`the books in schema ${schema} are not those that were to be written`);
}

const asLine = (balance: PlainBalance): string => BALANCE_COLUMNS.map((name) => balance[name]).join('|');

function digestOf(balances: readonly PlainBalance[]): string {
  const digest = createHash('sha256');
  for (const line of balances.map(asLine).sort()) digest.update(line).update('\n');
  return digest.digest('hex');
}
