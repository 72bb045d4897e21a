import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';

/** Written at once; more would only cost memory. */
const CHUNK = 1 << 20;

/** A new file that is hashed while it is written. An existing one is never overwritten. */
export class HashedFile {
  private readonly hash = createHash('sha256');
  private pending = '';
  private bytes = 0;

  private constructor(private readonly handle: FileHandle) {}

  /** @throws when the file is there already, or cannot be written */
  static async create(path: string): Promise<HashedFile> {
    return new HashedFile(await open(path, 'wx'));
  }

  async write(text: string): Promise<void> {
    this.pending += text;
    if (this.pending.length >= CHUNK) await this.flush();
  }

  /** Forces the file to disk. @returns what the manifest says of it */
  async close(): Promise<{ readonly bytes: number; readonly sha256: string }> {
    await this.flush();
    await this.handle.sync();
    await this.handle.close();
    return { bytes: this.bytes, sha256: this.hash.digest('hex') };
  }

  /** Gives up what was begun. */
  async abandon(): Promise<void> {
    await this.handle.close();
  }

  private async flush(): Promise<void> {
    const data = Buffer.from(this.pending);
    this.pending = '';
    this.hash.update(data);
    this.bytes += data.length;
    await this.handle.writeFile(data);
  }
}
