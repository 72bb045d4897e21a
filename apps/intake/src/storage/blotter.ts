import type { tradeSorts } from '#contracts';
import { FINAL, states, type State } from '#domain/life-cycle';
import type { Trade } from '#domain/trade';
import type { Transaction } from '#platform/database';

/** Counting stops here: a longer list is nobody's work list, and the page must not wait for its length. */
export const COUNTED_AT_MOST = 10_000;

// All there are, by the compiler's word: trades are found by naming every kind.
export const products = namesOf<Trade['product']>({
  equity: true,
  bond: true,
  'fx-spot': true,
  'fx-forward': true,
  'fx-swap': true,
  deposit: true,
});
export const units = namesOf<Trade['unit']>({ treasury: true, debt: true, risk: true });
export const capacities = namesOf<Trade['capacity']>({ house: true, client: true });

function namesOf<Name extends string>(all: Readonly<Record<Name, true>>): readonly Name[] {
  return Object.keys(all) as Name[];
}

export interface BlotterQuestion {
  /** Any of these; undefined: every state. */
  readonly states: readonly State[] | undefined;
  readonly product: string | undefined;
  readonly unit: string | undefined;
  readonly capacity: string | undefined;
  readonly counterparty: string | undefined;
  /** A trade's id or its first characters, or an instrument. */
  readonly search: string | undefined;
}

export interface BlotterOrder {
  readonly sort: (typeof tradeSorts)[number];
  readonly down: boolean;
  /** Sort value and trade of the row before the page. */
  readonly after: readonly [key: string, tradeId: string] | undefined;
  readonly limit: number;
}

/** Rows of `intake.trade` with their `sort_key`, in order. */
export function blotterPage<Row>(db: Transaction, question: BlotterQuestion, order: BlotterOrder): Promise<Row[]> {
  const values: unknown[] = [];
  const parts = partsOf(question, new Selection(values, order));
  const ordered = `order by sort_key ${direction(order)}, trade_id ${direction(order)}`;
  return db.rows<Row>(
    `select trade.*, page.sort_key
     from (select * from (${parts.join(' union all ')}) as parts ${ordered} limit ${order.limit}) as page
     join intake.trade using (trade_id) ${ordered}`,
    values,
  );
}

/** Exact up to `COUNTED_AT_MOST`, and one more where there are more. */
export async function blotterCount(db: Transaction, question: BlotterQuestion): Promise<number> {
  const values: unknown[] = [];
  const parts = partsOf(question, new Selection(values, undefined));
  const [counted] = await db.rows<{ count: number }>(
    `select count(*)::integer as count from (select from (${parts.join(' union all ')}) as parts limit ${COUNTED_AT_MOST + 1}) as found`,
    values,
  );
  return counted?.count ?? 0;
}

/**
 * Selects whose rows together are the answer, none twice, each by one way through one index: open trades and ended ones, by
 * their id and by their instrument.
 */
function partsOf(question: BlotterQuestion, selection: Selection): string[] {
  const { states: wanted = states, search } = question;
  const open = wanted.filter((state) => !FINAL.includes(state));
  const ended = wanted.filter((state) => FINAL.includes(state));
  const byId = search && `starts_with(trade_id, ${selection.given(search)})`;
  const ways = byId ? [byId, `instrument = ${selection.given(search)} and not ${byId}`] : [''];
  const hasKind = question.product !== undefined || question.unit !== undefined || question.capacity !== undefined;
  // In order of ids one index gives a state whole; in other orders only kind by kind.
  const byKind =
    !byId && question.counterparty === undefined && (hasKind || (ended.length === 1 && !selection.byIdInState));
  return ways.flatMap((way) => [
    // Ended ones first: where they are many, counting stops before the open ones.
    ...(selection.byState ? ended.map((state) => [state]) : ended.length > 0 ? [ended] : []).map((some) =>
      byKind ? selection.ofKinds(some, question) : selection.ofEnded(some, question, way),
    ),
    ...(open.length > 0 ? [selection.ofOpen(open, question, way)] : []),
  ]);
}

const direction = ({ down }: BlotterOrder): string => (down ? 'desc' : 'asc');

const KEYS: Readonly<Record<BlotterOrder['sort'], string>> = {
  tradeId: 'trade_id',
  settlementDate: 'settlement_date',
  counterparty: 'counterparty',
  state: 'state',
};

/** Columns of a kind, in the order of its indexes. */
const KIND = ['state', 'product', 'unit', 'capacity'] as const;
const A_KIND = KIND.map((column) => `a_${column}`);
const IN_KIND = KIND.map((column) => `${column} = a_${column}`);

/** Writes the selects of one statement: of a page in its order, or without an order for counting. */
class Selection {
  constructor(
    private readonly values: unknown[],
    private readonly order: BlotterOrder | undefined,
  ) {}

  /** Ended trades in the order of their states are one select a state: within it they come by their ids. */
  get byState(): boolean {
    return this.order?.sort === 'state';
  }

