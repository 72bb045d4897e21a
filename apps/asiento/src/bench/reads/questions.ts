import { chanceOf } from '#apps/simulator';
import { tradeSorts, type TradeRow } from '#contracts';
import { encodeCursor } from '#platform/http';
import { MOST_JOURNALS, MOST_TIMELINES, tradeIdOf } from './fill-trades.js';

/** Paths to ask for, by what they are; each call gives the next one. */
export type Questions = Readonly<Record<string, () => string>>;

const VALUE_OF: Readonly<Record<(typeof tradeSorts)[number], (row: TradeRow) => string>> = {
  tradeId: ({ tradeId }) => tradeId,
  settlementDate: ({ settlementDate }) => settlementDate,
  counterparty: ({ counterparty }) => counterparty,
  state: ({ state }) => state,
  updatedAt: ({ updatedAt }) => updatedAt,
};

const FILTERS: Readonly<Record<string, string>> = {
  product: 'product=bond',
  unit: 'unit=treasury',
  capacity: 'capacity=client',
  counterparty: 'counterparty=CPTY007',
  'state open': 'state=open',
  'state SETTLED': 'state=SETTLED',
  'unit and state, by settlement date': 'unit=risk&state=open&sort=settlementDate',
};

/**
 * Every sort that the blotter offers, first page and pages anywhere in the list, every filter, a search, one trade, the books.
 * @param somewhere rows from all over the list: a page that begins after one of them is a deep page
 */
export function questionsOf(seed: string, trades: number, somewhere: readonly TradeRow[]): Questions {
  const chance = chanceOf(seed, 'reads');
  const questions: Record<string, () => string> = {};
  for (const sort of tradeSorts)
    for (const order of ['asc', 'desc']) {
      const path = `/api/intake/trades?limit=100&sort=${sort}&order=${order}`;
      questions[`blotter by ${sort} ${order}, first page`] = () => path;
      questions[`blotter by ${sort} ${order}, deep page`] = () => {
        const row = chance.pick(somewhere);
        return `${path}&cursor=${encodeCursor([VALUE_OF[sort](row), row.tradeId])}`;
      };
    }
  for (const [name, filter] of Object.entries(FILTERS))
    questions[`blotter, ${name}`] = () => `/api/intake/trades?limit=100&${filter}`;
  questions['blotter, search by trade'] = () => `/api/intake/trades?search=${tradeIdOf(chance.below(trades))}`;
  questions['trade with timeline'] = () =>
    `/api/intake/trades/${tradeIdOf(chance.below(Math.min(trades, MOST_TIMELINES)))}`;
  questions['journals of a trade'] = () =>
    `/api/ledger/journals?tradeId=${tradeIdOf(chance.below(Math.min(trades, MOST_JOURNALS)))}`;
  questions['trial balance'] = () => '/api/ledger/trial-balance';
  return questions;
}
