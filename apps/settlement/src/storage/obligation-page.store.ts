import type { ObligationState } from '#domain/obligation';
import type { Transaction } from '#platform/database';
import { OBLIGATION_COLUMNS, type StoredObligation } from './obligation.store.js';
import { readTally } from './tally.store.js';

export interface ObligationFilter {
  readonly state: ObligationState | undefined;
  /** Words or code. */
  readonly reason: string | undefined;
  readonly tradeId: string | undefined;
}

/** The conditions that are asked for and no others, so that each query finds its index. */
function conditions({ state, reason, tradeId }: ObligationFilter): { where: string[]; values: unknown[] } {
  const where: string[] = [];
  const values: unknown[] = [];
  const ask = (condition: (place: string) => string, value: unknown): void => {
    values.push(value);
    where.push(condition(`$${values.length}`));
  };
  // Failing ones have an index of their own, which the planner uses only for the literal.
  if (state === 'FAILING') where.push(`state = 'FAILING'`);
  else if (state !== undefined) ask((place) => `state = ${place}`, state);
  if (reason !== undefined) ask((place) => `(reason = ${place} or reason_code = ${place})`, reason);
  if (tradeId !== undefined) ask((place) => `trade_id = ${place}`, tradeId);
  return { where, values };
}

const clause = (where: readonly string[]): string => (where.length === 0 ? '' : `where ${where.join(' and ')}`);

/** In the order of settlement date and id; `after` is the place of the last row of the page before. */
export async function obligationPage(
  tx: Transaction,
  filter: ObligationFilter,
  after: readonly string[] | undefined,
  limit: number,
): Promise<StoredObligation[]> {
  const { where, values } = conditions(filter);
  if (after) {
    where.push(`(settlement_date, obligation_id) > ($${values.length + 1}::date, $${values.length + 2}::uuid)`);
    values.push(...after);
  }
  return tx.rows<StoredObligation>(
    `select ${OBLIGATION_COLUMNS} from settlement.obligation ${clause(where)}
     order by settlement_date, obligation_id limit $${values.length + 1}`,
    [...values, limit],
  );
}

/** Counted exactly; by state alone from the tally, which costs the same however many there are. */
export async function countObligations(tx: Transaction, filter: ObligationFilter): Promise<number> {
  const { state, reason, tradeId } = filter;
  if (reason === undefined && tradeId === undefined) {
    const tally = await readTally(tx);
    return state === undefined ? Object.values(tally).reduce((sum, count) => sum + count, 0) : (tally[state] ?? 0);
  }
  const { where, values } = conditions(filter);
  const [row] = await tx.rows<{ count: number }>(
    `select count(*)::int as count from settlement.obligation ${clause(where)}`,
    values,
  );
  return row?.count ?? 0;
}

export interface FailingReason {
  readonly reason: string;
  readonly count: number;
  /** What is held up per currency, paid and received alike; minor units. */
  readonly open: readonly { readonly currency: string; readonly minorUnits: string }[];
}

/** Failing obligations by reason, the most frequent first. */
export function failingByReason(tx: Transaction): Promise<FailingReason[]> {
  return tx.rows<FailingReason>(
    `with failing as (
       select reason, pay - pay_settled as pay, pay_currency, receive - receive_settled as receive, receive_currency
       from settlement.obligation where state = 'FAILING'
     ), held_up as (
       select reason, currency, sum(open)::text as minor_units
       from (
         select reason, pay_currency as currency, pay as open from failing
         union all
         select reason, receive_currency, receive from failing
       ) as side
       where open > 0 group by reason, currency
     )
     select reason, count(*)::int as count,
       coalesce((select json_agg(json_build_object('currency', currency, 'minorUnits', minor_units) order by currency)
         from held_up where held_up.reason = failing.reason), '[]') as open
     from failing group by reason order by count desc, reason collate "C"`,
  );
}
