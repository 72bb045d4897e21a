import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import type { OpenFile } from './open-file.js';

/** Written at once; more would only cost memory. */
const CHUNK = 1 << 20;

/** What a manifest says of a file. */
export interface FileSummary {
  readonly name: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** A new file that is hashed while it is written. An existing one is never overwritten. */
export class HashedFile implements OpenFile {
  private readonly hash = createHash('sha256');
  private pending = '';
  private rows = 0;
  private bytes = 0;

  private constructor(private readonly handle: FileHandle) {}

  /** @throws when the file is there already, or cannot be written */
  static async create(path: string): Promise<HashedFile> {
    return new HashedFile(await open(path, 'wx'));
  }

  async write(data: string | Uint8Array, rows = 0): Promise<void> {
    this.rows += rows;
    if (typeof data === 'string') {
      this.pending += data;
      if (this.pending.length >= CHUNK) await this.flush();
    } else {
      await this.flush();
      await this.append(data);
    }
  }

  /** Forces the file to disk. */
  async close(): Promise<Omit<FileSummary, 'name'>> {
    await this.flush();
    await this.handle.sync();
    await this.handle.close();
    return { rows: this.rows, bytes: this.bytes, sha256: this.hash.digest('hex') };
  }

  /** Gives up what was begun. */
  async abandon(): Promise<void> {
    await this.handle.close();
  }

  private async flush(): Promise<void> {
    if (this.pending === '') return;
    const data = Buffer.from(this.pending);
    this.pending = '';
    await this.append(data);
  }

  private async append(data: Uint8Array): Promise<void> {
    this.hash.update(data);
    this.bytes += data.length;
    await this.handle.writeFile(data);
  }
}
