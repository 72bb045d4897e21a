import type { Page, PeopleApproved, PeopleProposalRow, PeopleSubject, PersonRow, SessionView } from '#contracts';
import { PASSWORD, startPeopleDesk, type Answer, type Browser, type PeopleDesk } from '#test/people-desk';

let desk: PeopleDesk;
let base: string;
let [ada, paul, petra, carla, olga]: Browser[] = [];

beforeAll(async () => {
  desk = await startPeopleDesk();
  carla = await desk.founder('carla', ['clerk']);
  olga = await desk.founder('olga', ['auditor']);
  ada = await desk.founder('ada', ['administrator']);
  paul = await desk.founder('paul', ['approver']);
  await desk.enrol(paul);
  const { body } = await ada.get<SessionView>('/api/gateway/session');
  base = `/api/gateway/${body.peoplePath}`;
  const invited = await decided({ kind: 'invite', handle: 'petra', name: 'Petra Prieto', roles: ['approver'] });
  petra = desk.browser();
  await petra.post(`/api/gateway/invitations/${invited.body.invitation?.token}/accept`, { password: PASSWORD });
  await desk.enrol(petra);
});
afterAll(() => desk.stop());

/** Whoever was signed out by what happened before, or by the time that passed, signs in again. */
beforeEach(async () => {
  for (const [handle, browser] of Object.entries({ ada, paul, petra, carla, olga })) {
    if ((await browser!.get('/api/gateway/session')).status === 200) continue;
    const code = browser!.secret === '' ? undefined : desk.code(browser!);
    expect((await browser!.signIn(handle, PASSWORD, code)).status).toBe(201);
  }
});

const propose = (subject: PeopleSubject, by = ada) =>
  by!.post<PeopleProposalRow>(`${base}/proposals`, { subject, reason: 'as agreed with the house' });
const approve = ({ proposalId, shown }: PeopleProposalRow, by = paul) =>
  by!.post<PeopleApproved>(`${base}/proposals/${proposalId}/approve`, { shown, reason: 'seen and agreed' });
const withdraw = ({ proposalId }: PeopleProposalRow, by = ada) =>
  by!.post<PeopleProposalRow>(`${base}/proposals/${proposalId}/withdraw`, { reason: 'a mistake' });
const freshCode = (browser: Browser | undefined) =>
  browser!.post('/api/gateway/session/factor', { code: desk.code(browser!) });

async function decided(subject: PeopleSubject): Promise<Answer<PeopleApproved>> {
  const proposal = await propose(subject);
  expect(proposal.status).toBe(201);
  await freshCode(paul);
  const approval = await approve(proposal.body);
  expect(approval.status).toBe(200);
  return approval;
}

