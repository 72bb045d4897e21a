import { diffLines } from 'diff';

/** A line of the one text, the other, or both; or a stretch of lines that are the same and are left out. */
export type DifferenceLine =
  | { readonly kind: 'same'; readonly before: number; readonly after: number; readonly text: string }
  | { readonly kind: 'out'; readonly before: number; readonly text: string; readonly partner: string | undefined }
  | { readonly kind: 'in'; readonly after: number; readonly text: string; readonly partner: string | undefined }
  | { readonly kind: 'gap'; readonly lines: number };

/** Lines shown round each change. */
const ROUND_CHANGE = 3;
/** A longer search would hold up the screen; then the whole text is shown as taken out and put in. */
const SEARCH_MS = 500;

/** The difference of two texts, line by line; a line that was changed knows the one it stands for. */
export function lineDifference(before: string, after: string): readonly DifferenceLine[] {
  const parts = diffLines(ended(before), ended(after), { timeout: SEARCH_MS }) ?? [
    { removed: true, added: false, value: ended(before) },
    { removed: false, added: true, value: ended(after) },
  ];
  const lines: DifferenceLine[] = [];
  let [atBefore, atAfter] = [0, 0];
  for (const [index, { removed, added, value }] of parts.entries()) {
    const texts = linesOf(value);
    if (removed) {
      const next = parts[index + 1];
      const partners = next?.added ? pairedWith(texts, next.value) : [];
      texts.forEach((text, place) =>
        lines.push({ kind: 'out', before: (atBefore += 1), text, partner: partners[place] }),
      );
    } else if (added) {
      const last = parts[index - 1];
      const partners = last?.removed ? pairedWith(texts, last.value) : [];
      texts.forEach((text, place) => lines.push({ kind: 'in', after: (atAfter += 1), text, partner: partners[place] }));
    } else texts.forEach((text) => lines.push({ kind: 'same', before: (atBefore += 1), after: (atAfter += 1), text }));
  }
  return withoutLongStretches(lines);
}

/** An end of line at the very end is no change of the last line. */
const ended = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`);
const linesOf = (text: string): readonly string[] => text.replace(/\n$/, '').split('\n');

/** As many lines out as in are the same lines, changed; otherwise nobody can tell which became which. */
function pairedWith(texts: readonly string[], other: string): readonly string[] {
  const partners = linesOf(other);
  return partners.length === texts.length ? partners : [];
}

function withoutLongStretches(lines: readonly DifferenceLine[]): readonly DifferenceLine[] {
  const near = new Set<number>();
  for (const [index, { kind }] of lines.entries())
    if (kind !== 'same')
      for (let place = index - ROUND_CHANGE; place <= index + ROUND_CHANGE; place += 1) near.add(place);
  const shown: DifferenceLine[] = [];
  for (const [index, line] of lines.entries()) {
    const last = shown.at(-1);
    if (near.has(index)) shown.push(line);
    else if (last?.kind === 'gap') shown[shown.length - 1] = { kind: 'gap', lines: last.lines + 1 };
    else shown.push({ kind: 'gap', lines: 1 });
  }
  return shown;
}
