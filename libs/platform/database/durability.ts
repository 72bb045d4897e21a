import type { Transaction } from './database.js';
import { EnvironmentFault } from './embedded/index.js';

const MUST_BE_ON = ['fsync', 'full_page_writes', 'synchronous_commit'];

/** Refuses a server that may forget what it has acknowledged; names all settings that are off, not the first. */
export async function refuseForgetfulServer(db: Transaction): Promise<void> {
  const off = await db.rows<{ name: string; setting: string }>(
    `select name, setting from pg_settings where name = any($1) and setting in ('off', 'local') order by name`,
    [MUST_BE_ON],
  );
  if (off.length === 0) return;
  throw new EnvironmentFault(
    `the database server may lose what it has acknowledged: ${off.map(({ name, setting }) => `${name} is ${setting}`).join(', ')}; turn ${off.length === 1 ? 'it' : 'them'} on`,
  );
}
