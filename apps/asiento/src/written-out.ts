import type { Writable } from 'node:stream';

/** A pipe takes 64 KiB at once; what its reader has not taken yet would be lost with the process. */
export async function writtenOut(...streams: readonly Writable[]): Promise<void> {
  await Promise.all(streams.map((stream) => new Promise<void>((done) => stream.write('', () => done()))));
}
