import { randomInt } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Table from 'cli-table3';
import type { Role } from '#contracts';
import { HouseApi, HouseRefused } from '../house/api.js';
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
 * People of a demo house: invited at its first start under passwords drawn then, which the data folder keeps for its owner. They are
 * kept before anybody is invited, so that a start that is interrupted goes on at the next one.
 * @returns undefined where the house has people of its own
 */
export async function demoPeople(api: HouseApi, dataFolder: string): Promise<readonly DemoPerson[] | undefined> {
  const people = (await keptPeople(dataFolder)) ?? ((await api.withoutPeople()) ? drawnPeople() : undefined);
  if (people === undefined) return undefined;
  await writeFile(demoPeopleFile(dataFolder), JSON.stringify(people), { mode: 0o600 });
  for (const person of people) if ((await letIn(api, person)) === 'founded') break;
  return people;
}

const drawnPeople = (): DemoPerson[] => cast.map((person) => ({ ...person, password: drawnPassword() }));

async function keptPeople(dataFolder: string): Promise<DemoPerson[] | undefined> {
  const text = await readFile(demoPeopleFile(dataFolder), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as DemoPerson[]);
}

/** @returns `founded` when nobody is left to invite */
async function letIn(api: HouseApi, { password, ...invited }: DemoPerson): Promise<'in' | 'founded'> {
  try {
    const { token } = await inviteFounder(api, invited);
    await HouseApi.accept(api.url, token, password);
    return 'in';
  } catch (error) {
    if (!(error instanceof HouseRefused)) throw error;
    if (error.code === 'house-is-founded') return 'founded';
    // Came in at a start before this one.
    if (error.code === 'handle-taken') return 'in';
    throw error;
  }
}

export function peopleText(people: readonly DemoPerson[]): string {
  const table = new Table({ head: ['sign in as', 'password', 'who', 'role'], style: { head: [] } });
  for (const { handle, password, name, roles } of people) table.push([handle, password, name, roles.join(', ')]);
  return table.toString();
}
