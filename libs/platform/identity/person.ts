import { rightsOf, type Right, type Role } from '#contracts';

/** Who asks: a person who signed in at the gateway, or the machine itself for its own command line. */
export interface Person {
  readonly handle: string;
  readonly roles: readonly Role[];
  /** Until when a second factor given lately counts, epoch milliseconds; 0 when none does. */
  readonly factorUntil: number;
  /** The command line on the machine of the house: reads what an auditor reads, and founds the house. */
  readonly machine: boolean;
}

const OF_THE_MACHINE: readonly Right[] = [
  'read-business',
  'read-books',
  'read-people',
  'read-audit-log',
  'found-house',
];

/** What somebody may do. */
export function rightsOfPerson({ roles, machine }: Person): readonly Right[] {
  return machine ? OF_THE_MACHINE : rightsOf(roles);
}

/** The machine's own command line, named after nobody. */
export const theMachine: Person = { handle: 'machine', roles: [], factorUntil: 0, machine: true };
