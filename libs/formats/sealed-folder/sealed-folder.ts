import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { HashedFile, type FileSummary } from './hashed-file.js';
import { Spool } from './spool.js';

/** Ending of a file that is not finished. */
const PARTIAL = '.partial';

/** The folder holds something already, so that nothing is written into it. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';

  constructor(folder: string, what: string) {
    super(`${folder} ${what}`);
  }
}

/**
 * A folder of files that are all there or not there: each is written under a temporary name, and gets its own when all are
 * on disk. The file made last (the manifest) gets its name last, so a folder that has it is whole.
 */
export class SealedFolder {
  private readonly begun: { readonly name: string; readonly file: HashedFile; summary?: FileSummary }[] = [];
  private readonly spools = new Set<Spool>();

  private constructor(readonly path: string) {}

  /**
   * Makes the folder when it is missing.
   * @throws FolderInUse, which says what to do
   */
  static async begin(path: string): Promise<SealedFolder> {
    await mkdir(path, { recursive: true });
    const there = (await readdir(path)).sort();
    const partial = there.find((name) => name.endsWith(PARTIAL));
    if (partial)
      throw new FolderInUse(
        path,
        `holds an export that was interrupted or is still being written (${partial}): remove the folder, or choose another`,
      );
    if (there.length > 0)
      throw new FolderInUse(path, `holds files already (${there[0]}): choose an empty folder or a new one`);
    return new SealedFolder(path);
  }

  /** @throws FolderInUse when another export writes into the folder too */
  async create(name: string): Promise<HashedFile> {
    const file = await this.inFolder(name, (path) => HashedFile.create(path));
    this.begun.push({ name, file });
    return file;
  }

  async spool(name: string): Promise<Spool> {
    const spool = await this.inFolder(name, (path) => Spool.create(path));
    this.spools.add(spool);
    return spool;
  }

  /** Pours a spool into a file of the folder. */
  async pour(spool: Spool, file: HashedFile): Promise<void> {
    await spool.pourInto(file);
    this.spools.delete(spool);
  }

  /** Ends the files begun so far. @returns what the manifest says of all of them */
  async close(): Promise<FileSummary[]> {
    const summaries: FileSummary[] = [];
    for (const one of this.begun) {
      one.summary ??= { name: one.name, ...(await one.file.close()) };
      summaries.push(one.summary);
    }
    return summaries;
  }

  /** Gives all files their names, in the order in which they were made. */
  async seal(): Promise<void> {
    await this.close();
    for (const { name } of this.begun) await rename(this.partial(name), join(this.path, name));
    // A directory cannot be forced to disk on Windows.
    if (process.platform === 'win32') return;
    const directory = await open(this.path, 'r');
    await directory.sync().finally(() => directory.close());
  }

  /** Takes away what was begun. */
  async abandon(): Promise<void> {
    for (const spool of this.spools) await spool.remove();
    for (const { name, file, summary } of this.begun) {
      if (!summary) await file.abandon();
      await rm(this.partial(name), { force: true });
    }
  }

  private partial(name: string): string {
    return join(this.path, `${name}${PARTIAL}`);
  }

  private async inFolder<Made>(name: string, make: (path: string) => Promise<Made>): Promise<Made> {
    try {
      return await make(this.partial(name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      throw new FolderInUse(this.path, `is being written by another export (${name}${PARTIAL}): choose another folder`);
    }
  }
}
