import { request } from 'node:http';
import { PERSON_HEADER, readNote, signNote, theMachine } from '#platform/identity';
import { HOUSE_KEY, startPeopleDesk, type Browser, type PeopleDesk } from '#test/people-desk';

const key = Buffer.from(HOUSE_KEY, 'hex');
const SESSION = '__Host-asiento';
const MINUTE_MS = 60_000;

let desk: PeopleDesk;
beforeAll(async () => {
  desk = await startPeopleDesk();
  await desk.founder('carla', ['clerk']);
  await desk.founder('ada', ['administrator']);
});
afterAll(() => desk.stop());
beforeEach(() => void desk.heard.splice(0));

async function signedIn(handle = 'carla'): Promise<Browser> {
  const browser = desk.browser();
  expect((await browser.signIn(handle)).status).toBe(201);
  return browser;
}

/** Somebody with a copy of the cookies of another. */
function thiefOf(browser: Browser): Browser {
  const thief = desk.browser();
  for (const [name, value] of browser.cookies) thief.cookies.set(name, value);
  thief.csrf = browser.csrf;
  return thief;
}

/** Asks for the very path; `fetch` would bring it into form first. */
function askRaw(browser: Browser, path: string): Promise<number | undefined> {
  const { hostname, port } = new URL(desk.url);
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, headers: { cookie } }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    });
    asked.on('error', reject).end();
  });
}

describe('the door', () => {
  it.each([
    ['GET', '/api/intake/summary'],
    ['GET', '/api/ledger/postings?account=1010'],
    ['POST', '/api/intake/parked/x/discard'],
    ['GET', '/api'],
    ['GET', '/api/nothing'],
    ['GET', '/assets/../api/intake/summary'],
    ['GET', '/api/gateway/health/../session'],
    ['GET', '/api/gateway/audit-log'],
    ['GET', '/api/gateway/session'],
    ['DELETE', '/api/gateway/session'],
    ['POST', '/api/gateway/invitations'],
    ['POST', '/api/gateway/factors/totp'],
    ['GET', '/api/gateway/anything/people'],
    ['OPTIONS', '/api/intake/summary'],
  ])('is closed to strangers: %s %s', async (method, path) => {
    const answer = await desk.browser().ask(method, path);
    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({ code: 'sign-in-needed' });
    expect(desk.heard).toEqual([]);
  });

  it.each([
    '/API/gateway/audit-log',
    '/api%2Fgateway/audit-log',
    '/%61pi/gateway/audit-log',
    '//api/gateway/audit-log',
  ])('gives nothing of the house away by %s', async (path) => {
    expect((await desk.browser().get(path)).text).not.toContain('rows');
  });

  it('lets everybody ask whether the gateway is up', async () => {
    expect((await desk.browser().get('/api/gateway/health')).status).toBe(200);
  });

  it('tells a service of this process and one behind the network who asks, for what, and nothing that opens the door', async () => {
    const browser = await signedIn();
    for (const path of ['/api/intake/trades?a=1', '/assets/../api/intake/./x?', "/api/ledger/x/../postings?b='2'|3"])
      expect(await askRaw(browser, path)).toBe(200);
    expect(desk.heard.map(({ url }) => url)).toEqual([
      '/api/intake/trades?a=1',
      '/api/intake/x',
      '/api/ledger/postings?b=%272%27|3',
    ]);
    for (const { method, url, headers } of desk.heard) {
      const note = String(headers[PERSON_HEADER]);
      expect(readNote(note, { method, path: url }, key, desk.clock.now)).toEqual({
        handle: 'carla',
        roles: ['clerk'],
        factorUntil: 0,
        machine: false,
      });
      expect(headers.cookie).toBeUndefined();
      expect(headers.authorization).toBeUndefined();
    }
  });

  it('drops a note that somebody brings along, and makes nobody more than they are', async () => {
    const forged = signNote(
      { ...theMachine, handle: 'carla' },
      { method: 'GET', path: '/api/intake/x' },
      key,
      desk.clock.now,
    );
    const headers = { [PERSON_HEADER]: forged };
    expect((await desk.browser().ask('GET', '/api/intake/x', { headers })).status).toBe(401);
    await (await signedIn()).ask('GET', '/api/intake/x', { headers });
    expect(desk.heard).toHaveLength(1);
    expect(desk.heard[0]?.headers[PERSON_HEADER]).not.toContain(forged);
  });
});

describe('the command line of the machine', () => {
  const asked = { method: 'GET', path: '/api/intake/summary?of=today' };
  const ask = (note: string, { method, path } = asked) =>
    desk.browser().ask(method, path, { headers: { authorization: `Asiento ${note}` } });

  it('comes in by a note under the key of the house', async () => {
    expect((await ask(signNote(theMachine, asked, key, desk.clock.now))).status).toBe(200);
  });

  it.each([
    ['under another key', () => signNote(theMachine, asked, Buffer.alloc(32), desk.clock.now)],
    ['for another path', () => signNote(theMachine, { ...asked, path: '/api/intake/x' }, key, desk.clock.now)],
    ['for another method', () => signNote(theMachine, { ...asked, method: 'POST' }, key, desk.clock.now)],
    ['of an hour ago', () => signNote(theMachine, asked, key, desk.clock.now - 3_600_000)],
    [
      'of a person, as services are given',
      () => signNote({ ...theMachine, handle: 'carla', machine: false }, asked, key, desk.clock.now),
    ],
    ['that is none', () => 'eyJ9.x'],
  ])('does not come in by a note %s', async (_, note) => {
    expect((await ask(note())).status).toBe(401);
    expect(desk.heard).toEqual([]);
  });

  it('has no session', async () => {
    expect((await desk.machine('GET', '/api/gateway/session')).status).toBe(403);
  });
});

