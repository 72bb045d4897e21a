import {
  frontOfficeTrade,
  type DeskProposalRow,
  type ParkedDetail,
  type ParkedRow,
  type Page,
  type TradeDetail,
} from '#contracts';
import { accountFor, holds } from '#apps/asiento';
import { spotTrade } from '#test/front-office-trades';
import { houseUnderTest, type HouseUnderTest } from '#test/house';

const bond = {
  product: 'bond',
  tradeDate: '2026-06-15',
  portfolio: 'BD-GOVERNMENT',
  counterparty: 'BRUMGB20',
  side: 'BUY',
  isin: 'ES0A51B00019',
  quantity: '1000000',
  price: '99.25',
  currency: 'EUR',
};

/** Message, and the field and rule that a clerk must be told. */
const BAD: readonly (readonly [what: string, body: (id: string) => string | Buffer, field: string, rule: RegExp])[] = [
  ['unreadable JSON', (id) => JSON.stringify(spotTrade(id)).slice(0, -9), '', /is not JSON/],
  [
    'a wrong type',
    (id) => JSON.stringify(spotTrade(id, {}, { soldAmount: 1085000 })),
    '/terms/soldAmount',
    /must be string/,
  ],
  [
    'an unknown currency',
    (id) => JSON.stringify(spotTrade(id, {}, { boughtCurrency: 'XQX' })),
    '/terms/boughtAmount',
    /not a currency of ISO 4217/,
  ],
  [
    'a withdrawn currency',
    (id) => JSON.stringify(spotTrade(id, {}, { boughtCurrency: 'HRK' })),
    '/terms/boughtAmount',
    /withdrawn after 2022-12-31/,
  ],
  [
    'a negative quantity',
    (id) => JSON.stringify(spotTrade(id, { terms: { ...bond, quantity: '-1000000' } })),
    '/terms/quantity',
    /greater than zero/,
  ],
  [
    'yen with decimals',
    (id) => JSON.stringify(spotTrade(id, {}, { soldCurrency: 'JPY', soldAmount: '170100000.50', rate: '170.1' })),
    '/terms/soldAmount',
    /more than the 0 decimals/,
  ],
  [
    'settlement before trade',
    (id) => JSON.stringify(spotTrade(id, { terms: { ...bond, settlementDate: '2026-06-12' } })),
    '/terms/settlementDate',
    /before the trade date/,
  ],
  [
    'a trade date at the end of the calendar, from where no spot date can be counted',
    (id) => JSON.stringify(spotTrade(id, {}, { tradeDate: '9999-12-31' })),
    '/terms/tradeDate',
    /must match pattern "\^\(19\|20\|21\)"/,
  ],
  ['no object at all', () => 'null', '', /must be object/],
  [
    'a prototype',
    (id) => JSON.stringify(spotTrade(id)).replace('{', '{"__proto__":{"admin":true},'),
    '/__proto__',
    /forbidden/,
  ],
  ['10 MB', (id) => JSON.stringify(spotTrade(id, { note: 'x'.repeat(10_485_760) })), '', /larger than 1048576 bytes/],
  [
    'bytes that are not UTF-8',
    (id) => Buffer.concat([Buffer.from(JSON.stringify(spotTrade(id)).slice(0, -1)), Buffer.from([0xff, 0x00, 0x7d])]),
    '',
    /not valid UTF-8/,
  ],
  [
    'a rate that does not explain the amounts',
    (id) => JSON.stringify(spotTrade(id, {}, { rate: '1.0950' })),
    '/terms/rate',
    /does not explain/,
  ],
  [
    'a client trade without its client',
    (id) => JSON.stringify(spotTrade(id, { terms: { ...bond, capacity: 'client' } })),
    '/terms/beneficialOwner',
    /no client of the house/,
  ],
];

