import type {
  BreakDetail,
  CashLadderRow,
  DeskProposalRow,
  DisputeRow,
  ExposureRow,
  JournalView,
  ObligationRow,
  ParkedDetail,
  SettlementExceptionRow,
  TradeDetail,
  TradeRow,
} from '#contracts';
import { FakeBooks } from './fake-books.js';
import { fakeMonths, type FakeMonths } from './fake-months.js';
import { breakOf, disputeOf, exceptionOf, obligationOf, parkedMessage } from './fake-exceptions.js';
import { timelineOf, versionsOf } from './fake-history.js';
import { unitViews } from './fake-units.js';
import { BUSINESS_DATE, money, pick } from './fake-values.js';

/** One business day, invented and consistent in itself: every total is the sum of its rows. */
export interface FakeWorld {
  readonly businessDate: string;
  readonly trades: Map<string, TradeDetail>;
  readonly breaks: Map<string, BreakDetail>;
  readonly disputes: DisputeRow[];
  readonly parked: Map<string, ParkedDetail>;
  readonly obligations: ObligationRow[];
  readonly exceptions: SettlementExceptionRow[];
  readonly journals: JournalView[];
  readonly months: FakeMonths;
  /** What clerks proposed at the desks of all services, oldest first. */
  readonly proposals: DeskProposalRow[];
  readonly ladder: CashLadderRow[];
  readonly exposure: ExposureRow[];
}

const DATES = ['2026-06-15', '2026-06-16', '2026-06-17', '2026-06-18', '2026-06-19'] as const;
const COUNTERPARTIES = ['NRLDSE20', 'KNTRDE20', 'MRDNES20', 'HRBKGB20', 'MTCLFR20', 'CSTVPT20', 'SKRAJP20', 'GLFPBH20'];
const CLIENTS = ['LEVANTE', 'MONCAYO'];

const INSTRUMENTS = [
  {
    product: 'equity',
    name: 'Naviera Cantábrica SA',
    isin: 'ES0199901002',
    currency: 'EUR',
    unit: 'risk',
    price: '189.25',
    priceMinor: 18925n,
  },
  {
    product: 'equity',
    name: 'Harbour Rail plc',
    isin: 'GB00BZZ99H64',
    currency: 'GBP',
    unit: 'risk',
    price: '18.42',
    priceMinor: 1842n,
  },
  {
    product: 'equity',
    name: 'Lagoon Utilities Inc',
    isin: 'US99099LG842',
    currency: 'USD',
    unit: 'risk',
    price: '47.60',
    priceMinor: 4760n,
  },
  {
    product: 'equity',
    name: 'Sakura Denki KK',
    isin: 'JP3999900008',
    currency: 'JPY',
    unit: 'risk',
    price: '2415',
    priceMinor: 2415n,
  },
  {
    product: 'bond',
    name: 'Meridiano 3.00 % 2031',
    isin: 'XS9900030008',
    currency: 'EUR',
    unit: 'debt',
    price: '99.250',
    priceMinor: 99n,
  },
  {
    product: 'bond',
    name: 'Montclair 2.10 % 2034',
    isin: 'FR00099000M7',
    currency: 'EUR',
    unit: 'debt',
    price: '98.450',
    priceMinor: 98n,
  },
  {
    product: 'fx-spot',
    name: 'EUR/BHD',
    isin: '',
    currency: 'BHD',
    unit: 'treasury',
    price: '0.4090',
    priceMinor: 1000n,
  },
  {
    product: 'deposit',
    name: 'Deposit 2.15 %',
    isin: '',
    currency: 'EUR',
    unit: 'treasury',
    price: '2.15',
    priceMinor: 100n,
  },
] as const;

/** A state by the trade's number: most settle, some are on their way, a few are in trouble. */
function stateOf(number: number): string {
  if (number % 23 === 7) return 'FAILING';
  if (number % 41 === 5) return 'CANCELLED';
  if (number % 37 === 11 || number % 37 === 12) return 'ENRICHED';
  if (number % 29 === 3) return 'RECONCILED';
  if (number % 9 === 4) return pick(['CAPTURED', 'CONFIRMED', 'INSTRUCTED', 'MATCHED'], number);
  return 'SETTLED';
}

