import type { BusAddress } from '#platform/messaging';
import { readBusAddress } from '#platform/service';
import { rounded } from '../figures.js';
import type { ScratchServer } from '../scratch-server.js';
import type { BenchDay } from './bench-day.js';
import { measureLatency, type Latency } from './latency.js';
import { withScratchHouse } from './scratch-house.js';
import { playStockReference, stockMissing, type StockFigures } from './stock-reference.js';
import { measureThroughput, type Throughput } from './throughput.js';

export interface PipelineBenchOptions {
  readonly seed: string;
  readonly trades: number;
  /** Of the open loop; a third of the top rate just measured if not given. */
  readonly rate?: number;
  readonly dataFolder: string;
  readonly onProgress: (step: string) => void;
}

export interface OverBus {
  readonly day: Throughput;
  readonly latency: Latency;
}

export interface PipelineFigures {
  /** Over Kafka if there is a broker, as the reference; else over the log in PostgreSQL. */
  readonly tradesPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly ratioToStock: number | null;
  /** The same trades over the log in PostgreSQL, for what it is worth beside a reference that runs over Kafka. */
  readonly ratioOfLogToStock: number | null;
  readonly baseline: string;
  readonly log: OverBus;
  readonly kafka: OverBus | null;
  readonly stock: StockFigures | null;
  readonly skipped: string | null;
}

const PARTITIONS = 4;
/** The open loop lasts so long: long enough for a p99, short enough to wait for. */
/** More take minutes and do not change its rate: it works at the same few trades at once from the first second on. */
const STOCK_TRADES = 3_000;
const OPEN_LOOP_SECONDS = 30;

export async function pipelineBench(server: ScratchServer, options: PipelineBenchOptions): Promise<PipelineFigures> {
  const { trades, onProgress } = options;
  const log = await overBus(server, options, { kind: 'postgres' });
  const bus = brokerGiven();
  if (bus?.kind !== 'kafka') {
    const skipped = 'KAFKA_BROKERS is not set: neither Kafka nor the stock reference was measured';
    onProgress(skipped);
    return figuresOf(log, null, null, skipped);
  }
  const kafka = await overBus(server, options, bus);
  const missing = stockMissing();
  if (missing !== undefined) {
    onProgress(missing);
    return figuresOf(log, kafka, null, missing);
  }
  onProgress('the stock reference');
  const stock = await playStockReference(server, bus.kafka, Math.min(trades, STOCK_TRADES));
  onProgress(`the stock reference: ${stock.tradesPerSecond} trades/s`);
  return figuresOf(log, kafka, stock, null);
}

async function overBus(
  server: ScratchServer,
  { seed, trades, rate, dataFolder, onProgress }: PipelineBenchOptions,
  busAddress: BusAddress,
): Promise<OverBus> {
  const over = busAddress.kind === 'kafka' ? 'over Kafka' : 'over the log';
  const say = (step: string): void => onProgress(`${over}: ${step}`);
  const inHouse = <Result>(work: Parameters<typeof withScratchHouse<Result>>[2]): Promise<Result> =>
    withScratchHouse(server, { dataFolder, busAddress }, work);
  const usual: BenchDay = { seed, trades, trouble: 'usual' };
  const day = await inHouse((house) => measureThroughput(house, usual, say));
  say(`${day.tradesPerSecond} trades/s`);
  const pace = rate ?? day.tradesPerSecond / 3;
  // Without trouble: a trade that waits for its repair says nothing about speed.
  const calm: BenchDay = {
    seed,
    trades: Math.max(1, Math.min(trades, Math.ceil(pace * OPEN_LOOP_SECONDS))),
    trouble: 'none',
  };
  const latency = await inHouse((house) => measureLatency(house, calm, pace));
  say(`${latency.rate} trades/s, p99 ${latency.p99Ms} ms`);
  return { day, latency };
}

/** Settings are refused as everywhere else where they are unsafe. */
function brokerGiven(): BusAddress | undefined {
  if (!process.env['KAFKA_BROKERS']) return undefined;
  const bus = readBusAddress({ ...process.env, EVENT_BUS: 'kafka' });
  return bus.kind === 'kafka' ? { partitions: PARTITIONS, ...bus } : bus;
}

function figuresOf(
  log: OverBus,
  kafka: OverBus | null,
  stock: StockFigures | null,
  skipped: string | null,
): PipelineFigures {
  const main = kafka ?? log;
  const ratio = (over: OverBus): number | null =>
    stock ? rounded(over.day.tradesPerSecond / stock.tradesPerSecond) : null;
  return {
    tradesPerSecond: main.day.tradesPerSecond,
    p50Ms: main.latency.p50Ms,
    p99Ms: main.latency.p99Ms,
    ratioToStock: ratio(main),
    ratioOfLogToStock: ratio(log),
    baseline: 'the same way of a trade on the Nest Kafka transport and TypeORM save, one transaction an event',
    log,
    kafka,
    stock,
    skipped,
  };
}
