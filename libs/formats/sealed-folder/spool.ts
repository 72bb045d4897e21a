import { open, rm, type FileHandle } from 'node:fs/promises';
import type { OpenFile } from './open-file.js';

const CHUNK = 1 << 20;

/** What is known before, but stands behind, what is known last: kept on disk until then, so that memory does not grow. */
export class Spool implements OpenFile {
  private pending: Buffer[] = [];
  private held = 0;

  private constructor(
    private readonly path: string,
    private readonly handle: FileHandle,
  ) {}

  static async create(path: string): Promise<Spool> {
    return new Spool(path, await open(path, 'wx+'));
  }

  async write(data: string | Uint8Array): Promise<void> {
    const bytes = Buffer.from(data);
    this.pending.push(bytes);
    this.held += bytes.length;
    if (this.held >= CHUNK) await this.flush();
  }

  /** Pours everything into the file and ends the spool. */
  async pourInto(file: OpenFile): Promise<void> {
    await this.flush();
    const buffer = Buffer.alloc(CHUNK);
    for (let position = 0; ;) {
      const { bytesRead } = await this.handle.read(buffer, 0, CHUNK, position);
      if (bytesRead === 0) break;
      await file.write(Buffer.from(buffer.subarray(0, bytesRead)));
      position += bytesRead;
    }
    await this.remove();
  }

  async remove(): Promise<void> {
    await this.handle.close();
    await rm(this.path, { force: true });
  }

  private async flush(): Promise<void> {
    const data = Buffer.concat(this.pending);
    this.pending = [];
    this.held = 0;
    if (data.length > 0) await this.handle.appendFile(data);
  }
}
