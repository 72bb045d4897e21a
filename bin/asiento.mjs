#!/usr/bin/env node
// The command line: prepares what is missing, then runs the built program in a process of its own.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build, install, requireNode, root } from './prepare.mjs';

requireNode();
install();
build();

// A larger young generation takes most of the collector's time away while batches fly.
const program = join(root, 'dist', 'apps', 'asiento', 'src', 'main.js');
const child = spawn(
  process.execPath,
  ['--max-semi-space-size=64', '--enable-source-maps', program, ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
// A terminal sends its signals to both; a supervisor only to this one.
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    if (!process.stdin.isTTY || signal === 'SIGTERM') child.kill(signal);
  });
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 3)));
