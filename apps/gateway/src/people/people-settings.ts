import { hkdfSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { EnvironmentFault } from '#platform/database';
import { PEOPLE_KEY, peopleKeyForm, peopleKeyOf } from '#platform/identity';

type Environment = Readonly<Record<string, string | undefined>>;

/** Paths of the API itself, which the administration of people must not hide behind. */
const TAKEN = ['health', 'session', 'factors', 'invitations', 'audit-log'];
/** Shorter ones are refused for their length already. */
const SHORTEST_PASSWORD = 15;

/** What the gateway needs to know people: the key of the house, where they are administered, and what time it is. */
export class PeopleSettings {
  readonly csrfKey: Buffer;
  readonly deviceKey: Buffer;
  readonly factorKey: Buffer;

  private constructor(
    readonly key: Buffer,
    /** undefined: the one drawn for this house. */
    readonly peoplePath: string | undefined,
    readonly refusedPasswords: ReadonlySet<string>,
    /** Epoch milliseconds. */
    readonly now: () => number,
  ) {
    this.csrfKey = derived(key, 'asiento.csrf.v1');
    this.deviceKey = derived(key, 'asiento.device.v1');
    this.factorKey = derived(key, 'asiento.totp.v1');
  }

  /** Reads `PEOPLE_KEY`, `PEOPLE_PATH` and `PASSWORDS_REFUSED`. @throws EnvironmentFault */
  static of(environment: Environment, now: () => number): PeopleSettings {
    const key = peopleKeyOf(environment[PEOPLE_KEY]);
    if (key === undefined)
      throw new EnvironmentFault(
        `${PEOPLE_KEY} ${peopleKeyForm}, the same for the gateway and all services of a house`,
      );
    const path = environment['PEOPLE_PATH'] || undefined;
    if (path !== undefined && (!/^[a-z0-9-]{8,64}$/.test(path) || TAKEN.includes(path)))
      throw new EnvironmentFault('PEOPLE_PATH must be 8 to 64 small letters, digits and dashes');
    return new PeopleSettings(key, path, passwordsIn(environment['PASSWORDS_REFUSED'] || undefined), now);
  }
}

function derived(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), purpose, 32));
}

/** A list of passwords known from breaches, one a line. */
function passwordsIn(file: string | undefined): ReadonlySet<string> {
  if (file === undefined) return new Set();
  try {
    const lines = readFileSync(file, 'utf8').split('\n');
    return new Set(
      lines
        .map((line) => line.trim().normalize('NFKC').toLowerCase())
        .filter((line) => line.length >= SHORTEST_PASSWORD),
    );
  } catch (error) {
    throw new EnvironmentFault(`PASSWORDS_REFUSED: ${file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}
