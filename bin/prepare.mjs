// What every command needs before it runs: a Node that is new enough, the packages of the lock file, and a build of the sources.
// No dependency may be imported here: on a fresh machine there are none yet.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs a program in the project's folder, its output on standard error, and ends with its code if it fails. */
function run(what, program, args) {
  const { status, error } = spawnSync(program, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status === 0) return;
  process.stderr.write(`asiento: ${what} failed${error ? ` (${error.message})` : ''}\n`);
  process.exit(status || 3);
}

export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  process.stderr.write(`asiento: Node ${process.versions.node} is too old; install Node 20.19 or newer\n`);
  process.exit(3);
}

/** Installs when packages are missing or the lock file has changed since. An installed package needs nothing. */
export function install() {
  const lock = join(root, 'package-lock.json');
  if (!existsSync(lock)) return;
  const stamp = join(root, 'node_modules', '.asiento-lock');
  const wanted = createHash('sha256').update(readFileSync(lock)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  process.stderr.write('installing packages (about a minute the first time)\n');
  run('npm ci', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, wanted);
}

const SOURCES = ['apps', 'libs', 'package.json', 'package-lock.json', '.swcrc', 'tsconfig.json'];

function* filesUnder(path) {
  if (!statSync(path).isDirectory()) return yield path;
  for (const name of readdirSync(path).sort())
    if (name !== 'node_modules' && name !== 'dist') yield* filesUnder(join(path, name));
}

function fingerprint(paths) {
  const hash = createHash('sha256');
  for (const path of paths)
    for (const file of filesUnder(join(root, path)))
      if (!file.endsWith('.spec.ts')) hash.update(file.slice(root.length)).update(readFileSync(file));
  return hash.digest('hex');
}

/** Builds services and dashboard into `dist`, each only when its sources have changed. */
export function build() {
  const dist = join(root, 'dist');
  const bin = (name) => join(root, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name);
  if (!existsSync(bin('swc'))) return;
  const parts = [
    {
      name: 'services',
      made: ['apps', 'libs'],
      paths: SOURCES,
      build: () => {
        run('the build', bin('swc'), [
          'apps',
          'libs',
          '-d',
          'dist',
          '--extensions',
          '.ts',
          '--ignore',
          '**/*.spec.ts',
          '--ignore',
          'apps/dashboard/**',
          '--quiet',
        ]);
        // A program that leaves the house as it stands: the verifier of the audit capsule.
        for (const file of filesUnder(join(root, 'libs')))
          if (file.endsWith('.mjs')) copyFileSync(file, join(dist, file.slice(root.length)));
      },
    },
    {
      name: 'dashboard',
      made: ['dashboard'],
      paths: ['apps/dashboard', 'libs/contracts', 'package-lock.json'],
      build: () =>
        run('the build of the dashboard', bin('vite'), [
          'build',
          '-c',
          'apps/dashboard/vite.config.ts',
          '--logLevel',
          'warn',
          'apps/dashboard',
        ]),
    },
  ];
  for (const { name, made, paths, build: make } of parts) {
    const stamp = join(dist, `.${name}`);
    const now = fingerprint(paths);
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) continue;
    process.stderr.write(`building the ${name}\n`);
    for (const folder of made) rmSync(join(dist, folder), { recursive: true, force: true });
    make();
    writeFileSync(stamp, now);
  }
}
