// Plants every bug of test/mutants in a copy of the checkout and shows that a test turns red. The checkout is never touched.
import { spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs, stripVTControlCharacters } from 'node:util';
import { install, requireNode, root } from './prepare.mjs';

const HELP = `Plants the bugs that others have shipped, one by one, in a copy of this checkout, and shows that a test turns red.

usage: npm run mutants -- [options]

  --only B7,B12.1   only these classes or single bugs
  --list            name the bugs and plant nothing
  --json            one JSON object a line instead of text
  --record          append the result to docs/evidence/mutants.jsonl; the checkout must be committed
  --help            this text

Ends with 0 when every planted bug was caught, with 1 when one was not, with 2 when the run itself could not be made.
`;

/** A test may wait for something that the bug keeps from coming. */
const LONGEST_RUN_MS = 300_000;
const NOT_COPIED = new Set(['.git', '.data', '.cache', 'node_modules', 'dist', 'coverage']);
/** Words of an expectation that was not met: of jest, of fast-check, and of a wait that was in vain. */
const EXPECTATION = /\bexpect\(|Property failed after|Error: after \d+ s: /;

const { values: options } = readOptions();
if (options.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
requireNode();
install();
const { transformSync } = await import('@swc/core');

const work = mkdtempSync(join(tmpdir(), 'asiento-mutants-'));
const cache = join(work, '.cache');
let child;
let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    stopping = true;
    child?.kill('SIGKILL');
  });

let code = 2;
try {
  code = await run();
} catch (error) {
  process.stderr.write(`mutants: ${error.message}\n`);
} finally {
  await cleanUp();
}
process.exit(code);

