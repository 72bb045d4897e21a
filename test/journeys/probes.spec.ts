import { setTimeout as sleep } from 'node:timers/promises';
import { frontOfficeTrade } from '#contracts';
import { houseUnderTest, type HouseUnderTest } from '#test/house';

describe('the probes of the house', () => {
  let under: HouseUnderTest;
  beforeAll(async () => {
    under = await houseUnderTest();
  });
  afterAll(() => under.close());

  const get = (path: string): Promise<Response> => fetch(under.house.api.url + path);

  it('show metrics of every service', async () => {
    const text = await (await get('/metrics')).text();
    for (const name of ['intake', 'reconciliation', 'confirmation', 'settlement', 'ledger', 'units'])
      expect(text).toContain(`asiento_parked_messages{service="${name}"} 0`);
  });

  it('say ready while all consumers work, and name the one that cannot, though the process lives', async () => {
    for (let attempt = 0; attempt < 100 && (await get('/readyz')).status !== 200; attempt++) await sleep(50);
    expect((await get('/readyz')).status).toBe(200);
    await under.house.admin.execute('revoke insert on intake.trade_version from asiento_intake');
    const trade = { action: 'CANCEL', tradeId: 'P-1', version: 1, sourceSystem: 'trial' };
    await under.house.bus.send([
      { topic: frontOfficeTrade.topic, key: 'P-1', time: '2026-06-15T08:00:00Z', body: JSON.stringify(trade) },
    ]);
    for (let attempt = 0; attempt < 200 && (await get('/readyz')).status === 200; attempt++) await sleep(50);
    const answer = await get('/readyz');
    expect(answer.status).toBe(503);
    const states = (await answer.json()) as { service: string; ready: boolean; lastError: string | null }[];
    expect(states.filter(({ ready }) => !ready)).toMatchObject([
      { service: 'intake', lastError: expect.stringContaining('permission denied') as string },
    ]);
    expect((await get('/livez')).status).toBe(200);
    const text = await (await get('/metrics')).text();
    expect(text).toMatch(
      /^asiento_batch_seconds_count\{service="intake",topic="front-office\.trades\.v1",outcome="failed"\} [1-9]/m,
    );
    expect(text).toMatch(/^asiento_consumer_failures\{service="intake"\} [1-9]/m);
    expect(text).toContain('asiento_consumer_state{service="intake",state="running"} 0');
    expect(text).toContain('asiento_ready{service="intake"} 0');
    expect(text).toContain('asiento_ready{service="ledger"} 1');

    await under.house.admin.execute('grant insert on intake.trade_version to asiento_intake');
    for (let attempt = 0; attempt < 300 && (await get('/readyz')).status !== 200; attempt++) await sleep(50);
    expect((await get('/readyz')).status).toBe(200);
    await under.quiet();
  });
});
