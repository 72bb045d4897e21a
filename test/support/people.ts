import type { Role } from '#contracts';
import { PERSON_HEADER, signNote, type Asked, type Person } from '#platform/identity';

/** Of every service that a test starts by itself. */
export const peopleKeyOfTests = Buffer.alloc(32, 7);

/** Somebody who has signed in and given a fresh code. */
export function person(handle: string, ...roles: readonly Role[]): Person {
  return { handle, roles, factorUntil: Date.now() + 600_000, machine: false };
}

export const nerea = person('nerea', 'clerk');

/** What the gateway would send along for a person. */
export function noteOf(who: Person, asked: Asked): Readonly<Record<string, string>> {
  return { [PERSON_HEADER]: signNote(who, asked, peopleKeyOfTests, Date.now()) };
}
