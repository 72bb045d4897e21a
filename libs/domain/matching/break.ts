import type { Office, Trade } from '#domain/trade';
import { idOf } from '#domain/identity';
import type { FieldComparison } from './compare.js';

/** `economics`: both sides speak and differ, also when only one of them has cancelled; else one side is missing. */
export type BreakKind = 'economics' | 'missing-middle' | 'missing-front';

/** A break is current state, so a trade has at most one of each kind and its id says which. */
export function breakIdOf(tradeId: string, kind: BreakKind): string {
  return idOf('break', tradeId, kind);
}

/** What is wrong, as a clerk says it: `price: front 189.25, middle 189.52`. */
export function breakReason(kind: BreakKind, comparison: readonly FieldComparison[]): string {
  switch (kind) {
    case 'missing-middle':
      return 'the middle office has not reported the trade';
    case 'missing-front':
      return 'the front office has not reported the trade';
    case 'economics':
      return comparison
        .filter(({ differs }) => differs)
        .map(({ field, front, middle }) => `${field}: front ${front ?? 'nothing'}, middle ${middle ?? 'nothing'}`)
        .join('; ');
  }
}

/**
 * Why a clerk cannot accept this side, or null when he can. The front office's version is what is settled and booked, so
 * without a live one there is nothing for the middle office's terms to correct; a cancelled trade never revives (life
 * cycle, after L30).
 */
export function refusalToAccept(
  side: Office,
  front: Trade | null | undefined,
  middle: Trade | null | undefined,
): string | null {
  if (side === 'front') return front === undefined ? 'The front office has reported no trade that could stand.' : null;
  if (middle === undefined) return 'The middle office has reported no trade that could stand.';
  if (front === undefined)
    return 'The front office has not reported the trade, so there is nothing to settle or to correct.';
  if (front === null)
    return 'The front office has cancelled the trade; a cancelled trade does not revive, it is dealt again under a new id.';
  if (middle === null)
    return 'The middle office has cancelled the trade; only the front office can take it back, by a cancellation of its own.';
  return null;
}
