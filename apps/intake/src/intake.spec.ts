import {
  frontOfficeTrade,
  middleOfficeTrade,
  versionWithdrawn,
  type IntakeSummary,
  type Page,
  type ParkedRow,
} from '#contracts';
import { idOf } from '#domain/identity';
import { spotTerms } from '#test/front-office-trades';
import {
  AMEND,
  AMEND_BOOK,
  bodyOf,
  CANCEL,
  intakeUnderTest,
  NEW,
  shares,
  type Captured,
  type IntakeUnderTest,
  type OfficeMessage,
} from '#test/intake-desk';

let intake: IntakeUnderTest;

beforeAll(async () => {
  intake = await intakeUnderTest();
}, 120_000);
afterAll(() => intake.close());

/** One trade under its own id, its messages in the given order. */
async function arrive(tradeId: string, ...messages: readonly OfficeMessage[]): Promise<void> {
  await intake.send(
    frontOfficeTrade,
    messages.map((message) => ({ key: tradeId, body: bodyOf(tradeId, message) })),
  );
  await intake.quiet();
}

/** What is said, without what a copy of the trade under another id cannot have in common. */
const told = (events: readonly Captured[]) =>
  events.map(({ side, version, action, amendment, replaces, trade }) => ({
    side,
    version,
    action,
    amendment,
    replaces,
    trade,
  }));

const ordersOf = <Item>(items: readonly Item[]): Item[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item, index) =>
        ordersOf(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
      );

const named = (orders: readonly OfficeMessage[][]) =>
  orders.map((messages) => ({
    order: messages.map(({ action, version }) => `${action} ${version}`).join(', '),
    messages,
  }));

const withoutId = (lines: readonly string[], tradeId: string): string[] =>
  lines.map((line) => line.replaceAll(tradeId, 'TRADE'));

