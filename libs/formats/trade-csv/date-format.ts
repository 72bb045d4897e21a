import { isDealingDate } from '#domain/calendars';

export const dateFormats = ['YYYY-MM-DD', 'DD/MM/YYYY', 'MM/DD/YYYY', 'DD.MM.YYYY', 'YYYYMMDD'] as const;

export type DateFormat = (typeof dateFormats)[number];

const PATTERNS: Readonly<Record<DateFormat, RegExp>> = {
  'YYYY-MM-DD': /^(?<y>\d{4})-(?<m>\d\d)-(?<d>\d\d)$/,
  'DD/MM/YYYY': /^(?<d>\d\d)\/(?<m>\d\d)\/(?<y>\d{4})$/,
  'MM/DD/YYYY': /^(?<m>\d\d)\/(?<d>\d\d)\/(?<y>\d{4})$/,
  'DD.MM.YYYY': /^(?<d>\d\d)\.(?<m>\d\d)\.(?<y>\d{4})$/,
  YYYYMMDD: /^(?<y>\d{4})(?<m>\d\d)(?<d>\d\d)$/,
};

/** The date as YYYY-MM-DD, or undefined where the text is none in that format, of a year from 1900 to 2199: nothing is guessed. */
export function readDate(text: string, format: DateFormat): string | undefined {
  const { y, m, d } = PATTERNS[format].exec(text)?.groups ?? {};
  const date = `${y}-${m}-${d}`;
  return y !== undefined && isDealingDate(date) ? date : undefined;
}