describe('bad input', () => {
  let under: HouseUnderTest;
  const time = '2026-06-15T08:00:00Z';
  const send = (tradeId: string, body: string | Buffer): Promise<void> =>
    under.house.bus.send([{ topic: frontOfficeTrade.topic, key: tradeId, time, body }]);
  const queue = async (): Promise<readonly ParkedRow[]> =>
    (await under.house.api.get<Page<ParkedRow>>('/api/intake/parked?limit=500')).rows;
  const of = async (tradeId: string): Promise<ParkedDetail> => {
    const row = (await queue()).find(({ key }) => key === tradeId);
    if (!row) throw new Error(`nothing of ${tradeId} is in the queue`);
    return under.house.api.get(`/api/intake/parked/${row.parkedMessageId}`);
  };

  beforeAll(async () => {
    under = await houseUnderTest();
    // Bad and good ones in one stretch: neighbours share their batch.
    await under.house.bus.send(
      BAD.flatMap(([, body], index) => [
        { topic: frontOfficeTrade.topic, key: `GOOD-${index}`, time, body: JSON.stringify(spotTrade(`GOOD-${index}`)) },
        { topic: frontOfficeTrade.topic, key: `BAD-${index}`, time, body: body(`BAD-${index}`) },
      ]),
    );
    await under.quiet();
  });
  afterAll(() => under.close());

  it.each(BAD.map(([what, body, field, rule], index) => ({ what, body, field, rule, index })))(
    '$what waits in the repair queue with its reason and its original',
    async ({ body, field, rule, index }) => {
      const detail = await of(`BAD-${index}`);
      const fault = detail.faults.find((one) => one.field === field);
      expect(fault?.rule).toMatch(rule);
      expect(fault?.remedy).not.toBe('');
      const original = body(`BAD-${index}`);
      if (typeof original === 'string' && original.length < 1_048_576) expect(detail.body).toBe(original);
    },
  );

  it('leaves its neighbours unharmed', async () => {
    for (const index of BAD.keys())
      expect((await under.house.api.get<TradeDetail>(`/api/intake/trades/GOOD-${index}`)).row.state).toBe('ENRICHED');
  });

  it('an amendment of a trade nobody knows waits for its first version, and follows when that comes', async () => {
    await send('LATER', JSON.stringify(spotTrade('LATER', { action: 'AMEND', version: 2 })));
    await under.quiet();
    expect((await queue()).find(({ key }) => key === 'LATER')).toMatchObject({
      kind: 'waiting',
      faults: [{ rule: 'waits for version 1' }],
    });
    await send('LATER', JSON.stringify(spotTrade('LATER')));
    await under.quiet();
    expect((await under.house.api.get<TradeDetail>('/api/intake/trades/LATER')).row.version).toBe(2);
    expect((await queue()).some(({ key }) => key === 'LATER')).toBe(false);
  });

  it('repaired wrongly it is refused again with the new reason and stays in the queue', async () => {
    const { parkedMessageId } = await of('BAD-2');
    const body = JSON.stringify(spotTrade('BAD-2', {}, { portfolio: 'NOWHERE' }));
    const clerk = await under.as('nerea', 'clerk');
    const proposed = await clerk.post<DeskProposalRow>(`/api/intake/parked/${parkedMessageId}/resubmit`, {
      body,
      reason: 'a first try',
    });
    await expect(under.approve('intake', proposed)).rejects.toThrow(/is no portfolio/);
    expect((await of('BAD-2')).decisions).toHaveLength(1);
  });

  it('repaired by a body of a million characters it is proposed whole', async () => {
    const { parkedMessageId } = await of('BAD-2');
    const clerk = await under.as('nerea', 'clerk');
    const body = JSON.stringify(spotTrade('BAD-2', {}, { portfolio: 'X'.repeat(1_000_000) }));
    const path = `/api/intake/parked/${parkedMessageId}/resubmit`;
    const proposed = await clerk.post<DeskProposalRow>(path, { body, reason: 'as it came' });
    expect(proposed.content).toEqual({ body });
    const withdraw = `/api/intake/desk-proposals/${proposed.proposalId}/withdraw`;
    expect(await clerk.post<DeskProposalRow>(withdraw, { reason: 'too long' })).toMatchObject({ state: 'withdrawn' });
  });

  it.each([0, 2, 4, 6])('repaired and resubmitted it takes effect once (case %i)', async (index) => {
    const id = `BAD-${index}`;
    const { parkedMessageId } = await of(id);
    const act = { body: JSON.stringify(spotTrade(id)), reason: 'typing error of the desk' };
    const clerk = await under.as('nerea', 'clerk');
    const path = `/api/intake/parked/${parkedMessageId}/resubmit`;
    expect(await under.approve('intake', await clerk.post<DeskProposalRow>(path, act))).toMatchObject({
      state: 'approved',
    });
    const done = await clerk.get<ParkedDetail>(`/api/intake/parked/${parkedMessageId}`);
    expect(done).toMatchObject({ state: 'resubmitted', proposal: null });
    expect(done.decisions.at(-1)).toMatchObject({
      actor: 'nerea',
      approver: 'ingrid',
      reason: 'typing error of the desk',
      outcome: 'used, 1 message',
    });
    await expect(clerk.post(path, act)).rejects.toThrow(/not parked/);
    await under.quiet();
    expect((await under.house.api.get<TradeDetail>(`/api/intake/trades/${id}`)).row.state).toBe('ENRICHED');
  });

  it('everything is accounted for in the end', async () => {
    await under.quiet();
    expect(holds(await accountFor(under.house))).toBe(true);
  });
});
