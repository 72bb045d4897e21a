import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildDashboard } from './desk-under-test.js';

const LIMIT_BYTES = 220_000;
const BUILD_MS = 120_000;

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
}

describe('the weight of the dashboard', () => {
  let folder: string;
  let manifest: Readonly<Record<string, Chunk>>;

  beforeAll(async () => {
    folder = await buildDashboard('weighed');
    manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>;
  }, BUILD_MS);

  /** What the browser must have before the first screen shows: the entry, one screen, one language, and all they import. */
  it('stays within 220 kB of gzipped JavaScript for every first screen', () => {
    const entry = Object.keys(manifest).find((key) => manifest[key]?.isEntry) ?? '';
    const screens = Object.keys(manifest).filter((key) => key.startsWith('src/screens/'));
    expect(screens.length).toBeGreaterThanOrEqual(10);
    const weights = screens.map((screen) => [screen, weightOf([entry, screen, 'src/language/es.json'])] as const);
    expect(weights.filter(([, bytes]) => bytes > LIMIT_BYTES)).toEqual([]);
    const heaviest = Math.max(...weights.map(([, bytes]) => bytes));
    expect(heaviest).toBeGreaterThan(60_000);
    process.stdout.write(
      `dashboard: heaviest first screen ${Math.round(heaviest / 100) / 10} kB of gzipped JavaScript, limit ${LIMIT_BYTES / 1000} kB\n`,
    );
  });

  it('loads each screen by itself', () => {
    const entry = Object.values(manifest).find(({ isEntry }) => isEntry);
    expect(entry?.dynamicImports?.filter((name) => name.startsWith('src/screens/')).length).toBeGreaterThanOrEqual(10);
  });

  it('has no inline script or style, so that a strict policy holds', () => {
    const page = readFileSync(join(folder, 'index.html'), 'utf8');
    expect(page).not.toMatch(/<style|style=|<script(?![^>]*\ssrc=)|\son\w+=/);
  });

  function weightOf(names: readonly string[]): number {
    const files = new Set<string>();
    const collect = (name: string): void => {
      const chunk = manifest[name];
      if (chunk === undefined || files.has(chunk.file)) return;
      files.add(chunk.file);
      chunk.imports?.forEach(collect);
    };
    names.forEach(collect);
    return [...files]
      .filter((file) => file.endsWith('.js'))
      .reduce((bytes, file) => bytes + gzipSync(readFileSync(join(folder, file))).length, 0);
  }
});
