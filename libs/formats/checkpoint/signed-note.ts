import type { NoteSigner, NoteVerifier } from './note-key.js';

/** C2SP signed-note: each signature stands on a line that begins with an em dash. */
const SIGNATURE = /^— (\S+) ([A-Za-z0-9+/]+=*)$/;
const MOST_SIGNATURES = 100;

/** The note is not in the form of C2SP, or nobody known signed it. */
export class NoteRejected extends Error {
  override readonly name = 'NoteRejected';
}

export interface SignedNote {
  /** What was signed, with its last line break. */
  readonly text: string;
  /** Names of the known keys that signed. */
  readonly signedBy: readonly string[];
}

/** @param text whole lines, the last one ended too @throws NoteRejected */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  requireText(text);
  const signatures = signers.map((signer) => {
    const bytes = Buffer.concat([signer.keyHash, signer.sign(Buffer.from(text))]);
    return `— ${signer.keyName} ${bytes.toString('base64')}\n`;
  });
  return `${text}\n${signatures.join('')}`;
}

/**
 * Opens a note that at least one known key signed. Signatures of unknown keys are passed over; a wrong one of a known key is
 * never.
 * @throws NoteRejected
 */
export function openNote(note: string, verifiers: readonly NoteVerifier[]): SignedNote {
  const split = note.lastIndexOf('\n\n');
  if (split < 0) throw new NoteRejected('the note has no empty line before its signatures');
  const text = note.slice(0, split + 1);
  requireText(text);
  const lines = note.slice(split + 2).split('\n');
  if (lines.pop() !== '') throw new NoteRejected('the last line of the note is not ended');
  if (lines.length > MOST_SIGNATURES) throw new NoteRejected(`the note has more than ${MOST_SIGNATURES} signatures`);
  const signedBy = new Set<string>();
  for (const line of lines) {
    const [, name, encoded = ''] = SIGNATURE.exec(line) ?? [];
    const bytes = Buffer.from(encoded, 'base64');
    if (!name || bytes.length < 5 || bytes.toString('base64') !== encoded)
      throw new NoteRejected('the note has a line among its signatures that is none');
    const verifier = verifiers.find(({ keyName, keyHash }) => keyName === name && keyHash.equals(bytes.subarray(0, 4)));
    if (!verifier) continue;
    if (!verifier.verifies(Buffer.from(text), bytes.subarray(4)))
      throw new NoteRejected(`the signature of ${name} does not fit the note`);
    signedBy.add(name);
  }
  if (signedBy.size === 0) throw new NoteRejected('no known key signed the note');
  return { text, signedBy: [...signedBy] };
}

function requireText(text: string): void {
  if (!text.endsWith('\n')) throw new NoteRejected('the text of a note ends with a line break');
  // Everything below the space, but the line break, and what no UTF-8 has.
  if (/[^\n\P{Cc}]|\p{Cs}/u.test(text)) throw new NoteRejected('the text of a note holds a control character');
}
