import { isDate } from '#domain/calendars';
import { economics, type Trade } from '#domain/trade';
import { decimalOf, EXACT, toleranceText, withinTolerance, type Terms } from './tolerance.js';
import type { GatingSet } from './tolerance-set.js';

/** What a counterparty says about a trade, in its own words and from its own point of view: its BUY is our SELL. */
export interface CounterpartyStatement {
  /** Who says so, by any of its names. */
  readonly counterparty: string;
  readonly terms: Terms;
}

/** A field in which a statement is not what we have; both values from our point of view. */
export interface Difference {
  readonly field: string;
  readonly ours: string | null;
  readonly theirs: string | null;
  readonly tolerance: string | null;
}

export interface StatementMatch {
  readonly matches: boolean;
  readonly differences: readonly Difference[];
  /** What would make it match, in words; null when it does. */
  readonly counterfactual: string | null;
}

/**
 * Matches a counterparty's statement with our terms, over the gating fields of the product (B2). `partyOf` gives the
 * party code behind a name, or undefined for a name nobody has. The result is the same from either side of the trade.
 */
export function matchStatement(
  trade: Trade,
  statement: CounterpartyStatement,
  gating: GatingSet,
  partyOf: (name: string) => string | undefined,
): StatementMatch {
  const ours = economics(trade);
  const theirs = fromTheOtherSide(statement.terms);
  const differences = [...counterpartyDifference(trade, statement, partyOf)];
  for (const [field, { tolerance, presence }] of Object.entries(gating.products[trade.product])) {
    const [our, their] = [ours[field], theirs[field]];
    if (their === undefined && (our === undefined || presence === 'if-stated')) continue;
    if (our !== undefined && their !== undefined && withinTolerance(our, their, tolerance, ours)) continue;
    differences.push({ field, ours: our ?? null, theirs: their ?? null, tolerance: toleranceText(tolerance) });
  }
  if (differences.length === 0) return { matches: true, differences, counterfactual: null };
  return { matches: false, differences, counterfactual: `matches if ${differences.map(condition).join(' and ')}` };
}

function counterpartyDifference(
  { counterparty }: Trade,
  statement: CounterpartyStatement,
  partyOf: (name: string) => string | undefined,
): Difference[] {
  const sender = partyOf(statement.counterparty) ?? statement.counterparty;
  if (sender === (partyOf(counterparty) ?? counterparty)) return [];
  return [{ field: 'counterparty', ours: counterparty, theirs: sender, tolerance: toleranceText(EXACT) }];
}

const OPPOSITE: Readonly<Record<string, string>> = { BUY: 'SELL', SELL: 'BUY', PLACED: 'TAKEN', TAKEN: 'PLACED' };

/** The same terms as the other party sees them. Done twice it gives the terms back. */
export function fromTheOtherSide(terms: Terms): Terms {
  const turned: Record<string, string> = {};
  for (const [field, value] of Object.entries(terms))
    turned[otherName(field)] = field === 'side' || field === 'direction' ? (OPPOSITE[value] ?? value) : value;
  return turned;
}

const OTHER_NAME: Readonly<Record<string, string>> = { bought: 'sold', sold: 'bought', Bought: 'Sold', Sold: 'Bought' };

/** What we bought the other party sold. */
function otherName(field: string): string {
  return field.replace(/[Bb]ought|[Ss]old/g, (word) => OTHER_NAME[word] ?? word);
}

/** The change to one field that would let it match, as the end of "matches if ...". */
function condition({ field, ours, theirs }: Difference): string {
  const name = inWords(field);
  if (field === 'counterparty') return `party alias ${theirs} = ${ours}`;
  if (theirs === null) return `${name} ${ours} were stated`;
  if (ours === null) return `${name} were not stated`;
  const [one, other] = [decimalOf(ours), decimalOf(theirs)];
  if (one && other) return `${name} differs by at most ${one.minus(other).abs().toFixed()}`;
  if (isDate(ours)) return `${name} were ${ours}`;
  return `${name} were ${ours} instead of ${theirs}`;
}

/** `settlementDate` reads `settlement date`. */
function inWords(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
