import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const root = new URL('../../', import.meta.url).pathname;

interface Line {
  readonly pure: { readonly commands: number };
  readonly postgres: { readonly commands: number };
  readonly differences: number;
}

/** The command that anybody can run, in a process of its own, with numbers for every change. */
describe('a ledger that lives through random histories beside a model of it', () => {
  it('says what the model says and holds what it holds, in memory and in PostgreSQL, to the last minor unit', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['bin/model.mjs', '--pure', '30000', '--commands', '600', '--seed', '7', '--json'],
      { cwd: root, maxBuffer: 16 * 1_048_576 },
    );
    const { pure, postgres, differences } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Line;
    expect(pure.commands).toBeGreaterThanOrEqual(30_000);
    expect(postgres.commands).toBeGreaterThanOrEqual(600);
    expect(differences).toBe(0);
  }, 300_000);
});
