import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { allRows } from './rows.js';
import { startServices, type KafkaClient } from './services.js';
import { makeTopics, playTrades } from './world.js';

export interface StockOptions {
  readonly databaseUrl: string;
  readonly kafka: KafkaClient;
  readonly trades: number;
  readonly onProgress: (step: string) => void;
}

/** What the reference did; every count is taken from its tables. */
export interface StockFigures {
  readonly trades: number;
  readonly seconds: number;
  readonly tradesPerSecond: number;
  readonly journals: number;
  readonly postings: number;
  readonly peakRssMiB: number;
}

export interface StockState {
  readonly done: boolean;
  readonly settled: number;
  readonly journals: number;
  readonly postings: number;
  readonly off: string;
  readonly balancesOff: number;
}

const JOURNALS_A_TRADE = 3;
const POSTINGS_A_TRADE = 7;
const LOOK_MS = 100;

/** Plays the trades through the reference, from the first event sent to the last row written. @throws Error when its books are off */
export async function playStock({ databaseUrl, kafka, trades, onProgress }: StockOptions): Promise<StockFigures> {
  const tables = new DataSource({ type: 'postgres', url: databaseUrl, entities: allRows, synchronize: true });
  await tables.initialize();
  const deleteTopics = await makeTopics(kafka);
  const stop = await startServices(databaseUrl, kafka);
  try {
    const started = performance.now();
    await playTrades(kafka, trades);
    let state = await stateOf(tables, trades);
    for (let settled = 0; !state.done; state = await stateOf(tables, trades)) {
      if (state.settled >= settled + trades / 10) onProgress(`${(settled = state.settled)} of ${trades} settled`);
      await sleep(LOOK_MS);
    }
    const seconds = (performance.now() - started) / 1000;
    if (state.off !== '0' || state.balancesOff > 0) throw new Error('the books of the stock reference do not balance');
    return {
      trades,
      seconds: Math.round(seconds * 100) / 100,
      tradesPerSecond: Math.round((trades / seconds) * 10) / 10,
      journals: state.journals,
      postings: state.postings,
      peakRssMiB: Math.round(process.resourceUsage().maxRSS / 1024),
    };
  } finally {
    await stop();
    await deleteTopics();
    await tables.destroy();
  }
}

/** Everything is done when every service has written what every trade leaves there. */
export async function stateOf(tables: DataSource, trades: number): Promise<StockState> {
  const [row] = await tables.query<
    {
      settled: number;
      facts: number;
      paid: number;
      journals: number;
      postings: number;
      off: string;
      balances: number;
    }[]
  >(
    `select (select count(*)::integer from intake_trade where state = 'SETTLED') as settled,
       (select count(*)::integer from intake_fact) as facts,
       (select count(*)::integer from units_obligation where settled) as paid,
       (select count(*)::integer from ledger_journal) as journals,
       (select count(*)::integer from ledger_posting) as postings,
       (select coalesce(sum("minorUnits"), 0)::text from ledger_posting) as off,
       (select count(*)::integer from (
          select j.book || '|' || p.account || '|' || p.detail || '|' || p.currency as id, sum(p."minorUnits") as total
          from ledger_posting p join ledger_journal j on j.id = p."journalId" group by 1) sums
        full join ledger_balance b on b.id = sums.id where b."minorUnits" is distinct from sums.total) as balances`,
  );
  if (!row) throw new Error('the reference has no tables');
  return {
    done:
      row.settled === trades &&
      row.facts === 5 * trades &&
      row.paid === trades &&
      row.journals === JOURNALS_A_TRADE * trades &&
      row.postings === POSTINGS_A_TRADE * trades,
    settled: row.settled,
    journals: row.journals,
    postings: row.postings,
    off: row.off,
    balancesOff: row.balances,
  };
}
