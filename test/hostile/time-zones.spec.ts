import { execFile } from 'node:child_process';

const root = new URL('../../', import.meta.url).pathname;

/** Ahead of UTC by 14 hours, and behind by 9 with summer time; all other tests run in UTC. */
const ZONES = ['Pacific/Kiritimati', 'America/Juneau'];

/** Ask other programs, or change a capsule byte by byte: no clock on the wall in either. */
const ASIDE = ['judges', 'audit-capsule/changed-'];

interface Result {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly assertionResults: readonly { fullName: string; status: string }[] }[];
}

/** The business is the same wherever the server stands: value dates belong to markets, never to a clock on the wall. */
describe('the domain and the formats', () => {
  const passed = new Map<string, number>();

  it.each(ZONES)(
    'hold in the time zone %s',
    async (zone) => {
      const result = await new Promise<Result>((resolve, reject) => {
        execFile(
          process.execPath,
          [
            '--experimental-vm-modules',
            'node_modules/jest/bin/jest.js',
            '--json',
            '--maxWorkers=1',
            'libs/domain',
            'libs/formats',
            ...ASIDE.map((path) => `--testPathIgnorePatterns=${path}`),
          ],
          { cwd: root, env: { ...process.env, TZ: zone }, maxBuffer: 256 * 1_048_576 },
          // It ends with 1 when a test fails; the report says which.
          (error, stdout) =>
            stdout === '' ? reject(error ?? new Error('no report')) : resolve(JSON.parse(stdout) as Result),
        );
      });
      const failed = result.testResults.flatMap(({ assertionResults }) =>
        assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
      );
      expect(failed).toEqual([]);
      expect(result.numFailedTests).toBe(0);
      passed.set(zone, result.numPassedTests);
      expect(result.numPassedTests).toBeGreaterThan(500);
      expect(new Set(passed.values()).size).toBe(1);
    },
    600_000,
  );
});
