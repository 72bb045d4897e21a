import { isUtf8 } from 'node:buffer';

/** Bytes of a file as they come from disk or network, in chunks of any size. */
export type FileBytes = AsyncIterable<Uint8Array>;

/** A line without its end, or why it cannot be read. */
export type Line =
  { readonly line: number; readonly text: string } | { readonly line: number; readonly why: Unreadable };

const NEWLINE = 10;

/** Bytes of text that is at hand already. */
export async function* bytesOfFile(text: string): FileBytes {
  yield Buffer.from(text, 'utf8');
}

/**
 * Lines of a file in bounded memory: of a line that is longer than `longest` bytes nothing is kept, and reading goes on
 * after it. A byte order mark at the beginning and carriage returns at line ends are dropped.
 */
export async function* linesOf(bytes: FileBytes, longest: number): AsyncGenerator<Line> {
  let kept: Uint8Array[] = [];
  let length = 0;
  let number = 0;
  const take = (piece: Uint8Array): void => {
    length += piece.length;
    if (length <= longest) kept.push(piece);
    else kept = [];
  };
  const finish = (): Line => {
    number += 1;
    const line: Line = { line: number, ...(length > longest ? { why: 'too long' } : lineText(kept)) };
    kept = [];
    length = 0;
    return line;
  };
  for await (const chunk of bytes) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      take(chunk.subarray(from, end));
      yield finish();
      from = end + 1;
    }
    if (from < chunk.length) take(chunk.subarray(from));
  }
  if (length > 0) yield finish();
}

/** Why a file cannot be read as text. */
export type Unreadable = 'too long' | 'not UTF-8';

/** The whole file as text, without byte order mark; not read further than `longest` bytes. */
export async function wholeText(bytes: FileBytes, longest: number): Promise<{ text: string } | { why: Unreadable }> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    length += chunk.length;
    if (length > longest) return { why: 'too long' };
    chunks.push(chunk);
  }
  return textOf(chunks);
}

function textOf(pieces: readonly Uint8Array[]): { text: string } | { why: Unreadable } {
  const whole = Buffer.concat(pieces);
  return isUtf8(whole) ? { text: whole.toString('utf8').replace(/^\uFEFF/, '') } : { why: 'not UTF-8' };
}

function lineText(pieces: readonly Uint8Array[]): { text: string } | { why: Unreadable } {
  const read = textOf(pieces);
  return 'text' in read ? { text: read.text.replace(/\r$/, '') } : read;
}
