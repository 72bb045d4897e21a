import { frontOfficeTrade, middleOfficeTrade, type IntakeSummary } from '#contracts';
import { states } from '#domain/life-cycle';
import type { Transaction } from '#platform/database';

/** So many changes are added up at every look; more are added up once and for all. */
const CHANGES_AT_MOST = 500;

interface Counts {
  /** Trades of which a version has come. */
  readonly arrived: number;
  /** Trades of which nothing but messages that could not be used has come. */
  readonly never_read: number;
  readonly standing: readonly { readonly state: string; readonly front: boolean; readonly trades: number }[];
  readonly parked_messages: number;
  readonly waiting_messages: number;
  /** Trades that are nobody's yet, because what the front office said of them is parked or waits. */
  readonly stuck: number;
  /** Trades of which the middle office has spoken alone. */
  readonly middle_only: number;
  /** Trades of which the middle office alone has spoken, and that could not be used. */
  readonly middle_stuck: number;
}

const KEPT = {
  tally: 'select tally, state, front, sum(trades) as trades from intake.tally_change group by tally, state, front',
  // What the front office has not reported is open, and stands where it began.
  withoutFront: `intake.open_trade join intake.trade using (trade_id) where open_trade.state = 'CAPTURED' and`,
};

const ANEW = {
  tally: `select 'arrived' as tally, null as state, null::boolean as front, count(distinct trade_id) as trades
      from intake.trade_version
    union all
    select 'standing', state, front_applied > 0, count(*) from intake.trade group by 2, 3`,
  withoutFront: 'intake.trade where',
};

/** One statement, so that it is one moment: what is parked or waits is read, which is little; the rest comes from the tally. */
const countsBy = ({ tally, withoutFront }: typeof KEPT): string => `
  with tally as (${tally}),
  set_aside as materialized (
    select topic, key, state in ('parked', 'discarded') as unused from intake.parked_message where topic in ($1, $2)
  ),
  stuck as materialized (
    select key from set_aside where topic = $1 and unused
    union
    select trade_id from intake.trade_version where status = 'waiting' and side = 'front'
  )
  select
    (select coalesce(sum(trades), 0)::int from tally where tally = 'arrived') as arrived,
    (select count(distinct key)::int from set_aside
     where not exists (select from intake.trade_version where trade_id = key)) as never_read,
    (select coalesce(json_agg(json_build_object('state', state, 'front', front, 'trades', trades)), '[]')
     from tally where tally = 'standing' and trades <> 0) as standing,
    (select count(*)::int from intake.parked_message where state = 'parked') as parked_messages,
    (select count(*)::int from intake.trade_version where status = 'waiting') as waiting_messages,
    (select count(*)::int from stuck
     where not exists (select from intake.trade where trade_id = key and front_applied > 0)) as stuck,
    (select count(*)::int from ${withoutFront} front_applied = 0 and middle_applied > 0
       and not exists (select from stuck where key = trade_id)) as middle_only,
    (select count(distinct key)::int from set_aside as middle where topic = $2 and unused
       and not exists (select from intake.trade_version where trade_id = middle.key)
       and not exists (select from set_aside as front where front.topic = $1 and front.key = middle.key)) as middle_stuck`;

/** By the tally that is kept: takes no longer after a million trades than after a thousand. */
export async function summaryKept(tx: Transaction): Promise<IntakeSummary> {
  const summary = await summaryBy(tx, KEPT);
  await addUp(tx);
  return summary;
}

/** Counted anew from versions and trades: for whoever proves a day, since a tally that is kept must not vouch for itself. */
export function summaryCountedAnew(tx: Transaction): Promise<IntakeSummary> {
  return summaryBy(tx, ANEW);
}

/** Trades that arrived are counted over the messages, what became of them over the trades: two counts that must meet. */
async function summaryBy(tx: Transaction, by: typeof KEPT): Promise<IntakeSummary> {
  const [counts] = await tx.rows<Counts>(countsBy(by), [frontOfficeTrade.topic, middleOfficeTrade.topic]);
  if (!counts) throw new Error('a statement without from has given no row');
  const count = (wanted: (of: Counts['standing'][number]) => boolean): number =>
    counts.standing.filter(wanted).reduce((sum, { trades }) => sum + trades, 0);
  const reported = (state: string): number => count((of) => of.front && of.state === state);
  const done = ['SETTLED', 'CANCELLED', 'FAILING'];
  return {
    tradesIn: counts.arrived + counts.never_read,
    trades: {
      settled: reported('SETTLED'),
      open: count((of) => of.front && !done.includes(of.state)) + counts.middle_only,
      failing: reported('FAILING'),
      cancelled: reported('CANCELLED'),
      parked: counts.stuck + counts.middle_stuck,
    },
    states: Object.fromEntries(
      states.map((state) => [state, count((of) => of.state === state)]).filter(([, trades]) => trades !== 0),
    ) as Record<string, number>,
    parkedMessages: counts.parked_messages,
    waitingMessages: counts.waiting_messages,
  };
}

/** Puts one change in the place of many. Two who do so at once take different ones. */
async function addUp(tx: Transaction): Promise<void> {
  await tx.execute(
    `with taken as (
       delete from intake.tally_change where change_id in (
         select change_id from intake.tally_change
         where (select count(*) from (select from intake.tally_change limit ${CHANGES_AT_MOST + 1}) as counted) > ${CHANGES_AT_MOST}
         for update skip locked
       ) returning tally, state, front, trades
     )
     insert into intake.tally_change (tally, state, front, trades)
     select tally, state, front, sum(trades) from taken group by tally, state, front having sum(trades) <> 0`,
  );
}
