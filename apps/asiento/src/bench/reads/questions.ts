import { chanceOf, type Chance } from '#apps/simulator';
import { tradeSorts, type TradeRow } from '#contracts';
import { encodeCursor } from '#platform/http';
import { FILTERS, MOST_JOURNALS, MOST_TIMELINES, tradeIdOf } from './fill-trades.js';

/** Paths to ask for, by what they are; each call gives the next one. */
export type Questions = Readonly<Record<string, () => string>>;

const VALUE_OF: Readonly<Record<(typeof tradeSorts)[number], (row: TradeRow) => string>> = {
  tradeId: ({ tradeId }) => tradeId,
  settlementDate: ({ settlementDate }) => settlementDate,
  counterparty: ({ counterparty }) => counterparty,
  state: ({ state }) => state,
};

const ORDERS = ['asc', 'desc'] as const;

/** Filters that are hard for the trades of the bench: few rows of many, or all of them at the far end. */
const HARD: readonly string[] = [
  'product=deposit&unit=risk',
  'product=bond&unit=risk&capacity=client',
  'product=bond&capacity=client&state=CANCELLED',
  'unit=debt&state=FAILING',
  'unit=risk&state=open',
  'capacity=client&state=SETTLED',
  'product=deposit&state=CONFIRMED',
  'counterparty=CPTY007&state=open',
  'counterparty=CPTY007&product=bond&state=CANCELLED',
];

/**
 * Every sort that the blotter offers, first page and pages anywhere in the list; every filter and filters together under any
 * sort, a search, one trade, the books.
 * @param somewhere rows from all over the list: a page that begins after one of them is a deep page
 */
export function questionsOf(seed: string, trades: number, somewhere: readonly TradeRow[]): Questions {
  const chance = chanceOf(seed, 'reads');
  const deep = (sort: (typeof tradeSorts)[number]): string => {
    const row = chance.pick(somewhere);
    return `&cursor=${encodeCursor([VALUE_OF[sort](row), row.tradeId])}`;
  };
  const anySort = (filter: string): string => {
    const sort = chance.pick(tradeSorts);
    const path = `/api/intake/trades?limit=100&${filter}&sort=${sort}&order=${chance.pick(ORDERS)}`;
    return chance.below(2) === 0 ? path : path + deep(sort);
  };
  const questions: Record<string, () => string> = {};
  for (const sort of tradeSorts)
    for (const order of ORDERS) {
      const path = `/api/intake/trades?limit=100&sort=${sort}&order=${order}`;
      questions[`blotter by ${sort} ${order}, first page`] = () => path;
      questions[`blotter by ${sort} ${order}, deep page`] = () => path + deep(sort);
    }
  for (const [name, values] of Object.entries(FILTERS))
    for (const value of values) questions[`blotter, ${name} ${value}, any sort`] = () => anySort(`${name}=${value}`);
  for (const filter of HARD) questions[`blotter, ${filter}, any sort`] = () => anySort(filter);
  questions['blotter, any filters, any sort'] = () => anySort(anyFilters(chance));
  questions['blotter, search by trade'] = () => anySort(`search=${tradeIdOf(chance.below(trades))}`);
  questions['blotter, search by instrument'] = () =>
    anySort(`search=ES0A51E${String(chance.below(40)).padStart(5, '0')}`);
  questions['trade with timeline'] = () =>
    `/api/intake/trades/${tradeIdOf(chance.below(Math.min(trades, MOST_TIMELINES)))}`;
  questions['journals of a trade'] = () =>
    `/api/ledger/journals?tradeId=${tradeIdOf(chance.below(Math.min(trades, MOST_JOURNALS)))}`;
  questions['trial balance'] = () => '/api/ledger/trial-balance';
  questions['books summary'] = () => '/api/ledger/summary';
  questions['unit bridge'] = () => '/api/ledger/unit-bridge';
  return questions;
}

/** Each filter is in force or not, with any of its values. */
function anyFilters(chance: Chance): string {
  const inForce = Object.entries(FILTERS).filter(() => chance.below(2) === 0);
  return inForce.map(([name, values]) => `${name}=${chance.pick<string>(values)}`).join('&');
}
