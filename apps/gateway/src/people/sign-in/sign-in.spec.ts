import { startPeopleDesk, PASSWORD, type Browser, type PeopleDesk } from '#test/people-desk';

let desk: PeopleDesk;
beforeAll(async () => {
  desk = await startPeopleDesk();
  await desk.founder('ada', ['administrator']);
  await desk.founder('paul', ['approver']);
});
afterAll(() => desk.stop());
/** Long enough for every count of failures to be forgotten. */
beforeEach(() => void (desk.clock.now += 2 * 3_600_000));

describe('signing in', () => {
  it('gives a person a session with their roles, rights and the token of our pages', async () => {
    const browser = desk.browser();
    const answer = await browser.signIn('ada');
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      handle: 'ada',
      roles: ['administrator'],
      rights: ['read-people', 'propose-people'],
      factor: 'none',
      factorFreshUntil: null,
      peoplePath: expect.stringMatching(/^p[0-9a-f]{24}$/) as string,
    });
    expect((await browser.get('/api/gateway/session')).body).toEqual(answer.body);
  });

  it('hands out a cookie that no script, no other site and no other host can read or set', async () => {
    const answer = await desk.browser().signIn('ada');
    const [session] = answer.headers.getSetCookie();
    expect(session).toMatch(/^__Host-asiento=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('keeps neither the id of a session nor a password in the database', async () => {
    const browser = desk.browser();
    await browser.signIn('ada');
    const id = browser.cookies.get('__Host-asiento') ?? '';
    const kept = await desk.superuser.rows<{ line: string }>(
      `select session::text as line from gateway.session union all select credential::text from gateway.credential`,
    );
    const text = kept.map(({ line }) => line).join('\n');
    expect(text).not.toContain(id);
    expect(text).not.toContain(PASSWORD);
    expect(text).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
  });

  it('says the same to whoever guesses a handle and to whoever guesses a password', async () => {
    const wrongPassword = await desk.browser().signIn('paul', 'wrong password here');
    const wrongHandle = await desk.browser().signIn('nobody-here', 'wrong password here');
    expect(wrongPassword.status).toBe(401);
    expect(wrongHandle.status).toBe(401);
    expect(wrongHandle.text).toBe(wrongPassword.text);
    expect([...wrongHandle.headers.keys()]).toEqual([...wrongPassword.headers.keys()]);
  });

  it('takes as long for a handle that does not exist as for a wrong password', async () => {
    const times: Record<string, number[]> = { paul: [], 'nobody-here': [] };
    // In turns, so that whatever else the machine does slows both.
    for (let guess = 0; guess < 9; guess++)
      for (const [handle, taken] of Object.entries(times)) {
        desk.clock.now += 2 * 3_600_000;
        const begun = performance.now();
        await desk.browser().signIn(handle, 'wrong password here');
        taken.push(performance.now() - begun);
      }
    const [known = 0, unknown = 0] = Object.values(times).map((taken) => taken.sort((one, other) => one - other)[4]);
    expect(unknown).toBeGreaterThan(known / 2);
    expect(unknown).toBeLessThan(known * 2);
  });

  it.each(['\u0000', 'a\u0000b', "' or 1=1 --", '../../etc'])('knows nobody called %j', async (handle) => {
    expect((await desk.browser().signIn(handle)).status).toBe(401);
  });

  it('takes no field that it does not know', async () => {
    const answer = await desk
      .browser()
      .post('/api/gateway/session', { handle: 'ada', password: PASSWORD, roles: ['approver'] });
    expect(answer.status).toBe(422);
  });

  it('writes down who came, and who did not get in, but never what an unknown handle was', async () => {
    await desk.browser().signIn('ada');
    await desk.browser().signIn('paul', 'wrong password here');
    await desk.browser().signIn('my-password-by-mistake');
    expect((await desk.audit()).slice(-3)).toMatchObject([
      { actor: 'ada', act: 'signed-in', object: 'ada' },
      { actor: 'nobody', act: 'sign-in-refused', object: 'paul' },
      { actor: 'nobody', act: 'sign-in-refused', object: 'no handle of ours' },
    ]);
  });
});

describe('guessing passwords', () => {
  it('costs twice the wait after each failure, up to five minutes, and the right password does not help before', async () => {
    const waits: (string | null)[] = [];
    for (let failure = 0; failure < 11; failure++) {
      expect((await desk.browser().signIn('paul', 'wrong password here')).status).toBe(401);
      const early = await desk.browser().signIn('paul');
      expect(early.status).toBe(429);
      expect(early.body).toMatchObject({ code: 'wait-first' });
      waits.push(early.headers.get('retry-after'));
      desk.clock.now += Number(early.headers.get('retry-after')) * 1_000;
    }
    expect(waits).toEqual(['1', '2', '4', '8', '16', '32', '64', '128', '256', '300', '300']);
    expect((await desk.browser().signIn('paul')).status).toBe(201);
  });

  it('is no cheaper with fifty guesses at once, after one that failed', async () => {
    await desk.browser().signIn('paul', 'wrong password here');
    desk.clock.now += 1_000;
    // Every connection to the database is open before, so that none of the guesses is late.
    await Promise.all(Array.from({ length: 20 }, () => desk.browser().get('/api/intake/x')));
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => desk.browser().signIn('paul', 'wrong password here')),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(49);
  });

  it('is slowed down for the address as well, whatever handles are tried', async () => {
    const statuses: number[] = [];
    for (let guess = 0; guess < 13; guess++)
      statuses.push((await desk.browser().signIn(`somebody-${guess}`, 'wrong password here')).status);
    expect(statuses).toEqual([...Array<number>(11).fill(401), 429, 429]);
  });

  it('does not lock the owner out on a device they have signed in on', async () => {
    const atHome = desk.browser();
    await atHome.signIn('paul');
    for (let guess = 0; guess < 20; guess++) await desk.browser().signIn('paul', 'wrong password here');
    expect((await desk.browser().signIn('paul')).status).toBe(429);
    expect((await atHome.signIn('paul')).status).toBe(201);
  });

  it('is slowed down on a known device too', async () => {
    const atHome = desk.browser();
    await atHome.signIn('paul');
    expect((await atHome.signIn('paul', 'wrong password here')).status).toBe(401);
    expect((await atHome.signIn('paul')).status).toBe(429);
  });

  it("is not helped by the mark of a device, neither made up nor another person's", async () => {
    const owner = desk.browser();
    await owner.signIn('paul');
    const ofPaul = deviceCookieIn(owner);
    const insider = desk.browser();
    await insider.signIn('ada');
    const ofAda = insider.cookies.get(deviceCookieIn(insider)) ?? '';
    await desk.browser().signIn('paul', 'wrong password here');
    for (const forged of [ofAda, 'made.up', `${ofAda.split('.')[0]}.${'A'.repeat(43)}`]) {
      const outsider = desk.browser();
      outsider.cookies.set(ofPaul, forged);
      expect((await outsider.signIn('paul')).status).toBe(429);
    }
  });
});

const deviceCookieIn = ({ cookies }: Browser): string =>
  [...cookies.keys()].find((name) => name.includes('device')) ?? 'none';
