import { NoteRejected } from './signed-note.js';

/** The last journal of the chain of a book. */
export interface ChainHead {
  readonly book: string;
  readonly sequence: bigint;
  readonly hash: Buffer;
}

const HEAD = /^head (0|[1-9]\d*) ([0-9a-f]{64}) (.+)$/;

/** Extension lines that tie the chain of every book to a checkpoint: `head <sequence> <hash> <book>`. */
export function headLines(heads: readonly ChainHead[]): string[] {
  return heads.map(({ book, sequence, hash }) => `head ${sequence} ${hash.toString('hex')} ${book}`);
}

/** The heads among the extension lines; lines of another kind are passed over. @throws NoteRejected */
export function headsIn(extensions: readonly string[]): ChainHead[] {
  return extensions
    .filter((line) => line.startsWith('head '))
    .map((line) => {
      const [, sequence, hash = '', book] = HEAD.exec(line) ?? [];
      if (!sequence || !book) throw new NoteRejected(`${line} is not the head of a chain`);
      return { book, sequence: BigInt(sequence), hash: Buffer.from(hash, 'hex') };
    });
}
