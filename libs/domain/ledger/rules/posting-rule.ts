/** A rule of accounting as the auditor reads it. A changed rule gets a new version; the old text stays, old journals name it. */
export interface PostingRule {
  /** Recipe and step, for example `R1.trade-date`. */
  readonly id: string;
  readonly version: number;
  /** First effective date to which this version applies; the next version ends it. */
  readonly validFrom: string;
  /** Why, in one sentence; `{name}` stands for the input of that name. */
  readonly sentence: string;
  readonly formula: string;
  readonly rounding: string;
}

/** Why a journal has the amounts it has. */
export interface Explanation {
  readonly sentence: string;
  /** Each input by name, as the rule used it. */
  readonly inputs: Readonly<Record<string, string>>;
}

export const EXACT = 'None: every amount is taken over as it stands.';
export const HALF_EVEN = 'Half to even, to the minor unit of the currency.';

export const CUMULATIVE =
  'The cumulative is rounded half to even to the minor unit; days are differences of rounded cumulatives.';

/** Before the first day on which anybody may deal, so that every journal has a rule. */
const FROM_THE_BEGINNING = '1900-01-01';

/** The first version of a rule. */
export const rule = (id: string, sentence: string, formula: string, rounding = EXACT): PostingRule => ({
  id,
  version: 1,
  validFrom: FROM_THE_BEGINNING,
  sentence,
  formula,
  rounding,
});

/** The same rule in the books by settlement date, where it meets other balances; told apart by its id. */
export const bySettlementDate = ({ id, sentence, formula, rounding }: PostingRule): PostingRule =>
  rule(`${id}-sda`, `By settlement date: ${sentence}`, formula, rounding);

/** The rule's sentence with its inputs filled in, then formula and rounding. */
export function explain(
  { sentence, formula, rounding }: PostingRule,
  inputs: Readonly<Record<string, string>>,
): Explanation {
  const filled = sentence.replace(/\{(\w+)\}/g, (placeholder, name: string) => inputs[name] ?? placeholder);
  return { sentence: `${filled} Formula: ${formula}. Rounding: ${rounding}`, inputs };
}
