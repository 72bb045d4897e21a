import { Controller, Get, Param, Query } from '@nestjs/common';
import { tradeSorts, type Page, type TradeDetail, type TradeRow } from '#contracts';
import { FINAL, states } from '#domain/life-cycle';
import { Database } from '#platform/database';
import { cutPage, decodeCursor, oneOf, pageLimit, problem, textParameter } from '#platform/http';
import { Needs } from '#platform/identity';
import {
  blotterCount,
  blotterPage,
  capacities,
  COUNTED_AT_MOST,
  products,
  units,
  type BlotterQuestion,
} from './storage/blotter.js';
import { factsOf } from './storage/fact.store.js';
import { findTrade, type ShownTrade } from './storage/trade.store.js';
import { versionsOf } from './storage/version.store.js';
import { timelineOf } from './timeline.js';
import { tradeView, versionView } from './trade-view.js';

const OPEN_STATES = states.filter((state) => !FINAL.includes(state) && state !== 'FAILING');

/** The blotter and the page of one trade. */
@Needs('read-business')
@Controller('api/intake/trades')
export class Trades {
  constructor(private readonly database: Database) {}

  @Get()
  async list(@Query() query: Record<string, unknown>): Promise<Page<TradeRow>> {
    const limit = pageLimit(query['limit']);
    const cursor = decodeCursor(query['cursor'], 2);
    const state = oneOf('state', query['state'], [...states, 'open'] as const);
    const question: BlotterQuestion = {
      states: state === undefined ? undefined : state === 'open' ? OPEN_STATES : [state],
      product: oneOf('product', query['product'], products),
      unit: oneOf('unit', query['unit'], units),
      capacity: oneOf('capacity', query['capacity'], capacities),
      counterparty: textParameter('counterparty', query['counterparty']),
      search: textParameter('search', query['search']),
    };
    const [count, found] = await Promise.all([
      blotterCount(this.database, question),
      blotterPage<ShownTrade & { readonly sort_key: string }>(this.database, question, {
        sort: oneOf('sort', query['sort'], tradeSorts) ?? 'tradeId',
        down: oneOf('order', query['order'], ['asc', 'desc'] as const) === 'desc',
        after: cursor && [cursor[0] ?? '', cursor[1] ?? ''],
        limit: limit + 1,
      }),
    ]);
    const { rows, next } = cutPage(found, limit, (last) => [last.sort_key, last.trade_id]);
    return {
      rows: rows.map(tradeView),
      total: Math.min(count, COUNTED_AT_MOST),
      ...(count > COUNTED_AT_MOST ? { moreThanTotal: true } : {}),
      next,
    };
  }

  @Get(':tradeId')
  async one(@Param('tradeId') tradeId: string): Promise<TradeDetail> {
    const row = await findTrade(this.database, tradeId);
    if (!row) throw problem(404, 'trade-unknown', 'There is no such trade', `No trade ${tradeId} has been captured.`);
    const versions = await versionsOf(this.database, tradeId);
    const facts = await factsOf(this.database, tradeId);
    return { row: tradeView(row), versions: versions.map(versionView), timeline: timelineOf(versions, facts) };
  }
}
