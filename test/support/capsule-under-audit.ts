import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifierSource, writeCapsule, type CapsuleManifest } from '#formats/audit-capsule';
import { houseKey, soundCapsule } from './small-books.js';

export interface Verdict {
  readonly status: number | null;
  readonly says: string;
}

/** A line of a file of the capsule. */
export type Line = Record<string, unknown>;
export type Lines = (lines: Line[]) => Line[];

/** A sound capsule on disk, and a verifier that lies elsewhere, for the tests of one file. */
export class CapsuleUnderAudit {
  private copies = 0;

  private constructor(readonly folder: string) {}

  static async open(facts: number): Promise<CapsuleUnderAudit> {
    const audit = new CapsuleUnderAudit(await mkdtemp(join(tmpdir(), 'capsule-')));
    await writeCapsule(audit.capsule, soundCapsule(facts));
    await writeFile(audit.verifier, await verifierSource());
    return audit;
  }

  get capsule(): string {
    return join(this.folder, 'capsule');
  }

  get verifier(): string {
    return join(this.folder, 'verify.mjs');
  }

  /** With the key that the auditor was told, and with nothing of the environment. */
  verified(path: string, key = houseKey.text): Verdict {
    const { status, stdout, stderr } = spawnSync(process.execPath, [this.verifier, path, '--key', key], {
      encoding: 'utf8',
      env: {},
    });
    return { status, says: stdout + stderr };
  }

  /** What the verifier says of a copy that was changed. */
  async afterwards(change: (path: string) => Promise<void>): Promise<Verdict> {
    this.copies += 1;
    const path = join(this.folder, `changed-${this.copies}`);
    await cp(this.capsule, path, { recursive: true });
    await change(path);
    return this.verified(path);
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true });
  }
}

export async function rewrite(path: string, name: string, change: Lines): Promise<void> {
  const file = join(path, name);
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  const changed = change(lines.map((line) => JSON.parse(line) as Line));
  await writeFile(file, changed.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

/** What a forger does who knows how a capsule is made, but has not the key. */
export async function withNewManifest(path: string): Promise<void> {
  const file = join(path, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as CapsuleManifest;
  const files = await Promise.all(
    manifest.files.map(async ({ name }) => {
      const content = await readFile(join(path, name));
      const rows = name.endsWith('.jsonl') ? content.toString().split('\n').length - 1 : 1;
      return { name, rows, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
    }),
  );
  await writeFile(file, `${JSON.stringify({ ...manifest, files }, null, 2)}\n`);
}

/** Changes one journal. */
export const at =
  (book: string, sequence: number, change: (journal: Line) => Line): Lines =>
  (lines) =>
    lines.map((line) => (line['book'] === book && line['sequence'] === String(sequence) ? change(line) : line));
export const indexOf = (lines: Line[], book: string, sequence: number): number =>
  lines.findIndex((line) => line['book'] === book && line['sequence'] === String(sequence));
