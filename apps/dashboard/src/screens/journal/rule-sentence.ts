import type { JournalView } from '#contracts';

/** Why, in one sentence: what the books append to it, formula and rounding, is shown by itself. */
export function ruleSentence({ sentence, formula, rounding }: JournalView['explain']): string {
  const appended = ` Formula: ${formula}. Rounding: ${rounding}`;
  return sentence.endsWith(appended) ? sentence.slice(0, -appended.length) : sentence;
}
