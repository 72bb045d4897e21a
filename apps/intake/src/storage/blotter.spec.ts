import type { Page, TradeRow } from '#contracts';
import { FINAL, states } from '#domain/life-cycle';
import { intakeUnderTest, type IntakeUnderTest } from '#test/intake-desk';

type Query = Readonly<Record<string, string>>;
type Known = Pick<
  TradeRow,
  'tradeId' | 'state' | 'product' | 'unit' | 'capacity' | 'counterparty' | 'instrument' | 'settlementDate'
>;

const FEW = 60;
const MANY = 10_001;

let intake: IntakeUnderTest;
let few: Known[];

beforeAll(async () => {
  intake = await intakeUnderTest();
  await intake.db.execute(
    `insert into intake.trade (trade_id, state, product, unit, capacity, counterparty, instrument, settlement_date, updated_at)
     select 'F' || lpad(n::text, 3, '0'), ($2::text[])[1 + n % cardinality($2)],
       (array['equity', 'bond', 'deposit', ''])[1 + n % 4], case when n % 4 = 3 then '' else (array['risk', 'debt'])[1 + n / 4 % 2] end,
       case when n % 4 = 3 then '' else (array['house', 'client'])[1 + n / 3 % 2] end, (array['AAA', 'BBB', 'CCC'])[1 + n / 2 % 3],
       case when n % 5 = 0 then 'F01' else 'ISIN' || n % 3 end, '2026-06-' || 15 + n % 7, '2026-06-15T09:00:00Z'
     from generate_series(1, $1) as n`,
    [FEW, states],
  );
  few = await readFew();
}, 120_000);
afterAll(() => intake.close());

async function readFew(): Promise<Known[]> {
  return intake.db.rows<Known>(
    `select trade_id as "tradeId", state, product, unit, capacity, counterparty, instrument, settlement_date as "settlementDate"
     from intake.trade where trade_id like 'F%'`,
  );
}

async function walked(query: Query): Promise<{ ids: string[]; totals: Set<number> }> {
  const ids: string[] = [];
  const totals = new Set<number>();
  let cursor: string | undefined;
  do {
    const asked = new URLSearchParams({ limit: '7', ...query, ...(cursor ? { cursor } : {}) });
    const page = await intake.get<Page<TradeRow>>(`/api/intake/trades?${asked}`);
    ids.push(...page.rows.map(({ tradeId }) => tradeId));
    totals.add(page.total);
    cursor = page.next;
  } while (cursor);
  return { ids, totals };
}

/** The same answer without a database. */
function expected({ state, search, sort = 'tradeId', order, ...fields }: Query): string[] {
  const key = sort as keyof Known;
  const before = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
  const found = few
    .filter((row) =>
      state === undefined
        ? true
        : state === 'open'
          ? ![...FINAL, 'FAILING'].includes(row.state as never)
          : row.state === state,
    )
    .filter((row) => Object.entries(fields).every(([name, value]) => row[name as keyof Known] === value))
    .filter((row) => search === undefined || row.tradeId.startsWith(search) || row.instrument === search)
    .sort((a, b) => before(a[key], b[key]) || before(a.tradeId, b.tradeId))
    .map(({ tradeId }) => tradeId);
  return order === 'desc' ? found.reverse() : found;
}

const ORDERS: readonly Query[] = ['tradeId', 'settlementDate', 'counterparty', 'state'].flatMap((sort) =>
  ['asc', 'desc'].map((order) => ({ sort, order })),
);

const FILTERS: readonly Query[] = [
  {},
  { state: 'open' },
  { state: 'SETTLED' },
  { state: 'FAILING' },
  { product: 'equity' },
  { unit: 'risk' },
  { capacity: 'client', state: 'CANCELLED' },
  { product: 'bond', unit: 'debt', capacity: 'house' },
  { product: 'deposit', state: 'open' },
  { counterparty: 'BBB' },
  { counterparty: 'BBB', unit: 'risk', state: 'SETTLED' },
  { search: 'F01' },
  { search: 'F01', state: 'SETTLED' },
  { search: 'ISIN1', counterparty: 'AAA' },
];

describe('the blotter', () => {
  it.each(FILTERS)('shows the trades that fit %j, each once, in every order, and counts them', async (filter) => {
    for (const order of ORDERS) {
      const query = { ...filter, ...order };
      const ids = expected(query);
      expect(await walked(query)).toEqual({ ids, totals: new Set([ids.length]) });
    }
  });

  it('follows a trade that ends, one whose settlement the market reverses, and one that is amended', async () => {
    const [matched] = few.filter(({ state }) => state === 'MATCHED');
    const [reversed, amended] = few.filter(({ state }) => state === 'SETTLED');
    await intake.db.execute(
      `update intake.trade set state = 'SETTLED', way = '{MATCHED,SETTLED}' where trade_id = $1`,
      [matched?.tradeId],
    );
    await intake.db.execute(
      `update intake.trade set state = 'FAILING', way = '{SETTLED,FAILING}' where trade_id = $1`,
      [reversed?.tradeId],
    );
    await intake.db.execute(`update intake.trade set counterparty = 'DDD' where trade_id = $1`, [amended?.tradeId]);
    few = await readFew();
    const filters: readonly Query[] = [{}, { state: 'SETTLED' }, { state: 'FAILING' }, { counterparty: 'DDD' }];
    for (const filter of filters) expect((await walked(filter)).ids).toEqual(expected(filter));
  });

  it('counts up to ten thousand trades, and says so when there are more', async () => {
    await intake.db.execute(
      `insert into intake.trade (trade_id, state, product, unit, capacity, updated_at)
       select 'M' || n, 'SETTLED', 'fx-swap', 'treasury', 'house', '2026-06-15T09:00:00Z' from generate_series(1, $1) as n`,
      [MANY],
    );
    const page = (query: string) => intake.get<Page<TradeRow>>(`/api/intake/trades?limit=1&${query}`);
    expect(await page('product=fx-swap')).toMatchObject({ total: 10_000, moreThanTotal: true });
    await intake.db.execute(`delete from intake.ended_trade where trade_id = 'M1'`);
    const exact = await page('product=fx-swap');
    expect(exact.total).toBe(10_000);
    expect(exact).not.toHaveProperty('moreThanTotal');
  });
});