describe('the versions of a trade', () => {
  const parked = async (): Promise<readonly ParkedRow[]> =>
    (await intake.get<Page<ParkedRow>>('/api/intake/parked?limit=500')).rows;

  it.each(named(ordersOf([NEW, AMEND, AMEND_BOOK])))(
    'arriving as $order, each twice, are told once, in their order, and end in one state',
    async ({ order, messages }) => {
      const tradeId = idOf('amended', order);
      await arrive(tradeId, ...messages, ...messages.toReversed());
      expect(told(await intake.captured(tradeId))).toMatchObject([
        { version: 1, action: 'NEW', amendment: null, replaces: null, trade: { price: '50.00', book: 'house.risk' } },
        { version: 2, action: 'AMEND', amendment: 'economic', replaces: 1, trade: { price: '51.00' } },
        { version: 3, action: 'AMEND', amendment: 'internal', replaces: 2, trade: { portfolio: 'EQ-WORLD' } },
      ]);
      expect(withoutId(await intake.stateOf(tradeId), tradeId)).toEqual(['intake.trade|TRADE|3|f|0|f|ENRICHED']);
    },
  );

  it.each(named(ordersOf([NEW, AMEND, CANCEL])))(
    'arriving as $order, each twice, end cancelled, with the cancellation told once and last',
    async ({ order, messages }) => {
      const tradeId = idOf('cancelled', order);
      await arrive(tradeId, ...messages, ...messages.toReversed());
      const events = await intake.captured(tradeId);
      expect(events.at(-1)).toMatchObject({ version: 3, action: 'CANCEL', trade: null });
      const [captured] = events;
      if (captured && captured.action === 'NEW')
        await intake.tell(versionWithdrawn, {
          eventId: idOf('withdrawn', tradeId),
          tradeId,
          version: events.at(-1)?.replaces ?? 1,
          by: 'CANCEL',
          nextVersion: 3,
          next: null,
          settled: [],
          occurredAt: '2026-06-15T09:00:00Z',
        });
      await intake.quiet();
      expect(withoutId(await intake.stateOf(tradeId), tradeId)).toEqual(['intake.trade|TRADE|3|t|0|f|CANCELLED']);
    },
  );

  it('wait for one that is missing, and are counted as waiting until it comes', async () => {
    const before = await intake.get<IntakeSummary>('/api/intake/summary');
    await arrive('GAP', NEW, AMEND_BOOK);
    await arrive('GAP-ONLY', AMEND);
    const during = await intake.get<IntakeSummary>('/api/intake/summary');
    expect(during.waitingMessages - before.waitingMessages).toBe(2);
    expect([during.tradesIn - before.tradesIn, during.trades.parked - before.trades.parked]).toEqual([2, 1]);
    const waiting = new Map((await parked()).map((row) => [row.key, row]));
    expect(waiting.get('GAP')).toMatchObject({
      kind: 'waiting',
      faults: [{ field: '/version', value: '3', rule: 'waits for version 2' }],
    });
    expect(waiting.get('GAP-ONLY')).toMatchObject({
      kind: 'waiting',
      faults: [{ value: '2', rule: 'waits for version 1' }],
    });
    expect((await intake.captured('GAP')).map(({ version }) => version)).toEqual([1]);
    await arrive('GAP', AMEND);
    await arrive('GAP-ONLY', NEW);
    expect((await intake.captured('GAP')).map(({ version }) => version)).toEqual([1, 2, 3]);
    expect((await intake.get<IntakeSummary>('/api/intake/summary')).waitingMessages).toBe(before.waitingMessages);
  });

  it('are all void when the cancellation comes first: a tombstone that nothing brings back to life', async () => {
    await arrive('TOMB', CANCEL);
    expect(await intake.stateOf('TOMB')).toEqual(['intake.trade|TOMB|3|t|0|f|CANCELLED']);
    await arrive('TOMB', NEW, AMEND, { ...AMEND, version: 4 });
    expect(told(await intake.captured('TOMB'))).toEqual([
      { side: 'front', version: 3, action: 'CANCEL', amendment: null, replaces: null, trade: null },
    ]);
    expect(await intake.stateOf('TOMB')).toEqual(['intake.trade|TOMB|3|t|0|f|CANCELLED']);
  });

  it('that come too late are kept as history and change nothing', async () => {
    await arrive('LATE', NEW, CANCEL);
    await arrive('LATE', AMEND);
    expect(
      await intake.db.rows(`select version, status from intake.trade_version where trade_id = 'LATE' order by version`),
    ).toEqual([
      { version: 1, status: 'superseded' },
      { version: 2, status: 'history' },
      { version: 3, status: 'current' },
    ]);
    expect((await intake.captured('LATE')).map(({ version }) => version)).toEqual([1, 3]);
  });

  it('of the two offices are kept apart, the terms of the front office standing', async () => {
    await intake.send(middleOfficeTrade, [
      { key: 'SIDES', body: bodyOf('SIDES', { ...NEW, terms: { ...shares, price: '49.00' } }) },
    ]);
    await intake.quiet();
    expect(await intake.get('/api/intake/trades/SIDES')).toMatchObject({
      row: { state: 'CAPTURED', price: '49.00', reason: 'waits for the front office' },
    });
    await arrive('SIDES', NEW);
    expect(await intake.get('/api/intake/trades/SIDES')).toMatchObject({
      row: { state: 'ENRICHED', price: '50.00', reason: 'waits for the comparison' },
    });
    expect(await intake.stateOf('SIDES')).toEqual(['intake.trade|SIDES|1|f|1|f|ENRICHED']);
  });

  it('with the number of one that is known but other content are set aside, and the first stands', async () => {
    await arrive('CONFLICT', NEW, { ...NEW, terms: { ...shares, price: '99.00' } });
    const row = (await parked()).find(({ key }) => key === 'CONFLICT');
    expect(row?.faults).toEqual([
      {
        field: '',
        value: 'CONFLICT|1',
        rule: 'arrived before with other content; the first stands',
        remedy: 'Send the change as a new version.',
      },
    ]);
    expect(await intake.get('/api/intake/trades/CONFLICT')).toMatchObject({ row: { version: 1, price: '50.00' } });
    await arrive('CONFLICT', AMEND);
    expect((await intake.captured('CONFLICT')).map(({ version }) => version)).toEqual([1, 2]);
  });

  it.each([
    ['a NEW of version 2', { ...NEW, version: 2 }, 'a NEW has version 1'],
    ['an AMEND of version 1', { ...AMEND, version: 1 }, 'an AMEND has version 2 or higher'],
  ])('cannot be %s', async (what, message, rule) => {
    const tradeId = idOf('wrong', what);
    await arrive(tradeId, message);
    expect((await parked()).find(({ key }) => key === tradeId)?.faults).toMatchObject([{ field: '/version', rule }]);
  });

  it.each([
    [
      'an unknown counterparty',
      { counterparty: 'NOBODY00' },
      '/terms/counterparty',
      'NOBODY00',
      'is no party of the standing data',
    ],
    [
      'an instrument that nobody has set up',
      { isin: 'ES0A51E00997' },
      '/terms/isin',
      'ES0A51E00997',
      'is no instrument of the standing data',
    ],
    [
      'a mistyped instrument',
      { isin: 'ES0A51E00014' },
      '/terms/isin',
      'ES0A51E00014',
      'has a wrong check digit (ISO 6166)',
    ],
    [
      'another currency than the instrument has',
      { currency: 'USD' },
      '/terms/currency',
      'USD',
      'is not EUR, the currency of ES0A51E00013',
    ],
    ['a negative quantity', { quantity: '-1000' }, '/terms/quantity', '-1000', 'must be greater than zero'],
    [
      'a settlement before the trade',
      { settlementDate: '2026-06-12' },
      '/terms/settlementDate',
      '2026-06-12',
      'is before the trade date 2026-06-15',
    ],
    [
      'a currency that does not exist',
      { ...spotTerms, boughtCurrency: 'XQX' },
      '/terms/boughtAmount',
      '1000000.00 XQX',
      'XQX is not a currency of ISO 4217',
    ],
  ])(
    'with %s are set aside with field, value, rule and remedy, their neighbours untouched',
    async (what, wrong, field, value, rule) => {
      const id = idOf('refused', what);
      await intake.send(
        frontOfficeTrade,
        [`${id}:A`, id, `${id}:B`].map((key) => ({
          key,
          body: bodyOf(key, key === id ? { ...NEW, terms: 'product' in wrong ? wrong : { ...shares, ...wrong } } : NEW),
        })),
      );
      await intake.quiet();
      const [row, ...more] = (await parked()).filter(({ key }) => key.startsWith(id));
      expect(more).toEqual([]);
      expect(row).toMatchObject({ key: id, kind: 'parked' });
      const fault = row?.faults.find((one) => one.field === field);
      expect(fault).toMatchObject({ value, rule });
      expect(fault?.remedy).not.toBe('');
      expect(await intake.captured(id)).toEqual([]);
      for (const neighbour of [`${id}:A`, `${id}:B`])
        expect(await intake.stateOf(neighbour)).toEqual([`intake.trade|${neighbour}|1|f|0|f|ENRICHED`]);
    },
  );
});
