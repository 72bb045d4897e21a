import type { TradeRow } from '#contracts';
import type { House } from '../../house/house.js';
import { latencies, percentile, rounded, secondsOf } from '../figures.js';
import { withScratchHouse } from '../pipeline/scratch-house.js';
import { asAdmin, type ScratchServer } from '../scratch-server.js';
import { fillBooks, fillTrades, keepHouse, MOST_JOURNALS, tradeIdOf } from './fill-trades.js';
import { questionsOf } from './questions.js';

export interface ReadsBenchOptions {
  readonly seed: string;
  readonly trades: number;
  readonly requests: number;
  readonly dataFolder: string;
  readonly onProgress: (step: string) => void;
}

export interface ReadsFigures {
  readonly trades: number;
  readonly postings: number;
  readonly fillSeconds: number;
  /** The first one over these books, when nothing has been added up yet. */
  readonly firstTrialBalanceMs: number;
  /** What the read side has promised, and whether it held in this run. */
  readonly goals: Readonly<Record<keyof typeof GOALS_MS, { goalMs: number; p99Ms: number; holds: boolean }>>;
  /** The slowest page of the blotter, as `p99Ms`. */
  readonly p99Ms: number;
  readonly slowest: string;
  readonly baseline: string;
  readonly baselineP50Ms: number;
  /** The first page by trade id through the API, against the baseline. */
  readonly ratioToStatement: number;
  readonly reads: Readonly<Record<string, ReturnType<typeof latencies>>>;
}

const GOALS_MS = { blotterPage: 50, tradeWithTimeline: 50, trialBalance: 200 } as const;

const WARM_UP = 10;
const SOMEWHERE = 500;
/** A question that takes seconds is asked less often: the number of requests is in the figures. */
const MOST_SECONDS = 20;
const STATEMENT = 'select * from intake.trade order by trade_id limit 101';

export function readsBench(server: ScratchServer, options: ReadsBenchOptions): Promise<ReadsFigures> {
  const { seed, trades, requests, dataFolder, onProgress } = options;
  return withScratchHouse(server, { dataFolder, busAddress: { kind: 'postgres' } }, async (house) => {
    onProgress(`filling ${trades} trades`);
    const filling = performance.now();
    await fillTrades(house.address, trades);
    await fillBooks(house.address, seed, Math.min(trades, MOST_JOURNALS), (posted) => {
      if (posted % 50_000 === 0) onProgress(`${posted} journals posted`);
    });
    await keepHouse(house.address);
    const fillSeconds = rounded((performance.now() - filling) / 1000);
    const [counted] = await house.admin.rows<{ postings: number }>(
      'select count(*)::integer as postings from ledger.posting',
    );
    const firstTrialBalanceMs = rounded(1000 * (await secondsOf(() => house.api.get('/api/ledger/trial-balance'))));
    const baseline = await statementMs(house, requests);
    const reads: Record<string, ReturnType<typeof latencies>> = {};
    for (const [name, next] of Object.entries(questionsOf(seed, trades, await rowsFromAllOver(house, trades)))) {
      reads[name] = latencies(await ask(house, next, requests));
      onProgress(`${name}: p50 ${reads[name].p50Ms} ms, p99 ${reads[name].p99Ms} ms`);
    }
    const pages = Object.entries(reads).filter(([name]) => name.startsWith('blotter'));
    const [slowest = '', { p99Ms = 0 } = {}] = pages.sort(([, left], [, right]) => right.p99Ms - left.p99Ms)[0] ?? [];
    const first = reads['blotter by tradeId asc, first page']?.p50Ms ?? 0;
    const held = (goalMs: number, measured = Number.POSITIVE_INFINITY) => ({
      goalMs,
      p99Ms: measured,
      holds: measured <= goalMs,
    });
    return {
      trades,
      postings: counted?.postings ?? 0,
      fillSeconds,
      firstTrialBalanceMs,
      goals: {
        blotterPage: held(GOALS_MS.blotterPage, p99Ms),
        tradeWithTimeline: held(GOALS_MS.tradeWithTimeline, reads['trade with timeline']?.p99Ms),
        trialBalance: held(GOALS_MS.trialBalance, reads['trial balance']?.p99Ms),
      },
      p99Ms,
      slowest,
      baseline: `the statement of the first page alone, on a connection of the bench: ${STATEMENT}`,
      baselineP50Ms: rounded(baseline),
      ratioToStatement: rounded(first / baseline),
      reads,
    };
  });
}

/** Through HTTP, gateway included, one request after the other; every answer is read to its end. */
async function ask(house: House, next: () => string, requests: number): Promise<number[]> {
  for (let request = 0; request < Math.min(WARM_UP, requests); request++) await house.api.get(next());
  const ms: number[] = [];
  const until = performance.now() + MOST_SECONDS * 1000;
  while (ms.length < requests && performance.now() < until) {
    const path = next();
    const started = performance.now();
    await house.api.get(path);
    ms.push(performance.now() - started);
  }
  return ms;
}

async function statementMs(house: House, requests: number): Promise<number> {
  return asAdmin(house.address, async (db) => {
    const ms: number[] = [];
    for (let request = 0; request < requests; request++) {
      const started = performance.now();
      await db.rows(STATEMENT);
      ms.push(performance.now() - started);
    }
    return percentile(ms, 50);
  });
}

async function rowsFromAllOver(house: House, trades: number): Promise<TradeRow[]> {
  const ids = Array.from({ length: Math.min(SOMEWHERE, trades) }, (_, step) =>
    tradeIdOf(Math.floor((step * trades) / Math.min(SOMEWHERE, trades))),
  );
  const rows: TradeRow[] = [];
  for (const id of ids) rows.push((await house.api.get<{ row: TradeRow }>(`/api/intake/trades/${id}`)).row);
  return rows;
}
