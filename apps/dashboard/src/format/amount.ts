/** Signs of one language, between groups of three digits and before the decimals. */
export interface Separators {
  readonly group: string;
  readonly decimal: string;
}

export interface AmountParts {
  /** U+2212 for a negative amount, `+` where a movement is meant, else empty. */
  readonly sign: string;
  readonly whole: string;
  /** Decimal separator and decimals as given; empty where the currency has none. */
  readonly fraction: string;
}

const DECIMAL = /^([-+]?)(\d+)(?:\.(\d+))?$/;

/** Only the separators come from Intl: its own grouping leaves 1234,5 ungrouped in Spanish, and columns would not line up. */
export function separatorsOf(language: string): Separators {
  const parts = new Intl.NumberFormat(language, { useGrouping: true }).formatToParts(1_234_567.8);
  const sign = (type: string, otherwise: string): string =>
    parts.find((part) => part.type === type)?.value ?? otherwise;
  return { group: sign('group', ','), decimal: sign('decimal', '.') };
}

/**
 * Splits decimal text for display, keeping every digit: amounts stay text from the API to the screen.
 * Text that is no decimal comes back unchanged as `whole`.
 */
export function amountParts(text: string, { group, decimal }: Separators, movement = false): AmountParts {
  const match = DECIMAL.exec(text.trim());
  if (match === null) return { sign: '', whole: text, fraction: '' };
  const [, minus = '', whole = '', fraction] = match;
  const negative = minus === '-' && !isZero(text);
  return {
    sign: negative ? '\u2212' : movement && !isZero(text) ? '+' : '',
    whole: whole.replace(/\B(?=(\d{3})+$)/g, group),
    fraction: fraction === undefined ? '' : decimal + fraction,
  };
}

/** The amount as one text, for titles and sentences. */
export function amountText(text: string, separators: Separators): string {
  const { sign, whole, fraction } = amountParts(text, separators);
  return sign + whole + fraction;
}

export function isZero(text: string): boolean {
  return /^[-+]?0*(\.0*)?$/.test(text.trim());
}

export function isNegative(text: string): boolean {
  return text.trim().startsWith('-') && !isZero(text);
}

/** The same amount without its sign. */
export function magnitude(text: string): string {
  return text.trim().replace(/^[-+]/, '');
}
