import { economics, type Office, type Trade } from '#domain/trade';
import { toleranceText, withinTolerance, type Terms } from './tolerance.js';
import { toleranceOf, type ToleranceSet } from './tolerance-set.js';

/** One field of both sides; null where a side does not state it. */
export interface FieldComparison {
  readonly field: string;
  readonly front: string | null;
  readonly middle: string | null;
  readonly tolerance: string | null;
  readonly differs: boolean;
}

export interface Comparison {
  readonly agrees: boolean;
  /** Every field that one of both states, in the order of the front office's terms. */
  readonly comparison: readonly FieldComparison[];
}

/** Compares what the front and the middle office say about one trade; exact decimals throughout. */
export function compare(front: Trade, middle: Trade, tolerances: ToleranceSet): Comparison {
  const [frontTerms, middleTerms] = [recordedTerms(front), recordedTerms(middle)];
  const fields = [...new Set([...Object.keys(frontTerms), ...Object.keys(middleTerms)])];
  const comparison = fields.map((field): FieldComparison => {
    const tolerance = toleranceOf(tolerances, front.product, field);
    const [ours, theirs] = [frontTerms[field], middleTerms[field]];
    const differs = ours === undefined || theirs === undefined || !withinTolerance(ours, theirs, tolerance, frontTerms);
    return { field, front: ours ?? null, middle: theirs ?? null, tolerance: toleranceText(tolerance), differs };
  });
  return { agrees: comparison.every(({ differs }) => !differs), comparison };
}

/** The terms of the only side there is, beside the empty place of the other. */
export function oneSided(side: Office, trade: Trade): FieldComparison[] {
  return Object.entries(recordedTerms(trade)).map(([field, value]) => ({
    field,
    front: side === 'front' ? value : null,
    middle: side === 'middle' ? value : null,
    tolerance: null,
    differs: true,
  }));
}

/** The economic terms, and for whom the house deals: client and house are never mixed up (S1). */
function recordedTerms(trade: Trade): Terms {
  const terms = { ...economics(trade), capacity: trade.capacity };
  return trade.beneficialOwner === null ? terms : { ...terms, beneficialOwner: trade.beneficialOwner };
}