/** One trade and everything that follows from it. */
function addTrade(world: FakeWorld, books: FakeBooks, number: number): void {
  const tradeId = `FO-${String(number).padStart(6, '0')}`;
  const instrument = pick(INSTRUMENTS, number * 7);
  const client = number % 11 === 2;
  const owner = client ? pick(CLIENTS, number) : null;
  const book = owner === null ? `house.${instrument.unit}` : `client.${owner}`;
  const state = stateOf(number);
  const units = BigInt(1_000 * (1 + ((number * 13) % 90)));
  const grossMinor = units * instrument.priceMinor;
  const gross = money(grossMinor, instrument.currency);
  const buys = number % 2 === 0;
  const isBreak = state === 'ENRICHED';
  const isDispute = state === 'RECONCILED';
  const row: TradeRow = {
    tradeId,
    version: 1,
    state,
    reason:
      state === 'FAILING'
        ? 'Counterparty has no securities'
        : isBreak
          ? 'Break: price differs'
          : isDispute
            ? 'Confirmation not answered'
            : null,
    product: instrument.product,
    side: buys ? 'BUY' : 'SELL',
    instrument: instrument.name,
    quantity: String(units),
    price: instrument.price,
    gross,
    counterparty: pick(COUNTERPARTIES, number),
    unit: instrument.unit,
    book,
    capacity: owner === null ? 'house' : 'client',
    beneficialOwner: owner,
    tradeDate: pick(DATES.slice(0, 2), number),
    settlementDate: state === 'FAILING' ? '2026-06-16' : pick(DATES.slice(2), number),
    updatedAt: `${BUSINESS_DATE}T10:${String(number % 60).padStart(2, '0')}:00.000Z`,
  };
  const timeline = timelineOf(row, number);
  world.trades.set(tradeId, { row, versions: versionsOf(row, instrument.isin, number, isBreak), timeline });
  if (isBreak) {
    const found = breakOf(row, instrument.isin, number);
    world.breaks.set(found.breakId, found);
  }
  if (isDispute) world.disputes.push(disputeOf(row, number));
  books.post(row, instrument.isin, timeline, grossMinor);
  if (['INSTRUCTED', 'MATCHED', 'SETTLED', 'FAILING'].includes(state))
    world.obligations.push(obligationOf(row, instrument.isin));
}

/** The same world every time. */
export function fakeWorld(tradeCount = 1_200, parkedCount = 9): FakeWorld {
  const books = new FakeBooks();
  const world: FakeWorld = {
    businessDate: BUSINESS_DATE,
    trades: new Map(),
    breaks: new Map(),
    disputes: [],
    parked: new Map(),
    obligations: [],
    exceptions: [],
    journals: books.journals,
    months: fakeMonths(),
    proposals: [],
    ladder: [],
    exposure: [],
  };
  for (let number = 1; number <= tradeCount; number += 1) addTrade(world, books, number);
  for (let number = 1; number <= parkedCount; number += 1) {
    const message = parkedMessage(number);
    world.parked.set(message.parkedMessageId, message);
  }
  world.exceptions.push(...world.obligations.filter((_, number) => number % 400 === 0).map(exceptionOf));
  const { ladder, exposure } = unitViews(world.obligations);
  world.ladder.push(...ladder);
  world.exposure.push(...exposure);
  world.disputes.push({
    tradeId: 'ALLEGED-MRDN-77031',
    version: null,
    counterparty: 'MRDNES20',
    kind: 'alleged',
    reason: 'The counterparty confirms a trade that is not in our books',
    differences: [],
    counterfactual: 'matches if the front office captures this trade',
    since: `${BUSINESS_DATE}T12:00:00.000Z`,
  });
  return world;
}
