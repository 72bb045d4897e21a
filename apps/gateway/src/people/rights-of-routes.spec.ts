import { rightsOf, roles, type Right, type Role } from '#contracts';
import { startPeopleDesk, type Browser, type PeopleDesk } from '#test/people-desk';

/** `everybody` without signing in, `people` who have signed in, or those with a right. */
type Who = 'everybody' | 'people' | Right;

/** Who may ask what of the gateway itself: written out once more, so that a handler without a guard is seen here. */
const expected: Readonly<Record<string, Who>> = {
  'GET /api/gateway/health': 'everybody',
  'POST /api/gateway/session': 'everybody',
  'GET /api/gateway/session': 'people',
  'DELETE /api/gateway/session': 'people',
  'POST /api/gateway/session/factor': 'people',
  'POST /api/gateway/factors/totp': 'people',
  'POST /api/gateway/factors/totp/confirm': 'people',
  'POST /api/gateway/invitations': 'found-house',
  'GET /api/gateway/invitations/:token': 'everybody',
  'POST /api/gateway/invitations/:token/accept': 'everybody',
  'GET /api/gateway/audit-log': 'read-audit-log',
  'GET /api/gateway/audit-log/check': 'read-audit-log',
  'GET /api/gateway/:peoplePath/people': 'read-people',
  'GET /api/gateway/:peoplePath/proposals': 'read-people',
  'POST /api/gateway/:peoplePath/proposals': 'propose-people',
  'POST /api/gateway/:peoplePath/proposals/:proposalId/approve': 'approve-people',
  'POST /api/gateway/:peoplePath/proposals/:proposalId/reject': 'approve-people',
  'POST /api/gateway/:peoplePath/proposals/:proposalId/withdraw': 'propose-people',
};

describe('every route of the gateway', () => {
  let desk: PeopleDesk;
  let peoplePath: string;
  const people = new Map<Role, Browser>();

  beforeAll(async () => {
    desk = await startPeopleDesk();
    for (const role of roles) people.set(role, await desk.founder(`the-${role}`, [role]));
    const { body } = await people.get('administrator')!.get<{ peoplePath: string }>('/api/gateway/session');
    peoplePath = body.peoplePath;
  });
  afterAll(() => desk.stop());

  const asked = (name: string): [method: string, path: string] => {
    const [method = '', path = ''] = name.split(' ');
    return [method, path.replace(':peoplePath', peoplePath).replace(/:\w+/g, 'nothing')];
  };

  it('is known here, with who may ask it', () => {
    expect([...desk.routes].filter((name) => name.includes('/api/')).sort()).toEqual(Object.keys(expected).sort());
  });

  it('answers nobody who has not signed in, but for the way in', async () => {
    for (const [name, who] of Object.entries(expected)) {
      const [method, path] = asked(name);
      const { body } = await desk.browser().ask(method, path, method === 'POST' ? { body: {} } : {});
      expect([name, body['code'] === 'sign-in-needed']).toEqual([name, who !== 'everybody']);
    }
  });

  it.each(roles)('lets a %s do what the role is for, and shows the administration to nobody else', async (role) => {
    for (const [name, who] of Object.entries(expected)) {
      // Signing out last would end what the other questions need.
      if (who === 'everybody' || who === 'people') continue;
      const [method, path] = asked(name);
      const answer = await people.get(role)!.ask(method, path, method === 'POST' ? { body: {} } : {});
      const held = rightsOf([role]);
      const hidden = name.includes(':peoplePath') && !held.includes('read-people');
      const seen = hidden
        ? answer.text.startsWith('{') && answer.status === 404
        : answer.body['code'] === 'right-missing';
      expect([name, seen]).toEqual([name, !held.includes(who)]);
    }
  });
});
