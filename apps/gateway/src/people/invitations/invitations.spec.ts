import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InvitationView } from '#contracts';
import { PASSWORD, startPeopleDesk, type PeopleDesk } from '#test/people-desk';

let desk: PeopleDesk;
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'asiento-passwords-'));
  writeFileSync(join(folder, 'refused'), 'short\nTrustno1-Trustno2\n');
  desk = await startPeopleDesk({ PASSWORDS_REFUSED: join(folder, 'refused') });
});
afterEach(async () => {
  await desk.stop();
  rmSync(folder, { recursive: true });
});

const accept = (token: string, password = PASSWORD) =>
  desk.browser().post(`/api/gateway/invitations/${token}/accept`, { password });

describe('founding a house', () => {
  it('begins with nobody, and says so', async () => {
    expect((await desk.browser().get('/api/intake/x')).body).toMatchObject({ code: 'first-person-needed' });
    expect((await desk.browser().signIn('ada')).status).toBe(401);
    expect(await desk.superuser.rows('select from gateway.person')).toEqual([]);
  });

  it('invites until an administrator and an approver are active, and then nobody', async () => {
    await desk.founder('ada', ['administrator']);
    const waiting = await desk.invite('carla', ['clerk']);
    expect(waiting.status).toBe(201);
    expect(waiting.body).toMatchObject({
      path: `/invitation/${waiting.body.token}`,
      expiresAt: new Date(desk.clock.now + 86_400_000).toISOString(),
    });
    await desk.founder('paul', ['approver']);
    expect((await desk.invite('mallory', ['approver'])).body).toMatchObject({ code: 'house-is-founded' });
    expect((await accept(waiting.body.token)).status).toBe(201);
    expect((await desk.browser().get('/api/intake/x')).body).toMatchObject({ code: 'sign-in-needed' });
    expect((await desk.audit()).filter(({ act }) => act === 'invited')).toEqual([
      { actor: 'machine', act: 'invited', object: 'ada', detail: 'founding: administrator' },
      { actor: 'machine', act: 'invited', object: 'carla', detail: 'founding: clerk' },
      { actor: 'machine', act: 'invited', object: 'paul', detail: 'founding: approver' },
    ]);
  });

  it('is not for people, whoever they are', async () => {
    const ada = await desk.founder('ada', ['administrator']);
    const invitation = { handle: 'mallory', name: 'Mallory', roles: ['approver'] };
    expect((await ada.post('/api/gateway/invitations', invitation)).status).toBe(403);
  });

  it.each([
    ['roles that nobody may hold together', { roles: ['clerk', 'approver'] }],
    ['a handle that guessers try first', { handle: 'admin' }],
    ['a field that it does not know', { state: 'active' }],
    ['a name that reads differently than it is kept', { name: 'Ada\u202eevil' }],
    ['a role that does not exist', { roles: ['owner'] }],
  ])('refuses %s', async (_, wrong) => {
    const invitation = { handle: 'ada', name: 'Ada', roles: ['administrator'], ...wrong };
    expect((await desk.machine('POST', '/api/gateway/invitations', invitation)).status).toBe(422);
    expect(await desk.superuser.rows('select from gateway.person')).toEqual([]);
  });
});

describe('an invitation', () => {
  it('shows who is invited to what, and lets them in with a password of their own', async () => {
    const { body } = await desk.invite('ada', ['administrator']);
    const shown = await desk.browser().get<InvitationView>(`/api/gateway/invitations/${body.token}`);
    expect(shown.body).toEqual({
      handle: 'ada',
      name: 'Name of administrator',
      roles: ['administrator'],
      expiresAt: body.expiresAt,
    });
    const accepted = await accept(body.token);
    expect(accepted.status).toBe(201);
    expect(accepted.body).toMatchObject({ handle: 'ada', roles: ['administrator'], factor: 'none' });
    expect((await desk.browser().signIn('ada')).status).toBe(201);
  });

  it('counts once', async () => {
    const { body } = await desk.invite('ada', ['administrator']);
    expect((await accept(body.token)).status).toBe(201);
    expect((await accept(body.token, 'another long password')).status).toBe(404);
    expect((await desk.browser().get(`/api/gateway/invitations/${body.token}`)).status).toBe(404);
    expect((await desk.browser().signIn('ada', 'another long password')).status).toBe(401);
  });

  it('counts once for two who use it in the same moment', async () => {
    const { body } = await desk.invite('ada', ['administrator']);
    const answers = await Promise.all([accept(body.token), accept(body.token), accept(body.token)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 404, 404]);
  });

  it('counts for a day', async () => {
    const { body } = await desk.invite('ada', ['administrator']);
    desk.clock.now += 86_400_000;
    expect((await desk.browser().get(`/api/gateway/invitations/${body.token}`)).status).toBe(404);
    expect((await accept(body.token)).body).toMatchObject({ code: 'invitation-unknown' });
  });

  it('counts no longer once the same person is invited again', async () => {
    const first = await desk.invite('ada', ['administrator']);
    const second = await desk.invite('ada', ['administrator']);
    expect((await accept(first.body.token)).status).toBe(404);
    expect((await accept(second.body.token)).status).toBe(201);
  });

  it('does not bring back the password of somebody who is here', async () => {
    await desk.founder('ada', ['administrator']);
    expect((await desk.invite('ada', ['administrator'])).body).toMatchObject({ code: 'handle-taken' });
  });

  it.each([
    ['is shorter than fifteen characters', 'correct horse', /at least 15/],
    ['is known from a breach', 'trustno1-TRUSTNO2', /breach/],
    ['contains the name of the house', 'Asiento for ever and ever', /name of the house/],
    ['is one character over and over', 'aaaaaaaaaaaaaaaaaaaa', /different characters/],
    ['is a row of the keyboard', 'qwertyuiop123456789', /keyboard/],
  ])('is not taken with a password that %s, and can be used still', async (_, password, why) => {
    const { body } = await desk.invite('ada', ['administrator']);
    const refused = await accept(body.token, password);
    expect(refused.status).toBe(422);
    expect(JSON.stringify(refused.body['errors'])).toMatch(why);
    expect((await accept(body.token)).status).toBe(201);
  });

  it('gives nobody roles of their own choice', async () => {
    const { body } = await desk.invite('ada', ['clerk']);
    const wish = { password: PASSWORD, roles: ['administrator'], handle: 'root' };
    expect((await desk.browser().post(`/api/gateway/invitations/${body.token}/accept`, wish)).status).toBe(422);
  });

  it('is kept as a digest, and never written down anywhere', async () => {
    const { body } = await desk.invite('ada', ['administrator']);
    await accept(body.token);
    const kept = await desk.superuser.rows<{ line: string }>(
      'select invitation::text as line from gateway.invitation union all select audit_log::text from gateway.audit_log',
    );
    expect(kept.length).toBeGreaterThan(2);
    expect(kept.map(({ line }) => line).join()).not.toContain(body.token);
  });
});
