import { createReadStream, createWriteStream } from 'node:fs';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack, type Pack } from 'tar-stream';

/**
 * Packs a finished capsule into one `.tar.gz`, the same bytes for the same files. Under a temporary name until it is whole; an
 * archive that is there is never overwritten.
 * @param modified instant that the archive gives to its files
 */
export async function packCapsule(folder: string, archive: string, modified: Date): Promise<void> {
  // Takes the name, so that nobody else can between now and the end.
  await (await open(archive, 'wx')).close();
  const partial = `${archive}.partial`;
  try {
    const tar = pack();
    await Promise.all([
      addFiles(tar, folder, modified),
      pipeline(tar, createGzip(), createWriteStream(partial, { flags: 'wx', flush: true })),
    ]);
    await rename(partial, archive);
  } catch (error) {
    await rm(partial, { force: true });
    await rm(archive, { force: true });
    throw error;
  }
}

async function addFiles(tar: Pack, folder: string, modified: Date): Promise<void> {
  try {
    for (const name of (await readdir(folder)).sort()) {
      const path = join(folder, name);
      const { size } = await stat(path);
      const entry = tar.entry({ name: `${basename(folder)}/${name}`, size, mtime: modified, mode: 0o644 });
      await pipeline(createReadStream(path), entry);
    }
    tar.finalize();
  } catch (error) {
    // Ends the compression too, which would wait for the rest for ever.
    tar.destroy(error as Error);
    throw error;
  }
}
