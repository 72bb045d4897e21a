/** A stretch of text, marked where it differs from the other side. */
export interface Stretch {
  readonly text: string;
  readonly marked: boolean;
}

/**
 * Marks the characters of `text` that differ from `other`. Texts of equal length are compared place by place (two digits that
 * changed places show as two); otherwise everything between their common start and common end is marked.
 */
export function markedDifference(text: string, other: string): readonly Stretch[] {
  if (text.length === other.length)
    return joined([...text].map((sign, place) => ({ text: sign, marked: sign !== other[place] })));
  let start = 0;
  while (start < Math.min(text.length, other.length) && text[start] === other[start]) start += 1;
  let end = 0;
  while (end < Math.min(text.length, other.length) - start && text.at(-1 - end) === other.at(-1 - end)) end += 1;
  return [
    { text: text.slice(0, start), marked: false },
    { text: text.slice(start, text.length - end), marked: true },
    { text: text.slice(text.length - end), marked: false },
  ].filter((stretch) => stretch.text !== '');
}

function joined(stretches: readonly Stretch[]): readonly Stretch[] {
  const result: Stretch[] = [];
  for (const stretch of stretches) {
    const last = result.at(-1);
    if (last?.marked === stretch.marked)
      result[result.length - 1] = { text: last.text + stretch.text, marked: stretch.marked };
    else result.push(stretch);
  }
  return result;
}
