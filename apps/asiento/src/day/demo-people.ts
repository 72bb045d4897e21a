import { randomInt } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Table from 'cli-table3';
import type { Role } from '#contracts';
import { HouseApi } from '../house/api.js';
import { inviteFounder } from '../house/founders.js';

interface DemoPerson {
  readonly handle: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly password: string;
}

/** One for each side of the desk. The last two end the founding of the house: from then on they invite. */
const cast: readonly Omit<DemoPerson, 'password'>[] = [
  { handle: 'nerea', name: 'Nerea Ibarra', roles: ['clerk'] },
  { handle: 'luis', name: 'Luis Carrasco', roles: ['controller'] },
  { handle: 'ada', name: 'Ada Lindqvist', roles: ['auditor'] },
  { handle: 'ingrid', name: 'Ingrid Solheim', roles: ['approver'] },
  { handle: 'marta', name: 'Marta Quiroga', roles: ['administrator'] },
];

const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';

/** Four groups of five: 99 bits, drawn for this data folder alone. */
const drawnPassword = (): string =>
  Array.from({ length: 4 }, () => Array.from({ length: 5 }, () => LETTERS[randomInt(LETTERS.length)]).join('')).join(
    '-',
  );

export const demoPeopleFile = (dataFolder: string): string => join(dataFolder, 'demo-people.json');

/**
 * People of a demo house: invited at its first start under passwords drawn then, which the data folder keeps for its owner.
 * @returns undefined where the house has people of its own
 */
export async function demoPeople(api: HouseApi, dataFolder: string): Promise<readonly DemoPerson[] | undefined> {
  const file = demoPeopleFile(dataFolder);
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  if (kept !== undefined) return JSON.parse(kept) as DemoPerson[];
  if (!(await api.withoutPeople())) return undefined;
  const people: DemoPerson[] = [];
  for (const person of cast) {
    const password = drawnPassword();
    const { token } = await inviteFounder(api, person);
    await HouseApi.accept(api.url, token, password);
    people.push({ ...person, password });
  }
  await writeFile(file, JSON.stringify(people), { mode: 0o600 });
  return people;
}

export function peopleText(people: readonly DemoPerson[]): string {
  const table = new Table({ head: ['sign in as', 'password', 'who', 'role'], style: { head: [] } });
  for (const { handle, password, name, roles } of people) table.push([handle, password, name, roles.join(', ')]);
  return table.toString();
}
