import { Controller, Get } from '@nestjs/common';
import { frontOfficeTrade, middleOfficeTrade, type IntakeSummary } from '#contracts';
import { Database } from '#platform/database';

@Controller('api/intake/summary')
export class Summary {
  constructor(private readonly database: Database) {}

  /** Trades that arrived are counted over the messages, what became of them over the trades: two counts that must meet. */
  @Get()
  async read(): Promise<IntakeSummary> {
    const topics = [frontOfficeTrade.topic, middleOfficeTrade.topic];
    const [arrived] = await this.database.rows<{ trades: string }>(
      `select count(*) as trades from (
         select trade_id from intake.trade_version union select key from intake.parked_message where topic = any($1)) as keys`,
      [topics],
    );
    const states = await this.database.rows<{ state: string; front: boolean; count: number }>(
      `select state, front_applied > 0 as front, count(*)::int as count from intake.trade group by state, front_applied > 0`,
    );
    const [queues] = await this.database.rows<{ parked: number; waiting: number; parked_trades: number }>(
      `select (select count(*)::int from intake.parked_message where state = 'parked') as parked,
         (select count(*)::int from intake.trade_version where status = 'waiting') as waiting,
         (select count(*)::int from (
            select key from intake.parked_message where topic = $1 and state in ('parked', 'discarded')
            union select trade_id from intake.trade_version where status = 'waiting' and side = 'front') as stuck(key)
          where not exists (select from intake.trade where trade_id = stuck.key and front_applied > 0)) as parked_trades`,
      [frontOfficeTrade.topic],
    );
    const [onlyMiddle] = await this.database.rows<{ open: number; parked: number }>(
      `select
         (select count(*)::int from intake.trade where front_applied = 0 and middle_applied > 0 and not exists (
            select from intake.parked_message where topic = $1 and key = trade_id and state in ('parked', 'discarded'))
            and not exists (select from intake.trade_version v where v.trade_id = trade.trade_id and v.side = 'front' and v.status = 'waiting')) as open,
         (select count(*)::int from (select distinct key from intake.parked_message where topic = $2 and state in ('parked', 'discarded')) as middle
          where not exists (select from intake.trade_version where trade_id = middle.key)
            and not exists (select from intake.parked_message p where p.topic = $1 and p.key = middle.key)) as parked`,
      [frontOfficeTrade.topic, middleOfficeTrade.topic],
    );
    const count = (wanted: (state: string) => boolean): number =>
      states.filter(({ state, front }) => front && wanted(state)).reduce((sum, { count: some }) => sum + some, 0);
    const done = new Set(['SETTLED', 'CANCELLED', 'FAILING']);
    return {
      tradesIn: Number.parseInt(arrived?.trades ?? '0', 10),
      trades: {
        settled: count((state) => state === 'SETTLED'),
        open: count((state) => !done.has(state)) + (onlyMiddle?.open ?? 0),
        failing: count((state) => state === 'FAILING'),
        cancelled: count((state) => state === 'CANCELLED'),
        parked: (queues?.parked_trades ?? 0) + (onlyMiddle?.parked ?? 0),
      },
      states: Object.fromEntries(
        [...new Set(states.map(({ state }) => state))].map((name) => [
          name,
          states.filter(({ state }) => state === name).reduce((sum, { count: some }) => sum + some, 0),
        ]),
      ),
      parkedMessages: queues?.parked ?? 0,
      waitingMessages: queues?.waiting ?? 0,
    };
  }
}
