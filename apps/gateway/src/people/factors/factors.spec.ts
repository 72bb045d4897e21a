import { randomBytes } from 'node:crypto';
import type { FactorToEnrol, SessionView } from '#contracts';
import { PASSWORD, startPeopleDesk, type Browser, type PeopleDesk } from '#test/people-desk';
import { openSecret, sealSecret } from './sealed-secret.js';
import { secretOf, stepOfCode } from './totp.js';

let desk: PeopleDesk;
let paul: Browser;
beforeAll(async () => {
  desk = await startPeopleDesk();
  await desk.founder('ada', ['administrator']);
  paul = await desk.founder('paul', ['approver']);
  await desk.enrol(paul);
});
afterAll(() => desk.stop());
beforeEach(() => void (desk.clock.now += 2 * 3_600_000));

async function signedIn(): Promise<Browser> {
  const browser = desk.browser();
  browser.secret = paul.secret;
  expect((await browser.signIn('paul', PASSWORD, desk.code(paul))).status).toBe(201);
  return browser;
}

describe('codes of an authenticator', () => {
  // RFC 6238, appendix B, SHA-1, the last six of its eight digits.
  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1234567890, '005924'],
    [20000000000, '353130'],
  ])('are those of the standard at second %i', (seconds, code) => {
    const secret = secretOf(Buffer.from('12345678901234567890'));
    expect(stepOfCode(code, secret, seconds * 1000)).toBe(Math.floor(seconds / 30));
    expect(stepOfCode(code, secret, (seconds + 30) * 1000)).toBe(Math.floor(seconds / 30));
    expect(stepOfCode(code, secret, (seconds + 90) * 1000)).toBeUndefined();
  });

  it('are asked for once the password is right, and not before', async () => {
    expect((await desk.browser().signIn('paul')).body).toMatchObject({ code: 'code-needed' });
    expect((await desk.browser().signIn('paul', PASSWORD, desk.code(paul))).status).toBe(201);
    expect((await desk.browser().signIn('paul', 'wrong password here')).body).toMatchObject({
      code: 'sign-in-refused',
    });
  });

  it('are taken once: whoever read one over a shoulder has nothing', async () => {
    const code = desk.code(paul);
    expect((await desk.browser().signIn('paul', PASSWORD, code)).status).toBe(201);
    expect((await desk.browser().signIn('paul', PASSWORD, code)).body).toMatchObject({ code: 'sign-in-refused' });
  });

  it('are taken once by two who give it in the same moment', async () => {
    const [one, other] = [await signedIn(), await signedIn()];
    const code = desk.code(paul);
    const answers = await Promise.all(
      [one, other].map((browser) => browser.post('/api/gateway/session/factor', { code })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('are not taken from before the last one', async () => {
    const earlier = desk.code(paul);
    const later = desk.code(paul);
    expect((await desk.browser().signIn('paul', PASSWORD, later)).status).toBe(201);
    expect((await desk.browser().signIn('paul', PASSWORD, earlier)).status).toBe(401);
  });

  it('count as fresh for five minutes, then one has to be given again', async () => {
    const browser = await signedIn();
    expect((await browser.get<SessionView>('/api/gateway/session')).body.factorFreshUntil).not.toBeNull();
    desk.clock.now += 300_000;
    expect((await browser.get<SessionView>('/api/gateway/session')).body.factorFreshUntil).toBeNull();
    const again = await browser.post<SessionView>('/api/gateway/session/factor', { code: desk.code(paul) });
    expect(again.body.factorFreshUntil).toBe(new Date(desk.clock.now + 300_000).toISOString());
  });

  it('are not found by trying in an open session', async () => {
    const browser = await signedIn();
    const wrong = desk.code(paul) === '000000' ? '111111' : '000000';
    expect((await browser.post('/api/gateway/session/factor', { code: wrong })).status).toBe(401);
    const next = await browser.post('/api/gateway/session/factor', { code: desk.code(paul) });
    // The wait of a second is over after the 30 of a new code.
    expect(next.status).toBe(200);
    await browser.post('/api/gateway/session/factor', { code: wrong });
    expect((await browser.post('/api/gateway/session/factor', { code: wrong })).status).toBe(429);
  });
});

describe('an authenticator', () => {
  it('is not bound by whoever finds a session open', async () => {
    const browser = await signedIn();
    const answer = await browser.post('/api/gateway/factors/totp', { password: 'wrong password here' });
    expect(answer.body).toMatchObject({ code: 'password-refused' });
  });

  it('is not replaced with the password alone', async () => {
    const browser = await signedIn();
    desk.clock.now += 300_000;
    const answer = await browser.post('/api/gateway/factors/totp', { password: PASSWORD });
    expect(answer.body).toMatchObject({ code: 'fresh-factor-needed' });
  });

  it('counts once a code of it was given, and ends every other session', async () => {
    const other = await signedIn();
    const browser = await signedIn();
    const before = browser.cookies.get('__Host-asiento');
    const begun = await browser.post<FactorToEnrol>('/api/gateway/factors/totp', { password: PASSWORD });
    expect(begun.body.uri).toMatch(/^otpauth:\/\/totp\/Asiento:paul\?issuer=Asiento&secret=[A-Z2-7]{32}&/);
    expect((await other.get('/api/intake/x')).status).toBe(200);
    browser.secret = begun.body.secret;
    const confirmed = await browser.post('/api/gateway/factors/totp/confirm', { code: desk.code(browser) });
    expect(confirmed.body).toMatchObject({ factor: 'totp' });
    expect(browser.cookies.get('__Host-asiento')).not.toBe(before);
    expect((await browser.get('/api/intake/x')).status).toBe(200);
    expect((await other.get('/api/intake/x')).status).toBe(401);
    paul.secret = browser.secret;
  });

  it('is not enrolled with a code shown too long ago', async () => {
    const browser = await signedIn();
    const begun = await browser.post<FactorToEnrol>('/api/gateway/factors/totp', { password: PASSWORD });
    desk.clock.now += 600_000;
    const code = desk.code(Object.assign(desk.browser(), { secret: begun.body.secret }));
    expect((await browser.post('/api/gateway/factors/totp/confirm', { code })).body).toMatchObject({
      code: 'no-enrolment',
    });
  });

  it('lies sealed in the database, and cannot be moved to somebody else there', async () => {
    const [row] = await desk.superuser.rows<{ sealed: Buffer }>('select sealed from gateway.totp_factor');
    expect(row?.sealed.toString('latin1')).not.toContain(paul.secret);
    const key = randomBytes(32);
    const sealed = sealSecret('SECRET', 'paul', key, randomBytes(12));
    expect(openSecret(sealed, 'paul', key)).toBe('SECRET');
    expect(() => openSecret(sealed, 'ada', key)).toThrow();
    expect(() => openSecret(sealed, 'paul', randomBytes(32))).toThrow();
    sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1;
    expect(() => openSecret(sealed, 'paul', key)).toThrow();
  });
});
