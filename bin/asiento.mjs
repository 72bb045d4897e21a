#!/usr/bin/env node
// The command line: prepares what is missing, then runs the built program in a process of its own.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build, install, requireNode, root } from './prepare.mjs';

requireNode();
install();
build();

// A larger young generation takes most of the collector's time away while batches fly; a bound on the old one keeps what has
// died from lying about: the house needs half of it, one service by itself less.
const program = join(root, 'dist', 'apps', 'asiento', 'src', 'main.js');
const alone = process.argv.includes('--service');
const memory = [`--max-semi-space-size=${alone ? 32 : 64}`, `--max-old-space-size=${alone ? 256 : 512}`];
const child = spawn(process.execPath, [...memory, '--enable-source-maps', program, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
// A terminal sends its signals to both; a supervisor only to this one.
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    if (!process.stdin.isTTY || signal === 'SIGTERM') child.kill(signal);
  });
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 3)));
