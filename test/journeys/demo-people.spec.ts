import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { HouseApi } from '#apps/asiento';
import { houseUnderTest, type HouseUnderTest } from '#test/house';
import { demoPeople, demoPeopleFile } from '../../apps/asiento/src/day/demo-people.js';

describe('the people of a demo', () => {
  let under: HouseUnderTest;
  let folder: string;
  beforeAll(async () => {
    under = await houseUnderTest();
    folder = await mkdtemp(join(tmpdir(), 'asiento-people-'));
  }, 120_000);
  afterAll(async () => {
    await under.close();
    await rm(folder, { recursive: true });
  });

  it('all sign in with what is printed, also when the first start was interrupted among them', async () => {
    const { accept } = HouseApi;
    let accepted = 0;
    const interrupted = jest.spyOn(HouseApi, 'accept').mockImplementation((...asked) => {
      accepted += 1;
      return accepted === 3 ? Promise.reject(new Error('killed')) : accept(...asked);
    });
    await expect(demoPeople(under.house.api, folder)).rejects.toThrow('killed');
    interrupted.mockRestore();
    const people = (await demoPeople(under.house.api, folder)) ?? [];
    expect(people.flatMap(({ roles }) => roles).sort()).toEqual([
      'administrator',
      'approver',
      'auditor',
      'clerk',
      'controller',
    ]);
    for (const { handle, password, roles } of people)
      expect((await HouseApi.signIn(under.house.api.url, { handle, password })).view.roles).toEqual(roles);
    expect(await demoPeople(under.house.api, folder)).toEqual(people);
    expect((await stat(demoPeopleFile(folder))).mode & 0o077).toBe(0);
  });

  it('are not made in a house that has people of its own', async () => {
    await rm(demoPeopleFile(folder));
    expect(await demoPeople(under.house.api, folder)).toBeUndefined();
  });
});
