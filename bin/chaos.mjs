// A day under fire: builds the services and what attacks them, then runs that in a process of its own.
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
    ...['test/chaos', 'test/kafka', 'test/support', '-d', 'dist', '--extensions', '.ts', '--ignore', '**/*.spec.ts'],
    '--quiet',
  ],
  { cwd: root, stdio: ['ignore', 2, 2] },
);
if (compiled.status !== 0) process.exit(compiled.status ?? 3);

const program = join('dist', 'test', 'chaos', 'main.js');
const { status } = spawnSync(process.execPath, ['--enable-source-maps', program, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
process.exit(status ?? 1);