  /** Within one state rows come by their ids, or in no order at all. */
  get byIdInState(): boolean {
    return this.order === undefined || this.order.sort === 'state' || this.order.sort === 'tradeId';
  }

  /** The parameter that stands for the value. */
  given(value: unknown): string {
    return `$${this.values.push(value)}`;
  }

  ofOpen(some: readonly State[], question: BlotterQuestion, way: string): string {
    const ofAll = some.length + FINAL.length === states.length;
    const where = [ofAll ? '' : `state = any(${this.given(some)})`, way, ...this.fields(question)];
    return this.select('intake.open_trade', where, this.order && KEYS[this.order.sort]);
  }

  ofEnded(some: readonly State[], question: BlotterQuestion, way: string): string {
    const where = [some.length < FINAL.length ? `state = ${this.given(some[0])}` : '', way, ...this.fields(question)];
    return this.select('intake.ended_trade', where, this.endedKey, some[0]);
  }

  /** Every kind of trade that fits gives its first rows by its own index, however few there are among all others. */
  ofKinds(some: readonly State[], { product, unit, capacity }: BlotterQuestion): string {
    const oneOf = (name: string, value: string | undefined, all: readonly string[]): string =>
      `unnest(${this.given(value === undefined ? [...all, ''] : [value])}::text[]) as ${name}s(${name})`;
    const lists = [oneOf('a_product', product, products), oneOf('a_unit', unit, units)];
    lists.push(oneOf('a_capacity', capacity, capacities), `unnest(${this.given(some)}::text[]) as a_states(a_state)`);
    const each =
      this.order && this.endedKey
        ? this.ofKind(this.order, this.endedKey, some[0])
        : this.select('intake.ended_trade', IN_KIND, undefined);
    return `(select kind.* from ${lists.join(' cross join ')} cross join lateral ${each} as kind)`;
  }

  /**
   * By comparison of whole rows, from where the page begins to the end of the kind: only the index of the kind can be read so.
   * By equality the planner would at times walk another index, whose last rows look few, through all kinds.
   */
  private ofKind(order: BlotterOrder, key: string, state = ''): string {
    const [from, to] = order.down ? ['<=', '>='] : ['>=', '<='];
    const kind = (compared: string): string => `(${KIND.join(', ')}) ${compared} (${A_KIND.join(', ')})`;
    const where = [
      order.after && (!this.byState || state === order.after[0]) ? this.laterInKind(key, order.after) : kind(from),
      kind(to),
    ];
    if (order.after && this.byState && state !== order.after[0]) where.push(this.laterInState(state, order.after));
    const by = [...new Set([...KIND, key, 'trade_id'])].map((column) => `${column} ${direction(order)}`).join(', ');
    return `(select trade_id, ${this.byState ? 'state' : key} as sort_key from intake.ended_trade
      where ${where.join(' and ')} order by ${by} limit ${order.limit})`;
  }

  private get endedKey(): string | undefined {
    return this.order && (this.byState ? 'trade_id' : KEYS[this.order.sort]);
  }

  private fields({ product, unit, capacity, counterparty }: BlotterQuestion): string[] {
    return Object.entries({ product, unit, capacity, counterparty }).flatMap(([column, value]) =>
      value === undefined ? [] : [`${column} = ${this.given(value)}`],
    );
  }

  /** @param state the one state of all rows, where they come in the order of their states */
  private select(table: string, where: readonly string[], key: string | undefined, state = ''): string {
    const { order } = this;
    const wanted = where.filter(Boolean);
    if (!order || key === undefined)
      return `(select 1 from ${table} where ${wanted.join(' and ') || 'true'} limit ${COUNTED_AT_MOST + 1})`;
    const oneState = this.byState && key !== 'state';
    if (order.after) wanted.push(oneState ? this.laterInState(state, order.after) : this.later(key, order.after));
    const by = [...new Set([key, 'trade_id'])].map((column) => `${column} ${direction(order)}`).join(', ');
    return `(select trade_id, ${oneState ? 'state' : key} as sort_key from ${table}
      where ${wanted.join(' and ') || 'true'} order by ${by} limit ${order.limit})`;
  }

  private later(key: string, after: readonly [string, string]): string {
    return this.beyond([], key, after);
  }

  private laterInKind(key: string, after: readonly [string, string]): string {
    return this.beyond(KIND, key, after);
  }

  private beyond(kind: readonly string[], key: string, [value, tradeId]: readonly [string, string]): string {
    const place = [...(key === 'trade_id' ? [] : [[key, value] as const]), ['trade_id', tradeId] as const];
    const columns = [...kind, ...place.map(([column]) => column)];
    const values = [...kind.map((column) => `a_${column}`), ...place.map(([, each]) => this.given(each))];
    return `(${columns.join(', ')}) ${this.order?.down ? '<' : '>'} (${values.join(', ')})`;
  }

  private laterInState(state: string, after: readonly [string, string]): string {
    if (state === after[0]) return this.later('trade_id', after);
    return state > after[0] === !this.order?.down ? 'true' : 'false';
  }
}
