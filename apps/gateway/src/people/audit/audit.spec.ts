import { setTimeout as sleep } from 'node:timers/promises';
import type { AuditCheck, AuditRow, Page } from '#contracts';
import { startPeopleDesk, type Browser, type PeopleDesk } from '#test/people-desk';

let desk: PeopleDesk;
let carla: Browser;
let olga: Browser;
beforeAll(async () => {
  desk = await startPeopleDesk();
  carla = await desk.founder('carla', ['clerk']);
  olga = await desk.founder('olga', ['auditor']);
});
afterAll(() => desk.stop());

const check = async (): Promise<AuditCheck> => (await olga.get<AuditCheck>('/api/gateway/audit-log/check')).body;

describe('the audit log', () => {
  it('tells who read what, who acted, and who was refused', async () => {
    const before = (await desk.audit()).length;
    await carla.get('/api/intake/trades?state=open');
    await carla.post('/api/ledger/decisions');
    await carla.post('/api/units/x');
    await carla.get('/api/gateway/audit-log');
    await carla.get('/api/gateway/session');
    await Object.assign(desk.browser(), { cookies: carla.cookies }).post('/api/intake/x');
    const told = (await desk.audit()).slice(before);
    expect(told).toHaveLength(5);
    expect(told).toEqual(
      expect.arrayContaining([
        { actor: 'carla', act: 'read', object: '/api/intake/trades?state=open', detail: 'GET 200' },
        { actor: 'carla', act: 'acted', object: '/api/ledger/decisions', detail: 'POST 200' },
        { actor: 'carla', act: 'refused', object: '/api/units/x', detail: 'POST 503' },
        { actor: 'carla', act: 'refused', object: '/api/gateway/audit-log', detail: 'GET 403' },
        { actor: 'carla', act: 'refused', object: '/api/intake/x', detail: 'POST 403' },
      ]),
    );
  });

  it('tells of a page that asks for the same again and again once in five minutes, and of everything else each time', async () => {
    const reads = async (): Promise<number> =>
      (await desk.audit()).filter(({ object }) => object === '/api/intake/refreshed?page=1').length;
    for (let times = 0; times < 5; times++) await carla.get('/api/intake/refreshed?page=1');
    expect(await reads()).toBe(1);
    await olga.get('/api/intake/refreshed?page=1');
    expect(await reads()).toBe(2);
    desk.clock.now += 300_000;
    await carla.get('/api/intake/refreshed?page=1');
    expect(await reads()).toBe(3);
  });

  it('has an act written down before its answer ends', async () => {
    await carla.post('/api/intake/before-the-end');
    const rows = await desk.superuser.rows(
      `select from gateway.audit_log where object = '/api/intake/before-the-end' and act = 'acted'`,
    );
    expect(rows).toHaveLength(1);
  });

  it('reports no success of an act that it could not write down', async () => {
    await desk.superuser.execute('alter function gateway.write_audit rename to lost');
    try {
      await expect(carla.post('/api/intake/x')).rejects.toThrow(/fetch failed|terminated/);
      expect((await desk.browser().signIn('carla')).status).toBe(500);
    } finally {
      await desk.superuser.execute('alter function gateway.lost rename to write_audit');
    }
  });

  it.each(['/api/intake/slow', '/api/ledger/slow'])(
    'has an act at %s of whoever hangs up before the answer, once',
    async (path) => {
      const before = (await desk.audit()).length;
      desk.heard.splice(0);
      const leaving = new AbortController();
      const act = fetch(desk.url + path, {
        method: 'POST',
        signal: leaving.signal,
        headers: {
          cookie: `__Host-asiento=${carla.cookies.get('__Host-asiento')}`,
          'x-asiento-csrf': carla.csrf ?? '',
        },
      });
      while (desk.heard.length === 0) await sleep(10);
      leaving.abort();
      await expect(act).rejects.toThrow(/abort/);
      await sleep(500);
      expect((await desk.audit()).slice(before)).toEqual([
        { actor: 'carla', act: 'acted', object: path, detail: 'POST cut off' },
      ]);
    },
  );

  it('keeps what was read while it could not be written, and writes it afterwards', async () => {
    await desk.superuser.execute('alter function gateway.write_audit rename to lost');
    try {
      expect((await carla.get('/api/intake/read-meanwhile')).status).toBe(200);
      await expect(desk.audit()).rejects.toThrow(/write_audit/);
    } finally {
      await desk.superuser.execute('alter function gateway.lost rename to write_audit');
    }
    expect(await desk.audit()).toContainEqual(expect.objectContaining({ object: '/api/intake/read-meanwhile' }));
  });

  it('is read by those who watch over others, newest first and page by page, and by nobody else', async () => {
    for (let read = 0; read < 5; read++) await carla.get(`/api/intake/page-${read}`);
    await desk.audit();
    const first = await olga.get<Page<AuditRow>>('/api/gateway/audit-log?actor=carla&act=read&limit=3');
    expect(first.body.rows.map(({ object }) => object)).toEqual([4, 3, 2].map((page) => `/api/intake/page-${page}`));
    const second = await olga.get<Page<AuditRow>>(
      `/api/gateway/audit-log?actor=carla&act=read&limit=2&cursor=${first.body.next}`,
    );
    expect(second.body.rows.map(({ object }) => object)).toEqual([1, 0].map((page) => `/api/intake/page-${page}`));
    expect((await desk.machine('GET', '/api/gateway/audit-log')).status).toBe(200);
    expect((await carla.get('/api/gateway/audit-log/check')).status).toBe(403);
  });

  it.each(['cursor=x', 'cursor=WyJhIl0', 'limit=0', 'limit=501', 'actor=a&actor=b'])(
    'refuses to be asked %s',
    async (query) => {
      expect((await olga.get(`/api/gateway/audit-log?${query}`)).status).toBe(400);
    },
  );

  it('hashes what it keeps, also of a time that came more exact than it is kept', async () => {
    await desk.superuser.execute(
      `select gateway.write_audit(array['2026-11-25T00:00:00.000999Z'::timestamptz], '{a}', '{b}', '{c}', '{d}', '{e}')`,
    );
    expect(await check()).toMatchObject({ brokenAt: null });
  });

  it('keeps its chain whole while many write to it at once', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, number) => carla.post(`/api/intake/at-once-${number}`)));
    await desk.audit();
    expect(await check()).toMatchObject({ brokenAt: null });
  });

  it.each([
    ['changed', `update gateway.audit_log set actor = 'mallory' where sequence = 3`, '3'],
    ['moved to another time', `update gateway.audit_log set at = at + interval '1 ms' where sequence = 2`, '2'],
    ['removed', `delete from gateway.audit_log where sequence = 4`, '4'],
    [
      'given a field of its neighbour',
      `update gateway.audit_log set act = act || object, object = '' where sequence = 5`,
      '5',
    ],
  ])('shows where a row was %s by somebody who could switch the rules off', async (_, tampering, brokenAt) => {
    await desk.superuser.execute('create table if not exists public.kept as select * from gateway.audit_log');
    await withoutRules(tampering);
    try {
      expect((await check()).brokenAt).toBe(brokenAt);
    } finally {
      await withoutRules(
        'delete from gateway.audit_log where sequence in (select k.sequence from public.kept k)',
        'insert into gateway.audit_log select * from public.kept',
      );
    }
    expect((await check()).brokenAt).toBeNull();
  });

  it('shows that rows were taken from its end', async () => {
    await desk.audit();
    await withoutRules(
      'delete from gateway.audit_log where sequence = (select max(a.sequence) from gateway.audit_log a)',
    );
    expect((await check()).brokenAt).not.toBeNull();
  });
});

async function withoutRules(...statements: string[]): Promise<void> {
  await desk.superuser.execute('alter table gateway.audit_log disable trigger audit_log_append_only');
  for (const statement of statements) await desk.superuser.execute(statement);
  await desk.superuser.execute('alter table gateway.audit_log enable always trigger audit_log_append_only');
}
