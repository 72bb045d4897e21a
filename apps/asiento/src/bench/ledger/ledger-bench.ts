import { ledger, postBatch, type Entry } from '#apps/ledger';
import { allContracts } from '#contracts';
import { openServiceDatabase, type DatabaseAddress, type Transaction } from '#platform/database';
import { migrateHouse } from '#platform/service';
import { median, rounded, secondsOf } from '../figures.js';
import { asAdmin, type ScratchServer } from '../scratch-server.js';
import { copyTexts, writeByCopy } from './copy-writer.js';
import { openConnections, writeByEntry } from './entry-writer.js';
import { PLAIN_TABLES, plainRows, type PlainBalance, type PlainRows } from './plain-rows.js';
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

/** A way to write the journals into a fresh database. */
interface Way {
  readonly journals: number;
  readonly schema: 'ledger' | 'plain';
  /** Opens what it needs, then runs the clock over the writing alone. @returns seconds */
  measure(address: DatabaseAddress): Promise<number>;
}

type WayName = 'copy' | 'asientoBatch2000' | 'asientoBatch5000' | 'typeormSave' | 'transactionPerEntry';

/** Postings a second of every way; every round writes into a fresh copy of the same empty database and is checked. */
export type MixFigures = Record<WayName, number>;

export interface LedgerFigures {
  readonly journals: number;
  readonly postings: Record<Mix, number>;
  readonly rounds: number;
  readonly baseline: string;
  readonly postingsPerSecond: Record<Mix, MixFigures>;
  /** Of the better batch size, on the mix that is worse. */
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
    const entries = seededEntries(seed, journals, mix);
    counts[mix] = plainRows(entries).postings.flat().length;
    figures[mix] = await measureMix(server, empty, { entries, rounds }, (step) => onProgress(`${mix}: ${step}`));
  }
  const { spread, hot } = figures as Record<Mix, MixFigures>;
  const best = (mix: MixFigures): number => Math.max(mix.asientoBatch2000, mix.asientoBatch5000);
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

/** The ways take turns, so that a change of the machine's mood meets all of them. */
async function measureMix(
  server: ScratchServer,
  empty: DatabaseAddress,
  { entries, rounds }: { readonly entries: readonly Entry[]; readonly rounds: number },
  onProgress: (step: string) => void,
): Promise<MixFigures> {
  const ways = waysOf(entries);
  const rates = new Map<WayName, number[]>();
  for (let round = 1; round <= rounds; round++)
    for (const [name, way] of Object.entries(ways) as [WayName, Way][]) {
      const rows = plainRows(entries.slice(0, way.journals));
      const address = await server.copyOf(empty);
      await server.settle();
      const rate = rows.postings.flat().length / (await way.measure(address));
      await asAdmin(address, (db) => refuseOtherBooks(db, way.schema, rows));
      await server.drop(address);
      rates.set(name, [...(rates.get(name) ?? []), rate]);
      onProgress(`round ${round} of ${rounds}, ${name}: ${Math.round(rate)} postings/s`);
    }
  return Object.fromEntries([...rates].map(([name, all]) => [name, rounded(median(all))])) as MixFigures;
}

function waysOf(entries: readonly Entry[]): Record<WayName, Way> {
  const texts = copyTexts(plainRows(entries));
  const first = (most: number): PlainRows => plainRows(entries.slice(0, most));
  const posting = (batch: number): Way => ({
    journals: entries.length,
    schema: 'ledger',
    measure: (address) => postInBatches(address, entries, batch),
  });
  return {
    copy: {
      journals: entries.length,
      schema: 'plain',
      measure: (address) => secondsOf(() => writeByCopy(address, texts)),
    },
    asientoBatch2000: posting(2_000),
    asientoBatch5000: posting(5_000),
    typeormSave: {
      journals: Math.min(entries.length, TYPEORM_JOURNALS),
      schema: 'plain',
      measure: async (address) => {
        const source = await openTypeorm(address);
        try {
          return await secondsOf(() => writeByTypeorm(source, first(TYPEORM_JOURNALS)));
        } finally {
          await source.destroy();
        }
      },
    },
    transactionPerEntry: {
      journals: Math.min(entries.length, ENTRY_JOURNALS),
      schema: 'plain',
      measure: async (address) => {
        const pool = await openConnections(address);
        try {
          return await secondsOf(() => writeByEntry(pool, first(ENTRY_JOURNALS)));
        } finally {
          await pool.end();
        }
      },
    },
  };
}

/** As the ledger does it: under its own role, a transaction a batch, hashes and encoding within the time. */
async function postInBatches(address: DatabaseAddress, entries: readonly Entry[], batch: number): Promise<number> {
  const db = await openServiceDatabase(address, 'ledger', 1);
  try {
    await db.rows('select 1');
    return await secondsOf(async () => {
      for (let from = 0; from < entries.length; from += batch)
        await db.transaction((tx) => postBatch(tx, entries.slice(from, from + batch)));
    });
  } finally {
    await db.close();
  }
}

/** A way that writes other books than it was asked to is no baseline. @throws Error */
export async function refuseOtherBooks(db: Transaction, schema: Way['schema'], rows: PlainRows): Promise<void> {
  const postings = rows.postings.flat();
  const [counted] = await db.rows<{ journals: number; postings: number; debits: string }>(
    `select (select count(*)::integer from ${schema}.journal) as journals, count(*)::integer as postings,
       coalesce(sum(minor_units) filter (where minor_units > 0), 0)::text as debits
     from ${schema}.posting`,
  );
  const debits = postings.reduce((sum, { minor_units: units }) => sum + (BigInt(units) > 0n ? BigInt(units) : 0n), 0n);
  const balances = await db.rows<PlainBalance>(
    `select book, account, detail, currency, effective_date::text, minor_units::text from ${schema}.balance
     order by book, account, detail, currency, effective_date`,
  );
  const found = JSON.stringify([counted?.journals, counted?.postings, counted?.debits, balances.map(asLine).sort()]);
  const wanted = [rows.journals.length, postings.length, debits.toString(), rows.balances.map(asLine).sort()];
  if (found !== JSON.stringify(wanted))
    throw new Error(`the books in schema ${schema} are not those that were to be written`);
}

const asLine = (balance: PlainBalance): string =>
  [balance.book, balance.account, balance.detail, balance.currency, balance.effective_date, balance.minor_units].join(
    '|',
  );
