// All tests: installs and builds what they need, runs them, and says at the end what ran and what was skipped, with reasons.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, install, requireNode, root } from './prepare.mjs';

requireNode();
install();
build();

const cache = join(root, '.cache');
mkdirSync(cache, { recursive: true });
const skips = join(cache, 'skipped-tests.txt');
const results = join(cache, 'test-results.json');
for (const file of [skips, results]) rmSync(file, { force: true });

const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    join('node_modules', 'jest', 'bin', 'jest.js'),
    '--json',
    `--outputFile=${results}`,
    ...process.argv.slice(2),
  ],
  // The report goes to standard error; the JSON that jest also prints is not for people.
  {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      TZ: process.env.TZ ?? 'UTC',
      LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent',
      DASHBOARD_JUST_BUILT: join(root, 'dist', 'dashboard'),
    },
  },
);

stopTestDatabase();

const lines = [];
let counts = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, testResults: [] };
if (existsSync(results)) counts = JSON.parse(readFileSync(results, 'utf8'));
const rooms = new Map();
for (const { name, assertionResults } of counts.testResults) {
  const room = name.slice(root.length).split('/').slice(0, 2).join('/');
  const passed = assertionResults.filter(({ status: outcome }) => outcome === 'passed').length;
  const seen = rooms.get(room) ?? { files: 0, passed: 0, all: 0 };
  rooms.set(room, { files: seen.files + 1, passed: seen.passed + passed, all: seen.all + assertionResults.length });
}
for (const [room, { files, passed, all }] of [...rooms].sort())
  lines.push(`ran      ${room}: ${passed} of ${all} tests in ${files} files`);
if (existsSync(skips))
  for (const line of [...new Set(readFileSync(skips, 'utf8').trim().split('\n'))]) {
    const [what, tests, reason] = line.split('\t');
    lines.push(`skipped  ${what}: ${tests} tests, because ${reason}`);
  }
lines.push(`${counts.numPassedTests} passed, ${counts.numFailedTests} failed, ${counts.numPendingTests} skipped`);
process.stdout.write(`\n${lines.join('\n')}\n`);
process.exit(status ?? 1);

/** The test files share one server; it is ours alone if its command line names our folder. */
function stopTestDatabase() {
  const folders = [join(cache, 'test-postgres', 'pg')];
  for (const folder of folders) {
    try {
      const pid = Number.parseInt(readFileSync(join(folder, 'postmaster.pid'), 'utf8'), 10);
      if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder)) process.kill(pid, 'SIGINT');
    } catch {
      // No server, or none that can be told to be ours: nothing to stop.
    }
  }
}
