/** Ways along a keyboard and an alphabet, which guessers walk first. */
const ROWS = [
  '`1234567890-=',
  'qwertyuiop[]',
  'qwertzuiop',
  'azertyuiop',
  'asdfghjkl;',
  'zxcvbnm,./',
  'abcdefghijklmnopqrstuvwxyz',
];
const SHORTEST_RUN = 3;
const LONGEST_PATTERN = 5;
const FEWEST_CHARACTERS = 5;
/** Shorter names are in too many words to tell anything. */
const SHORTEST_NAME = 4;

export interface PasswordOwner {
  readonly handle: string;
  readonly name: string;
}

/**
 * Why a password would be guessed early; undefined when it may be used.
 * @param refused passwords known from breaches, in small letters
 */
export function whyPasswordRefused(
  password: string,
  { handle, name }: PasswordOwner,
  refused: ReadonlySet<string>,
): string | undefined {
  const plain = password.normalize('NFKC').toLowerCase();
  if (refused.has(plain)) return 'is known from a breach elsewhere';
  const own = ['asiento', handle, ...name.toLowerCase().split(/\s+/)].filter((word) => word.length >= SHORTEST_NAME);
  if (own.some((word) => plain.includes(word))) return 'contains your name, your handle or the name of the house';
  if (new Set(plain).size < FEWEST_CHARACTERS) return 'has too few different characters';
  if (isOnePattern(plain)) return 'is one short pattern over and over';
  if (isRuns(plain)) return 'is made of rows of the keyboard or of the alphabet';
  return undefined;
}

function isOnePattern(text: string): boolean {
  for (let length = 1; length <= LONGEST_PATTERN; length++)
    if (text === text.slice(0, length).repeat(text.length).slice(0, text.length)) return true;
  return false;
}

function isRuns(text: string): boolean {
  for (let at = 0; at < text.length;) {
    const length = runAt(text, at);
    if (length < SHORTEST_RUN) return false;
    at += length;
  }
  return true;
}

/** How many characters from here on follow each other on one row, forwards or backwards. */
function runAt(text: string, start: number): number {
  const lengths = ROWS.flatMap((row) => [row, [...row].reverse().join('')]).map((row) => {
    let length = 1;
    while (start + length < text.length && follows(row, text.charAt(start + length - 1), text.charAt(start + length)))
      length += 1;
    return length;
  });
  return Math.max(...lengths);
}

const follows = (row: string, one: string, next: string): boolean => row.includes(one + next);
