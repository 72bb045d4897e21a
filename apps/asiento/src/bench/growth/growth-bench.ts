import { setTimeout as sleep } from 'node:timers/promises';
import { ledger, postBatch, verifyLedger } from '#apps/ledger';
import { chanceOf } from '#apps/simulator';
import { allContracts } from '#contracts';
import { openServiceDatabase, type Database, type DatabaseAddress } from '#platform/database';
import { migrateHouse } from '#platform/service';
import { percentile, rounded, secondsOf } from '../figures.js';
import { copyTexts, writeByCopy } from '../ledger/copy-writer.js';
import { PLAIN_TABLES, plainRows } from '../ledger/plain-rows.js';
import { seededEntries } from '../ledger/seeded-journals.js';
import { asAdmin, type ScratchServer } from '../scratch-server.js';

export interface GrowthBenchOptions {
  readonly seed: string;
  /** Postings in the books in the end. */
  readonly postings: number;
  readonly onProgress: (step: string) => void;
}

const BATCH = 5_000;
const POSTINGS_A_JOURNAL = 4;
/** Of which the cost is taken at each size: the last so many journals before it. */
const WINDOW = 50_000;
const FIRST_YEAR_DAY = Date.UTC(2026, 0, 1);
const BUSINESS_DAYS = 360;
const DAY_MS = 86_400_000;
/** As the service has it: journals of a book after which balances are added up, and how often it looks. */
const ADDED_UP_AT = 10_000;
const ADDING_UP_PAUSE_MS = 1_000;
const BALANCES_ASKED = 5_000;
const ACCOUNTS_SAMPLED = 20_000;

/** Cost of a posting once the books held so many, in microseconds, and of the same by COPY into tables that grow alike. */
export interface SizeFigures {
  readonly postings: number;
  readonly microsecondsAPosting: number;
  readonly copyMicrosecondsAPosting: number;
}

export interface GrowthFigures {
  readonly baseline: string;
  readonly sizes: readonly SizeFigures[];
  /** Cost of a posting in the end over that at the first size; goal at most 1.3. */
  readonly costRatio: number;
  readonly copyCostRatio: number;
  /** Balance of one sub-account up to a day, milliseconds, in the end; goal p99 at most 5. */
  readonly balanceP50Ms: number;
  readonly balanceP99Ms: number;
  readonly balanceBaseline: string;
  readonly balanceFromPostingsP50Ms: number;
  readonly balanceRows: number;
  readonly partitions: number;
  readonly verified: boolean;
}

/** The books grow by a year of business days, a partition a month; what a posting and a balance cost is taken at each size. */
export async function growthBench(server: ScratchServer, options: GrowthBenchOptions): Promise<GrowthFigures> {
  const { seed, postings, onProgress } = options;
  const address = server.reserve();
  await migrateHouse({ ...address, definitions: [ledger], contracts: allContracts, partitions: 1 });
  await asAdmin(address, (db) => db.execute(PLAIN_TABLES));
  const db = await openServiceDatabase(address, 'ledger', 3);
  try {
    const sizes = await grow(address, db, options);
    onProgress('asking for balances');
    const asked = await askForBalances(db, seed, postings);
    const [held] = await db.rows<{ rows: number; partitions: number }>(
      `select (select count(*)::integer from ledger.balance) as rows,
         (select count(*)::integer from pg_inherits where inhparent = 'ledger.posting'::regclass) as partitions`,
    );
    onProgress('verifying');
    const { sound } = await verifyLedger(db);
    const [first, last] = [sizes[0], sizes.at(-1)];
    const ratio = (cost: (size: SizeFigures) => number): number =>
      first && last ? rounded(cost(last) / cost(first)) : 1;
    return {
      baseline: 'COPY of the same journals and postings into tables with the same indexes, no guards and no partitions',
      sizes,
      costRatio: ratio(({ microsecondsAPosting }) => microsecondsAPosting),
      copyCostRatio: ratio(({ copyMicrosecondsAPosting }) => copyMicrosecondsAPosting),
      ...asked,
      balanceRows: held?.rows ?? 0,
      partitions: held?.partitions ?? 0,
      verified: sound && postings > 0,
    };
  } finally {
    await db.close();
    await server.drop(address);
  }
}

