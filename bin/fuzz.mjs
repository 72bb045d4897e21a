// Hostile input for every decoder: builds what is tested and what tests it, then runs that in a process of its own.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build, install, requireNode, root } from './prepare.mjs';

requireNode();
install();
build();

const compiled = spawnSync(
  process.execPath,
  [
    join('node_modules', '@swc', 'cli', 'bin', 'swc.js'),
    ...['test/hostile/fuzz', '-d', 'dist', '--extensions', '.ts', '--ignore', '**/*.spec.ts', '--quiet'],
  ],
  { cwd: root, stdio: ['ignore', 2, 2] },
);
if (compiled.status !== 0) process.exit(compiled.status ?? 3);

const program = join('dist', 'test', 'hostile', 'fuzz', 'main.js');
// With a whole machine to itself the collector would be lazy, and growth would look like need.
const flags = ['--enable-source-maps', '--max-old-space-size=192'];
const { status } = spawnSync(process.execPath, [...flags, program, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
process.exit(status ?? 1);