describe('a session', () => {
  it('gets an id of its own at sign in, whatever the browser brought along', async () => {
    const browser = desk.browser();
    browser.cookies.set(SESSION, 'A'.repeat(43));
    await browser.signIn('carla');
    const first = browser.cookies.get(SESSION);
    expect(first).not.toBe('A'.repeat(43));
    const before = thiefOf(browser);
    await browser.signIn('carla');
    expect(browser.cookies.get(SESSION)).not.toBe(first);
    expect((await before.get('/api/intake/x')).status).toBe(401);
  });

  it('is of no use to a thief after its owner signed out', async () => {
    const browser = await signedIn();
    const thief = thiefOf(browser);
    expect((await thief.get('/api/intake/x')).status).toBe(200);
    expect((await browser.ask('DELETE', '/api/gateway/session')).status).toBe(204);
    expect(browser.cookies.has(SESSION)).toBe(false);
    expect((await thief.get('/api/intake/x')).status).toBe(401);
  });

  it.each([
    ['their roles change', `update gateway.person set roles = '{controller}' where handle = 'carla'`],
    ['their access is taken away', `update gateway.person set state = 'disabled' where handle = 'carla'`],
    ['their password changes', `update gateway.credential set hash = hash || 'x' where handle = 'carla'`],
    [
      'their factor changes',
      `insert into gateway.totp_factor values ('carla', '\\x00', now(), 0);
       delete from gateway.totp_factor where handle = 'carla'`,
    ],
  ])('ends everywhere as soon as %s, by whatever way', async (_, change) => {
    const [one, other, ofAda] = [await signedIn(), await signedIn(), await signedIn('ada')];
    for (const statement of change.split(';')) await desk.superuser.execute(statement);
    for (const browser of [one, other]) expect((await browser.get('/api/intake/x')).status).toBe(401);
    expect((await ofAda.get('/api/intake/x')).status).toBe(200);
    await desk.superuser.execute(
      `update gateway.person set roles = '{clerk}', state = 'active' where handle = 'carla'`,
    );
    await desk.superuser.execute(`update gateway.credential set hash = rtrim(hash, 'x') where handle = 'carla'`);
  });

  it('ends after 15 minutes in which nobody did anything', async () => {
    const browser = await signedIn();
    desk.clock.now += 14 * MINUTE_MS;
    expect((await browser.get('/api/intake/x')).status).toBe(200);
    desk.clock.now += 14 * MINUTE_MS;
    expect((await browser.get('/api/intake/x')).status).toBe(200);
    desk.clock.now += 15 * MINUTE_MS;
    expect((await browser.get('/api/intake/x')).status).toBe(401);
  });

  it('is not kept alive by a page that refreshes by itself', async () => {
    const browser = await signedIn();
    for (let minute = 1; minute < 15; minute++) {
      desk.clock.now += MINUTE_MS;
      const headers = { 'x-asiento-background': 'yes' };
      expect((await browser.ask('GET', '/api/intake/x', { headers })).status).toBe(200);
      expect((await browser.get('/api/gateway/session')).status).toBe(200);
    }
    desk.clock.now += MINUTE_MS;
    expect((await browser.get('/api/gateway/session')).status).toBe(401);
  });

  it('ends after 8 hours, whatever its owner does', async () => {
    const browser = await signedIn();
    const { body } = await browser.get<{ endsAt: string }>('/api/gateway/session');
    for (let minute = 10; minute < 480; minute += 10) {
      desk.clock.now += 10 * MINUTE_MS;
      expect((await browser.get('/api/intake/x')).status).toBe(200);
    }
    desk.clock.now = Date.parse(body.endsAt);
    expect((await browser.get('/api/intake/x')).status).toBe(401);
  });
});

describe('an act', () => {
  const act = (browser: Browser, headers = {}) => browser.ask('POST', '/api/intake/x', { headers, body: {} });

  it('is taken from our pages, which know the token', async () => {
    expect((await act(await signedIn())).status).toBe(200);
  });

  it.each([
    ['without the token of the session', () => undefined],
    ['with a token that was made up', () => 'A'.repeat(43)],
    ["with another session's token", async () => (await signedIn('ada')).csrf],
  ])('is refused %s', async (_, token) => {
    const browser = await signedIn();
    browser.csrf = await token();
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const answer = await browser.ask(method, '/api/intake/x');
      expect(answer.status).toBe(403);
      expect(answer.body).toMatchObject({ code: 'csrf-refused' });
    }
    expect((await browser.ask('DELETE', '/api/gateway/session')).status).toBe(403);
    expect(desk.heard).toEqual([]);
  });

  it.each([{ origin: 'https://evil.example' }, { origin: 'null' }])(
    'is refused from another site, even with the token: %j',
    async (headers) => {
      expect((await act(await signedIn(), headers)).body).toMatchObject({ code: 'cross-site' });
      expect(desk.heard).toEqual([]);
    },
  );

  it('of signing in is refused from another site, so that nobody is signed in as somebody else unawares', async () => {
    const answer = await desk.browser().ask('POST', '/api/gateway/session', {
      headers: { origin: 'https://evil.example' },
      body: { handle: 'ada', password: 'correct horse battery' },
    });
    expect(answer.status).toBe(403);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });
});
