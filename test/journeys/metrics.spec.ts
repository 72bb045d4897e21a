import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '#platform/database';
import { playThrough } from '#test/day';
import { houseUnderTest, type HouseUnderTest } from '#test/house';

/** A line of the page: name, labels, value. */
type Sample = readonly [name: string, labels: string, value: number];

describe('what operators see of a house after a day with trouble', () => {
  let under: HouseUnderTest;
  let admin: Database;
  beforeAll(async () => {
    under = await houseUnderTest();
    admin = under.house.admin;
    await playThrough(under.house, { seed: 'metrics', trades: 300, trouble: 'heavy' });
  }, 120_000);
  afterAll(() => under.close());

  async function page(): Promise<Sample[]> {
    const answer = await fetch(`${under.house.api.url}/metrics`);
    expect(answer.status).toBe(200);
    return [...(await answer.text()).matchAll(/^(asiento_\w+?)(?:\{(.*)\})? (\S+)$/gm)].map(
      ([, name = '', labels = '', value = '']) => [name, labels, Number.parseFloat(value)],
    );
  }

  /** The values of one metric, by its labels as they stand on the page. */
  async function shown(metric: string): Promise<Record<string, number>> {
    const samples = (await page()).filter(([name]) => name === metric);
    return Object.fromEntries(samples.map(([, labels, value]) => [labels, value]));
  }

  async function counted(sql: string): Promise<Record<string, number>> {
    const rows = await admin.rows<{ label: string; value: number }>(sql);
    return Object.fromEntries(rows.map(({ label, value }) => [label, value]));
  }

  it('counts open breaks by kind as the books of reconciliation do, and says 0 where there is none', async () => {
    const stored = await counted(
      `select kind as label, count(*)::int as value from reconciliation.break where state = 'open' group by kind`,
    );
    expect(Object.keys(stored).length).toBeGreaterThan(0);
    const kinds = ['economics', 'missing-front', 'missing-middle'];
    expect(await shown('asiento_open_breaks')).toEqual(
      Object.fromEntries(kinds.map((kind) => [`service="reconciliation",kind="${kind}"`, stored[kind] ?? 0])),
    );
    await admin.execute(
      `update reconciliation.break set state = 'closed', outcome = 'agreed' where kind = 'economics'`,
    );
    expect((await shown('asiento_open_breaks'))['service="reconciliation",kind="economics"']).toBe(0);
    expect((await shown('asiento_oldest_break_age_seconds'))['service="reconciliation",kind="economics"']).toBe(0);
  });

  it('tells how long the oldest break has been open', async () => {
    await admin.execute(
      `insert into reconciliation.break (break_id, trade_id, kind, state, reason, comparison, counterparty, opened_at)
       values (gen_random_uuid(), 'OLD', 'economics', 'open', '', '[]', '', to_char(now() - interval '1 hour', 'YYYY-MM-DD"T"HH24:MI:SSOF'))`,
    );
    const age = (await shown('asiento_oldest_break_age_seconds'))['service="reconciliation",kind="economics"'];
    expect(age).toBeGreaterThan(3_590);
    expect(age).toBeLessThan(3_660);
  });

  it('counts the journals of every book, and the obligations in every state', async () => {
    expect(await shown('asiento_journals_posted')).toEqual(
      await counted(
        `select format('service="ledger",book="%s"', book) as label, count(*)::int as value from ledger.journal group by book`,
      ),
    );
    const states = await shown('asiento_obligations');
    expect(states['service="settlement",state="SETTLED"']).toBeGreaterThan(0);
    expect(Object.values(states).reduce((sum, count) => sum + count, 0)).toBe(
      (await counted(`select 'all' as label, count(*)::int as value from settlement.obligation`))['all'],
    );
  });

  it('shows every topic that a service hears with its lag, 0 included, and every consumer in one state', async () => {
    await under.quiet();
    for (let attempt = 0; attempt < 100; attempt++) {
      if (Object.values(await shown('asiento_lag_messages')).every((lag) => lag === 0)) break;
      await sleep(50);
    }
    const lag = await shown('asiento_lag_messages');
    expect(lag['service="ledger",topic="settlement.obligation-settled.v1"']).toBe(0);
    expect(Object.keys(lag).filter((labels) => labels.startsWith('service="intake"'))).toHaveLength(14);
    const states = await shown('asiento_consumer_state');
    expect(states['service="units",state="running"']).toBe(1);
    expect(Object.values(states).reduce((sum, one) => sum + one, 0)).toBe(7);
    expect(Object.values(await shown('asiento_consumer_failures'))).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it('counts messages set aside, and how long a person has let them wait', async () => {
    const parked = await counted(
      `select 'intake' as label, count(*)::int as value from intake.parked_message where state = 'parked'`,
    );
    expect(parked['intake']).toBeGreaterThan(0);
    expect((await shown('asiento_parked_messages'))['service="intake"']).toBe(parked['intake']);
    await admin.execute(`update intake.parked_message set parked_at = now() - interval '1 day'`);
    expect((await shown('asiento_parked_oldest_age_seconds'))['service="intake"']).toBeGreaterThan(86_000);
    expect((await shown('asiento_parked_oldest_age_seconds'))['service="gateway"']).toBe(0);
    await admin.execute(`update intake.parked_message set state = 'discarded'`);
    expect((await shown('asiento_parked_messages'))['service="intake"']).toBe(0);
    expect((await shown('asiento_parked_oldest_age_seconds'))['service="intake"']).toBe(0);
  });

  it('tells how much waits in an outbox, and for how long', async () => {
    expect((await shown('asiento_outbox_messages'))['service="ledger"']).toBe(0);
    expect((await shown('asiento_outbox_age_seconds'))['service="ledger"']).toBe(0);
    await admin.execute(
      `insert into ledger.outbox (topic, key, sent_at, body, written_at)
       select 'ledger.journal-posted.v1', 'K', '', '', now() - interval '10 minutes' from generate_series(1, 3)`,
    );
    expect((await shown('asiento_outbox_messages'))['service="ledger"']).toBe(3);
    expect((await shown('asiento_outbox_age_seconds'))['service="ledger"']).toBeGreaterThan(599);
    await admin.execute('delete from ledger.outbox');
  });

  it('counts batches with their durations, and the messages in them', async () => {
    const label = 'service="intake",topic="front-office.trades.v1"';
    expect((await shown('asiento_batch_seconds_count'))[`${label},outcome="handled"`]).toBeGreaterThan(0);
    const [row] = await admin.rows<{ handled: number }>(
      `select next_offset::int as handled from intake.consumer_position where topic = 'front-office.trades.v1'`,
    );
    expect((await shown('asiento_batch_messages_total'))[label]).toBe(row?.handled);
  });

  it('says what runs', async () => {
    const [label] = Object.keys(await shown('asiento_build_info'));
    expect(label).toMatch(/^version="\d+\.\d+\.\d+",node="\d+\.\d+\.\d+"$/);
  });

  describe('of the cut-offs', () => {
    async function afterTick(kind: string, day = 'current_date'): Promise<Record<string, number>> {
      await admin.execute(`update settlement.clock set business_date = ${day}, kind = $1`, [kind]);
      return shown('asiento_seconds_to_cut_off');
    }
    const matching = 'service="settlement",cut_off="matching"';
    const settlement = 'service="settlement",cut_off="settlement"';

    it('sees both ahead in the morning, half an hour apart, and counts down to them', async () => {
      const ahead = await afterTick('start-of-day');
      expect(Object.keys(ahead).sort()).toEqual([matching, settlement]);
      expect((ahead[settlement] ?? 0) - (ahead[matching] ?? 0)).toBeCloseTo(1_800, 0);
      const due = new Date();
      due.setUTCHours(18, 0, 0, 0);
      expect(Math.abs((ahead[matching] ?? 0) - (due.getTime() - Date.now()) / 1_000)).toBeLessThan(5);
    });

    it('forgets a cut-off once it has been struck', async () => {
      expect(Object.keys(await afterTick('matching-cut-off'))).toEqual([settlement]);
      expect(Object.keys(await afterTick('settlement-cut-off'))).toEqual([]);
      expect(Object.keys(await afterTick('end-of-day'))).toEqual([]);
    });

    it('goes below zero while one is due and nobody has struck it', async () => {
      expect((await afterTick('start-of-day', `current_date - 1`))[settlement]).toBeLessThan(0);
    });
  });

  // Last: what is locked here keeps the service from its work.
  it('leaves out the figures of a service whose database hangs, in time, and shows the others', async () => {
    const held = await admin.session();
    await held.execute('begin');
    await held.execute('lock table settlement.tally in access exclusive mode');
    const began = Date.now();
    const samples = await page();
    expect(Date.now() - began).toBeLessThan(5_000);
    const asking = await admin.rows(
      `select from pg_stat_activity where wait_event_type = 'Lock' and usename = 'asiento_settlement'`,
    );
    expect(asking).toHaveLength(0);
    await held.execute('rollback');
    await held.release();
    const value = (metric: string, service: string): number | undefined =>
      samples.find(([name, labels]) => name === metric && labels.startsWith(`service="${service}"`))?.[2];
    expect(value('asiento_figures_read', 'settlement')).toBe(0);
    expect(value('asiento_obligations', 'settlement')).toBeUndefined();
    expect(value('asiento_parked_messages', 'settlement')).toBeUndefined();
    expect(value('asiento_figures_read', 'ledger')).toBe(1);
    expect(value('asiento_parked_messages', 'ledger')).toBe(0);
    expect((await shown('asiento_figures_read'))['service="settlement"']).toBe(1);
  });
});
