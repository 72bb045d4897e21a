import { appendFileSync, mkdirSync } from 'node:fs';

const file = new URL('../../.cache/skipped-tests.txt', import.meta.url);

/** Writes down why tests are skipped, for the last lines of the run; gives the reason back for the test's name. */
export function skipReason(what: string, reason: string, tests: number): string {
  mkdirSync(new URL('.', file), { recursive: true });
  appendFileSync(file, `${what}\t${tests}\t${reason}\n`);
  return reason;
}
