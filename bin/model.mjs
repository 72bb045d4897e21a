// The ledger beside a model of it: builds the services and the model, then runs both in a process of their own.
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
    ...['test/model', 'test/support', '-d', 'dist', '--extensions', '.ts', '--ignore', '**/*.spec.ts', '--quiet'],
  ],
  { cwd: root, stdio: ['ignore', 2, 2] },
);
if (compiled.status !== 0) process.exit(compiled.status ?? 3);

const program = join('dist', 'test', 'model', 'main.js');
const { status } = spawnSync(process.execPath, ['--enable-source-maps', program, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
process.exit(status ?? 1);
