import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const root = new URL('../../', import.meta.url).pathname;

interface Line {
  readonly inputs: number;
  readonly taken: number;
  readonly refused: number;
  readonly longestBlockMs: number;
  readonly rssPeakMb: number;
  readonly byDecoder: Readonly<Record<string, { inputs: number; taken: number; refused: number }>>;
}

/** The command that anybody can run, in a process of its own: memory and blocking are then those of the decoders alone. */
describe('100,000 hostile inputs', () => {
  it('are taken or refused by name by every decoder, none blocks for a second or makes the process grow', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['bin/fuzz.mjs', '--inputs', '100000', '--seed', '1', '--json'],
      { cwd: root, maxBuffer: 16 * 1_048_576 },
    );
    const line = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Line;
    expect(line.inputs).toBe(100_000);
    expect(line.longestBlockMs).toBeLessThan(1_000);
    expect(line.rssPeakMb).toBeLessThan(512);
    // An input that nobody takes, or that nobody refuses, proves little about its decoder.
    for (const [name, { taken, refused }] of Object.entries(line.byDecoder))
      expect({ name, some: taken > 0 && refused > 0 }).toEqual({ name, some: true });
  }, 600_000);
});