describe('a change of people', () => {
  it('takes effect when another person approves what was shown to them', async () => {
    const proposal = await propose({ kind: 'roles', handle: 'carla', roles: ['controller', 'clerk'] });
    expect(proposal.body).toMatchObject({
      subject: { kind: 'roles', handle: 'carla', roles: ['clerk', 'controller'] },
      before: ['clerk'],
      state: 'waiting',
      proposedBy: 'ada',
      decidedBy: null,
      expiresAt: new Date(Date.parse(proposal.body.proposedAt) + 7 * 86_400_000).toISOString(),
    });
    await freshCode(paul);
    const waiting = await paul!.get<Page<PeopleProposalRow>>(`${base}/proposals?state=waiting`);
    expect(waiting.body.rows).toEqual([proposal.body]);
    const approval = await approve(waiting.body.rows[0]!);
    expect(approval.body).toMatchObject({ state: 'approved', decidedBy: 'paul', invitation: null });
    // Whose roles have changed signs in anew.
    expect((await carla!.get('/api/gateway/session')).status).toBe(401);
    expect((await carla!.signIn('carla')).body.roles).toEqual(['clerk', 'controller']);
  });

  it('invites by a link that the approver hands over', async () => {
    const approval = await decided({ kind: 'invite', handle: 'nora', name: 'Nora Niño', roles: ['clerk'] });
    const link = approval.body.invitation!;
    const accepted = await desk.browser().post(`/api/gateway${link.path.replace('invitation', 'invitations')}/accept`, {
      password: PASSWORD,
    });
    expect(accepted.body).toMatchObject({ handle: 'nora', name: 'Nora Niño', roles: ['clerk'] });
  });

  it('takes access away at once', async () => {
    const nora = desk.browser();
    expect((await nora.signIn('nora')).status).toBe(201);
    await decided({ kind: 'disable', handle: 'nora' });
    expect((await nora.get('/api/gateway/session')).status).toBe(401);
    expect((await nora.signIn('nora')).body).toMatchObject({ code: 'sign-in-refused' });
    const again = await propose({ kind: 'roles', handle: 'nora', roles: ['clerk'] });
    expect(again.body).toMatchObject({ code: 'person-disabled' });
  });

  it('takes a lost authenticator away, so that another one can be enrolled', async () => {
    await decided({ kind: 'reset-factor', handle: 'petra' });
    expect((await petra!.get('/api/gateway/session')).status).toBe(401);
    expect((await petra!.signIn('petra')).body).toMatchObject({ factor: 'none' });
    await desk.enrol(petra!);
  });

  it('gives somebody who has lost the password a link to choose another one, and keeps roles and factor', async () => {
    const { body } = await decided({ kind: 'reset-password', handle: 'petra' });
    expect((await petra!.get('/api/gateway/session')).status).toBe(401);
    expect((await desk.browser().signIn('petra')).body).toMatchObject({ code: 'sign-in-refused' });
    desk.clock.now += 60_000;
    const path = `/api/gateway${body.invitation!.path.replace('invitation', 'invitations')}/accept`;
    const accepted = await desk.browser().post(path, { password: PASSWORD });
    expect(accepted.body).toMatchObject({ handle: 'petra', factor: 'totp' });
    expect((await desk.browser().signIn('petra')).body).toMatchObject({ code: 'code-needed' });
  });

  it('is withdrawn by who proposed it, and by nobody else', async () => {
    const { body } = await propose({ kind: 'disable', handle: 'carla' });
    expect((await withdraw(body, paul)).status).toBe(403);
    expect((await withdraw(body)).body).toMatchObject({ state: 'withdrawn', decidedBy: null });
    expect((await approve(body)).body).toMatchObject({ code: 'proposal-closed' });
  });

  it('is rejected with a reason', async () => {
    const { body } = await propose({ kind: 'disable', handle: 'carla' });
    const rejected = await paul!.post(`${base}/proposals/${body.proposalId}/reject`, { reason: 'she works here' });
    expect(rejected.body).toMatchObject({ state: 'rejected', decidedBy: 'paul', decisionReason: 'she works here' });
  });

  it('waits alone: another about the same person has to wait for it', async () => {
    const { body } = await propose({ kind: 'disable', handle: 'carla' });
    expect((await propose({ kind: 'reset-factor', handle: 'carla' })).body).toMatchObject({ code: 'proposal-waiting' });
    await withdraw(body);
  });

  it('expires after seven days', async () => {
    const { body } = await propose({ kind: 'disable', handle: 'carla' });
    desk.clock.now += 7 * 86_400_000;
    await ada!.signIn('ada');
    await paul!.signIn('paul', PASSWORD, desk.code(paul!));
    expect((await approve(body)).body).toMatchObject({ code: 'proposal-closed' });
    const listed = await paul!.get<Page<PeopleProposalRow>>(`${base}/proposals?state=expired`);
    expect(listed.body).toMatchObject({ total: 1, rows: [{ proposalId: body.proposalId, state: 'expired' }] });
    const next = await propose({ kind: 'disable', handle: 'carla' });
    expect(next.status).toBe(201);
    await withdraw(next.body);
  });
});

