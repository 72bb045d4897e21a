import type { NoteSigner, NoteVerifier } from './note-key.js';
import { NoteRejected, openNote, signNote } from './signed-note.js';

/** What a log stands at: C2SP tlog-checkpoint. */
export interface Checkpoint {
  /** Names the log, like a URL without its scheme. */
  readonly origin: string;
  readonly size: bigint;
  readonly root: Buffer;
  /** Further lines, whose meaning is the log's own. */
  readonly extensions: readonly string[];
}

const SIZE = /^(0|[1-9]\d*)$/;

/** The body of a checkpoint, which is what gets signed. @throws NoteRejected */
export function checkpointText({ origin, size, root, extensions }: Checkpoint): string {
  if (root.length !== 32) throw new NoteRejected('the root of a checkpoint has 32 bytes');
  if (size < 0n) throw new NoteRejected('the size of a checkpoint is not negative');
  const lines = [origin, size.toString(), root.toString('base64'), ...extensions];
  if (lines.some((line) => line === '' || line.includes('\n')))
    throw new NoteRejected('a line of a checkpoint is empty or has a line break');
  return lines.map((line) => `${line}\n`).join('');
}

/** Reads the body of a checkpoint; who signed it is another question. @throws NoteRejected */
export function readCheckpoint(text: string): Checkpoint {
  const lines = text.split('\n');
  const [origin = '', size = '', encoded = '', ...extensions] = lines.slice(0, -1);
  const root = Buffer.from(encoded, 'base64');
  if (lines.at(-1) !== '' || origin === '' || !SIZE.test(size))
    throw new NoteRejected('a checkpoint begins with its origin, its size and its root');
  if (root.length !== 32 || root.toString('base64') !== encoded)
    throw new NoteRejected('the root of a checkpoint is 32 bytes in base64');
  if (extensions.includes('')) throw new NoteRejected('a line of a checkpoint is empty');
  return { origin, size: BigInt(size), root, extensions };
}

export function signCheckpoint(checkpoint: Checkpoint, signers: readonly NoteSigner[]): string {
  return signNote(checkpointText(checkpoint), signers);
}

/** A checkpoint of that log, signed by a known key. @throws NoteRejected */
export function openCheckpoint(note: string, origin: string, verifiers: readonly NoteVerifier[]): Checkpoint {
  const checkpoint = readCheckpoint(openNote(note, verifiers).text);
  if (checkpoint.origin !== origin) throw new NoteRejected(`the checkpoint is one of ${checkpoint.origin}`);
  return checkpoint;
}