async function run() {
  const { mutants } = await load();
  const chosen = choose(mutants);
  if (options.list) {
    for (const { id, title, file } of chosen) say({ id, title, file }, `${id.padEnd(6)} ${title} (${file})`);
    return 0;
  }
  const commit = git('rev-parse', 'HEAD');
  if (options.record && git('status', '--porcelain') !== '')
    throw new Error('--record wants a committed checkout, so that the line names what was tried');
  copyCheckout();
  const begun = Date.now();
  await showGreen(chosen);
  const missed = [];
  for (const mutant of chosen) {
    const from = Date.now();
    const { outcome, detail } = await plant(mutant);
    if (outcome !== 'caught') missed.push(mutant.id);
    const seconds = (Date.now() - from) / 1000;
    const { id, title } = mutant;
    say(
      { id, title, outcome, detail, seconds },
      `${id.padEnd(6)} ${outcome.padEnd(7)} ${seconds.toFixed(1).padStart(5)} s  ${title}${outcome === 'caught' ? '' : `\n       ${detail}`}`,
    );
  }
  const seconds = Math.round((Date.now() - begun) / 1000);
  const [planted, caught] = [chosen.length, chosen.length - missed.length];
  say({ commit, planted, caught, missed, seconds }, `${planted} planted, ${caught} caught, ${seconds} s`);
  if (options.record) record({ commit, planted, caught, missed, seconds, only: options.only ?? null });
  return missed.length === 0 ? 0 : 1;
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        only: { type: 'string' },
        list: { type: 'boolean' },
        json: { type: 'boolean' },
        record: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${HELP}`);
    process.exit(2);
  }
}

/** The data is TypeScript, so that it is checked and linted like all else; here it is read by itself. */
async function load() {
  const source = join(root, 'test', 'mutants');
  const made = join(cache, 'mutants');
  mkdirSync(made, { recursive: true });
  writeFileSync(join(made, 'package.json'), '{ "type": "module" }');
  for (const name of readdirSync(source)) {
    if (!name.endsWith('.ts') || name.endsWith('.spec.ts')) continue;
    const { code: javascript } = transformSync(readFileSync(join(source, name), 'utf8'), {
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
      module: { type: 'es6' },
    });
    writeFileSync(join(made, name.replace(/\.ts$/, '.js')), javascript);
  }
  return import(pathToFileURL(join(made, 'index.js')).href);
}

function choose(mutants) {
  if (options.only === undefined) return mutants;
  const wanted = options.only.split(',').map((one) => one.trim());
  const matches = (one, id) => id === one || id.startsWith(`${one}.`);
  const unknown = wanted.filter((one) => !mutants.some(({ id }) => matches(one, id)));
  if (unknown.length > 0) throw new Error(`there is no bug ${unknown.join(', ')}; --list names them`);
  return mutants.filter(({ id }) => wanted.some((one) => matches(one, id)));
}

function git(...args) {
  return spawnSync('git', args, { cwd: root, encoding: 'utf8' }).stdout?.trim() ?? '';
}

/** Shares its blocks with the checkout where the file system can. Open to read: PostgreSQL may have to run as another user. */
function copyCheckout() {
  chmodSync(work, 0o755);
  for (const name of readdirSync(root)) {
    if (NOT_COPIED.has(name)) continue;
    const isSource = (path) => !NOT_COPIED.has(relative(root, path).split(/[\\/]/).at(-1));
    cpSync(join(root, name), join(work, name), { recursive: true, mode: constants.COPYFILE_FICLONE, filter: isSource });
  }
  symlinkSync(join(root, 'node_modules'), join(work, 'node_modules'), 'dir');
}

/** @throws when a test that is to turn red is not green before */
async function showGreen(chosen) {
  const runs = new Map();
  for (const mutant of chosen) {
    const key = `${mutant.spec} ${mutant.zone ?? 'UTC'}`;
    runs.set(key, [...(runs.get(key) ?? []), mutant]);
  }
  const notGreen = [];
  for (const [first, ...others] of runs.values()) {
    const all = [first, ...others];
    const { tests, fault } = await jest(first.spec, [...new Set(all.map(({ test }) => test))], first.zone);
    if (fault) throw new Error(`${first.spec} does not run: ${fault}`);
    for (const { id, test } of all) {
      const named = tests.filter(({ fullName }) => fullName.includes(test));
      if (named.length === 0) notGreen.push(`${id}: no test "${test}" ran in ${first.spec}`);
      for (const { fullName, status, failureMessages } of named)
        if (status !== 'passed') notGreen.push(`${id}: ${fullName} is ${status} ${firstLine(failureMessages)}`);
    }
    say(
      { spec: first.spec, green: tests.length },
      `green   ${first.spec}${first.zone ? ` in ${first.zone}` : ''}: ${tests.length} tests`,
    );
  }
  if (notGreen.length > 0) throw new Error(`not green without any bug:\n  ${notGreen.join('\n  ')}`);
}

async function plant({ file, edits, also, spec, test, zone, because }) {
  const plantings = also ? [{ file, edits }, also] : [{ file, edits }];
  const originals = plantings.map((one) => readFileSync(join(work, one.file), 'utf8'));
  plantings.forEach((one, index) => writeFileSync(join(work, one.file), withBug(originals[index], one)));
  try {
    return judge(await jest(spec, [test], zone), test, because);
  } finally {
    plantings.forEach((one, index) => writeFileSync(join(work, one.file), originals[index]));
  }
}

/** @throws when a text is not found exactly once */
function withBug(text, { file, edits }) {
  for (const { find, replace } of edits) {
    const times = text.split(find).length - 1;
    if (times !== 1) throw new Error(`${file} has ${times} times, not once, the text\n${find}`);
    text = text.split(find).join(replace);
  }
  return text;
}

/** Red for the right reason: the named test ran, and an expectation of it was not met. */
function judge({ tests, fault }, test, because) {
  if (fault) return { outcome: 'BROKEN', detail: `the tests do not run: ${fault}` };
  const red = tests.filter(({ fullName, status }) => status === 'failed' && fullName.includes(test));
  if (red.length === 0) return { outcome: 'MISSED', detail: `"${test}" stays green` };
  const messages = red.flatMap(({ failureMessages }) => failureMessages);
  const expected = (message) => (because === undefined ? EXPECTATION.test(message) : message.includes(because));
  return messages.some(expected)
    ? { outcome: 'caught', detail: `${red.length} red: ${firstLine(messages)}` }
    : { outcome: 'BROKEN', detail: `red for another reason: ${firstLine(messages)}` };
}

function firstLine(messages) {
  return stripVTControlCharacters(messages[0] ?? '').split('\n', 1)[0];
}

/** Runs the named tests of one file in the copy. */
async function jest(spec, titles, zone = 'UTC') {
  const output = join(cache, 'result.json');
  rmSync(output, { force: true });
  const said = await spawned(
    [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
      '--runInBand',
      '--ci',
      '--watchman=false',
      '--forceExit',
      `--cacheDirectory=${join(cache, 'jest')}`,
      '--json',
      `--outputFile=${output}`,
      '--testNamePattern',
      titles.map((title) => title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'),
      '--runTestsByPath',
      spec,
    ],
    zone,
  );
  if (!existsSync(output)) return { tests: [], fault: said };
  const [file] = JSON.parse(readFileSync(output, 'utf8')).testResults;
  const tests = (file?.assertionResults ?? [])
    .filter(({ status }) => status !== 'pending')
    .map((one) => ({ ...one, failureMessages: one.failureMessages.map(stripVTControlCharacters) }));
  return tests.length === 0 ? { tests, fault: firstLine([file?.message || 'no test ran']) } : { tests };
}

/** @throws when this run has been told to stop */
function spawned(args, zone) {
  return new Promise((done, fail) => {
    const { CI: _ci, ...environment } = process.env;
    child = spawn(process.execPath, args, {
      cwd: work,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...environment, TZ: zone, FORCE_COLOR: '0', NODE_ENV: 'test' },
    });
    let said = '';
    child.stderr.on('data', (chunk) => (said = (said + chunk).slice(-2_000)));
    const timer = setTimeout(() => child.kill('SIGKILL'), LONGEST_RUN_MS);
    child.on('exit', (_code, signal) => {
      clearTimeout(timer);
      if (stopping) fail(new Error('stopped'));
      else done(signal ? `ended by ${signal}` : said.trim());
    });
  });
}

function say(object, text) {
  process.stdout.write(`${options.json ? JSON.stringify(object) : text}\n`);
}

function record(result) {
  const folder = join(root, 'docs', 'evidence');
  mkdirSync(folder, { recursive: true });
  const line = { at: new Date().toISOString(), ...result, node: process.versions.node };
  appendFileSync(join(folder, 'mutants.jsonl'), `${JSON.stringify(line)}\n`);
}

/** The tests of the copy have a database server of their own, ours alone if its command line names our folder. */
async function cleanUp() {
  const cluster = join(cache, 'test-postgres', 'pg');
  const pidFile = join(cluster, 'postmaster.pid');
  if (existsSync(pidFile)) {
    const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
    const commandLine = `/proc/${pid}/cmdline`;
    if (!existsSync('/proc') || (existsSync(commandLine) && readFileSync(commandLine, 'utf8').includes(cluster)))
      process.kill(pid, 'SIGINT');
    for (let attempt = 0; attempt < 100 && existsSync(pidFile); attempt++) await sleep(100);
  }
  rmSync(work, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
