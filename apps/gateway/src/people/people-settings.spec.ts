import type { SessionView } from '#contracts';
import { EnvironmentFault } from '#platform/database';
import { HOUSE_KEY, startPeopleDesk } from '#test/people-desk';
import { PeopleSettings } from './people-settings.js';

describe('a gateway', () => {
  it.each([
    ['no key', {}],
    ['a key that is too short', { PEOPLE_KEY: 'ab'.repeat(16) }],
    ['a key that is no hexadecimal', { PEOPLE_KEY: 'xy'.repeat(32) }],
    ['a path that is guessed at once', { PEOPLE_KEY: HOUSE_KEY, PEOPLE_PATH: 'people' }],
    ['a path of the API itself', { PEOPLE_KEY: HOUSE_KEY, PEOPLE_PATH: 'invitations' }],
    ['a list of passwords that is not there', { PEOPLE_KEY: HOUSE_KEY, PASSWORDS_REFUSED: '/nowhere/at/all' }],
  ])('does not open with %s', (_, environment) => {
    expect(() => PeopleSettings.of(environment, Date.now)).toThrow(EnvironmentFault);
  });

  it('seals, marks and signs under keys that are not each other', () => {
    const { key, csrfKey, deviceKey, factorKey } = PeopleSettings.of({ PEOPLE_KEY: HOUSE_KEY }, Date.now);
    expect(new Set([key, csrfKey, deviceKey, factorKey].map((each) => each.toString('hex'))).size).toBe(4);
  });

  it('administers its people where it is told to, and no longer where it was drawn', async () => {
    const desk = await startPeopleDesk({ PEOPLE_PATH: 'who-works-here' });
    try {
      const ada = await desk.founder('ada', ['administrator']);
      expect((await ada.get<SessionView>('/api/gateway/session')).body.peoplePath).toBe('who-works-here');
      expect((await ada.get('/api/gateway/who-works-here/people')).status).toBe(200);
      const [drawn] = await desk.superuser.rows<{ people_path: string }>('select people_path from gateway.house');
      expect((await ada.get(`/api/gateway/${drawn?.people_path}/people`)).status).toBe(404);
    } finally {
      await desk.stop();
    }
  });
});
