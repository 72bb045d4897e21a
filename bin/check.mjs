// Everything a change must pass: types, lint, form, tests. All are run; each that fails is named at the end.
import { spawnSync } from 'node:child_process';
import { build, install, requireNode, root } from './prepare.mjs';

requireNode();
install();
build();

const steps = [
  ['types', 'npx', ['tsc', '--noEmit']],
  ['types of the dashboard', 'npx', ['tsc', '-p', 'apps/dashboard', '--noEmit']],
  ['lint', 'npx', ['eslint', '.']],
  ['form', 'npx', ['prettier', '--check', '.']],
  ['dead code', 'npx', ['knip']],
  ['tests', process.execPath, ['bin/test.mjs']],
];
const failed = [];
for (const [name, program, args] of steps) {
  process.stdout.write(`\n== ${name}\n`);
  if (spawnSync(program, args, { cwd: root, stdio: 'inherit' }).status !== 0) failed.push(name);
}
process.stdout.write(failed.length === 0 ? '\nall checks pass\n' : `\nfailed: ${failed.join(', ')}\n`);
process.exit(failed.length === 0 ? 0 : 1);