async function grow(
  address: DatabaseAddress,
  db: Database,
  { seed, postings, onProgress }: GrowthBenchOptions,
): Promise<SizeFigures[]> {
  const journals = Math.ceil(postings / POSTINGS_A_JOURNAL);
  const dayOf = (index: number): string =>
    new Date(FIRST_YEAR_DAY + Math.floor((index * BUSINESS_DAYS) / journals) * DAY_MS).toISOString().slice(0, 10);
  const marks = marksUpTo(journals);
  const sizes: SizeFigures[] = [];
  const sequences = new Map<string, number>();
  const adding = new AbortController();
  const added = addUpBeside(db, adding.signal);
  let window = { seconds: 0, copySeconds: 0, postings: 0 };
  for (let from = 0; from < journals; from += BATCH) {
    const to = Math.min(from + BATCH, journals);
    const entries = seededEntries(seed, to - from, 'spread', from, dayOf);
    const mark = marks.find((each) => each >= to) ?? journals;
    const counts = to > mark - WINDOW;
    const seconds = await secondsOf(() => db.transaction((tx) => postBatch(tx, entries)));
    const rows = plainRows(entries, sequences);
    const copySeconds = await secondsOf(() => writeByCopy(address, copyTexts({ ...rows, balances: [] })));
    if (counts) {
      window.seconds += seconds;
      window.copySeconds += copySeconds;
      window.postings += rows.postings.flat().length;
    }
    if (marks.includes(to)) {
      sizes.push({
        postings: to * POSTINGS_A_JOURNAL,
        microsecondsAPosting: rounded((window.seconds * 1e6) / window.postings),
        copyMicrosecondsAPosting: rounded((window.copySeconds * 1e6) / window.postings),
      });
      window = { seconds: 0, copySeconds: 0, postings: 0 };
    }
    if (from % (BATCH * 10) === 0) onProgress(`${to * POSTINGS_A_JOURNAL} of about ${postings} postings`);
  }
  adding.abort();
  await added;
  return sizes;
}

/** 100,000 postings and every tenfold of it, and the end. */
function marksUpTo(journals: number): number[] {
  const marks: number[] = [];
  for (let postings = 100_000; postings / POSTINGS_A_JOURNAL < journals; postings *= 10)
    marks.push(postings / POSTINGS_A_JOURNAL);
  return [...marks, journals];
}

async function addUpBeside(db: Database, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await db.rows('select ledger.add_up($1)', [ADDED_UP_AT]);
    await sleep(ADDING_UP_PAUSE_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** Of random sub-accounts that have postings, up to a random day; what was not added up yet is added by the reader. */
async function askForBalances(
  db: Database,
  seed: string,
  postings: number,
): Promise<Pick<GrowthFigures, 'balanceP50Ms' | 'balanceP99Ms' | 'balanceBaseline' | 'balanceFromPostingsP50Ms'>> {
  const chance = chanceOf(seed, 'balances');
  const accounts = await db.rows<{ book: string; account: string; detail: string; day: string }>(
    `select book, account, detail, effective_date::text as day from ledger.posting tablesample bernoulli ($1) limit ${ACCOUNTS_SAMPLED}`,
    [Math.min(100, (200 * ACCOUNTS_SAMPLED) / postings)],
  );
  const measure = async (query: string, times: number): Promise<number[]> => {
    const taken: number[] = [];
    for (let asked = 0; asked < times; asked += 1) {
      const { book, account, detail, day } = chance.pick(accounts);
      taken.push((await secondsOf(() => db.rows(query, [book, account, detail, day]))) * 1_000);
    }
    return taken;
  };
  const kept = await measure(`select ledger.balance_of($1, $2, $3, 'EUR', 'TDA', $4)`, BALANCES_ASKED);
  const summed = await measure(
    `select sum(minor_units) from ledger.posting
     where book = $1 and account = $2 and detail = $3 and currency = 'EUR' and effective_date <= $4`,
    20,
  );
  return {
    balanceP50Ms: rounded(percentile(kept, 50)),
    balanceP99Ms: rounded(percentile(kept, 99)),
    balanceBaseline: 'the sum of its postings, by the index that finds the postings of an account',
    balanceFromPostingsP50Ms: rounded(percentile(summed, 50)),
  };
}
