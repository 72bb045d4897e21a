import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Browser } from 'playwright-core';

const run = promisify(execFile);

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];
const INSTALL_TIMEOUT_MS = 180_000;

/** A browser of this machine, or the sentence why there is none. */
export type ChromiumHere = { readonly path: string } | { readonly missing: string };

/**
 * Looks for Chromium: `CHROMIUM_PATH`, then the search path, then the usual places. Where apt is at hand and we are root, as in
 * a build container, it is installed. Nothing is downloaded from anywhere else.
 */
export async function chromiumHere(): Promise<ChromiumHere> {
  const found = installedChromium();
  if (found !== undefined) return { path: found };
  if (process.getuid?.() !== 0 || onPath(['apt-get']) === undefined)
    return { missing: 'no Chromium on this machine; install it, or name it in CHROMIUM_PATH' };
  try {
    await run('apt-get', ['update'], { timeout: INSTALL_TIMEOUT_MS });
    await run('apt-get', ['install', '-y', 'chromium'], {
      timeout: INSTALL_TIMEOUT_MS,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  } catch (error) {
    return {
      missing: `no Chromium on this machine, and apt-get could not install it: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`,
    };
  }
  const installed = installedChromium();
  return installed === undefined
    ? { missing: 'apt-get installed chromium, yet it cannot be found' }
    : { path: installed };
}

/** Starts it without a window. */
export function launchChromium(path: string): Promise<Browser> {
  return chromium.launch({ executablePath: path, args: FLAGS });
}

function installedChromium(): string | undefined {
  return [process.env['CHROMIUM_PATH'], onPath(NAMES), ...ELSEWHERE].find(
    (path) => path !== undefined && path !== '' && isExecutable(path),
  );
}

function onPath(names: readonly string[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