describe('a change of people is refused', () => {
  let waiting: PeopleProposalRow;
  beforeEach(async () => {
    ({ body: waiting } = await propose({ kind: 'disable', handle: 'carla' }));
    await freshCode(paul);
  });
  afterEach(() => withdraw(waiting));

  it('without a code given within the last five minutes', async () => {
    desk.clock.now += 300_000;
    expect((await approve(waiting)).body).toMatchObject({ code: 'fresh-factor-needed' });
  });

  it('when what was seen is not what is proposed', async () => {
    expect((await approve({ ...waiting, shown: 'a'.repeat(64) })).body).toMatchObject({ code: 'shown-differs' });
  });

  it('when the person has changed since', async () => {
    await withdraw(waiting);
    ({ body: waiting } = await propose({ kind: 'roles', handle: 'olga', roles: ['clerk'] }));
    await desk.superuser.execute(`update gateway.person set roles = '{administrator}' where handle = 'olga'`);
    expect((await approve(waiting)).body).toMatchObject({ code: 'shown-differs' });
    await desk.superuser.execute(`update gateway.person set roles = '{auditor}' where handle = 'olga'`);
  });

  it('to whoever lacks the right, on either side', async () => {
    expect((await approve(waiting, ada)).body).toMatchObject({ code: 'right-missing' });
    expect((await approve(waiting, olga)).body).toMatchObject({ code: 'right-missing' });
    expect((await propose({ kind: 'disable', handle: 'ada' }, paul)).body).toMatchObject({ code: 'right-missing' });
    expect((await propose({ kind: 'disable', handle: 'ada' }, olga)).body).toMatchObject({ code: 'right-missing' });
  });

  it('to an approver whom it is about', async () => {
    await withdraw(waiting);
    ({ body: waiting } = await propose({ kind: 'reset-factor', handle: 'paul' }));
    expect((await approve(waiting)).body).toMatchObject({ code: 'own-proposal' });
  });

  it.each([
    ['roles that nobody may hold together', { kind: 'roles', handle: 'olga', roles: ['clerk', 'approver'] }, 422],
    ['a field that nobody asked for', { kind: 'disable', handle: 'olga', state: 'active' }, 422],
    ['somebody who is here already', { kind: 'invite', handle: 'olga', name: 'Olga', roles: ['clerk'] }, 409],
    ['somebody whom nobody knows', { kind: 'disable', handle: 'nobody' }, 404],
  ])('about %s', async (_, subject, status) => {
    expect((await propose(subject as PeopleSubject)).status).toBe(status);
  });

  it('when it was decided by two in the same moment, except once', async () => {
    await freshCode(petra);
    const answers = await Promise.all([approve(waiting), approve(waiting, petra)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    await desk.superuser.execute(`update gateway.person set state = 'active' where handle = 'carla'`);
  });
});

describe('the administration of people', () => {
  it('is announced only to those who may see it', async () => {
    const paths = [];
    for (const browser of [ada, paul, olga, carla])
      paths.push((await browser!.get<SessionView>('/api/gateway/session')).body.peoplePath);
    const drawn = base.split('/').at(-1);
    expect(paths).toEqual([drawn, drawn, drawn, null]);
  });

  it.each(['/people', '/proposals', '/proposals/x/approve', '/nothing'])(
    'is a path that leads nowhere to anybody else: %s',
    async (path) => {
      for (const method of ['GET', 'POST']) {
        const there = await carla!.ask(method, base + path);
        const elsewhere = await carla!.ask(method, `/api/gateway/p${'0'.repeat(24)}${path}`);
        expect(there.status).toBe(404);
        expect(there.text.replaceAll(base, '')).toBe(elsewhere.text.replace(/\/api\/gateway\/p0{24}/g, ''));
        expect([...there.headers.keys()]).toEqual([...elsewhere.headers.keys()]);
      }
    },
  );

  it('lists who works here, page by page', async () => {
    const seen: string[] = [];
    let next: string | undefined;
    do {
      const cursor: string = next === undefined ? '' : `&cursor=${next}`;
      const { body } = await olga!.get<Page<PersonRow>>(`${base}/people?limit=2${cursor}`);
      expect(body.total).toBe(6);
      seen.push(...body.rows.map(({ handle, state, factor }) => `${handle} ${state} ${factor}`));
      next = body.next;
    } while (next !== undefined);
    expect(seen).toEqual([
      'ada active none',
      'carla active none',
      'nora disabled none',
      'olga active none',
      'paul active totp',
      'petra active totp',
    ]);
  });

  it('writes down who proposed, approved, rejected and withdrew what', async () => {
    const acts = (await desk.audit()).filter(({ act }) => /^(proposed|approved|rejected|withdrawn)$/.test(act));
    expect(acts).toContainEqual({
      actor: 'paul',
      act: 'approved',
      object: 'carla',
      detail: expect.stringMatching(/^roles clerk, controller, proposal [0-9a-f-]{36}$/) as string,
    });
    expect(acts.map(({ actor, act }) => `${actor} ${act}`)).toEqual(
      expect.arrayContaining(['ada proposed', 'paul approved', 'paul rejected', 'ada withdrawn']),
    );
  });
});
