import type { Office, Trade } from '#domain/trade';
import { breakIdOf, refusalToAccept, type BreakKind } from './break.js';
import { compare, oneSided, type FieldComparison } from './compare.js';
import type { CutOff } from './cut-off.js';
import type { ToleranceSet } from './tolerance-set.js';

/** The latest version that one office has reported of a trade. */
export interface ReportedSide {
  readonly version: number;
  /** Null once the office has cancelled; a cancelled side stays cancelled. */
  readonly trade: Trade | null;
  /** When this version was reported, and when the office first spoke of the trade; ISO instants, UTC. */
  readonly at: string;
  readonly since: string;
}

/** A clerk's word on one break, good for the two versions it was given on and for no others. */
export interface BreakDecision {
  readonly messageId: string;
  readonly breakId: string;
  readonly frontVersion: number | null;
  readonly middleVersion: number | null;
  readonly accept: Office;
  readonly actor: string;
  readonly approver: string;
  readonly reason: string;
  readonly decidedAt: string;
}

export interface TradeSides {
  readonly tradeId: string;
  readonly front: ReportedSide | null;
  readonly middle: ReportedSide | null;
  /** In the order they were given; the first that fits holds. */
  readonly decisions: readonly BreakDecision[];
}

export interface Finding {
  /** The word that is still to come before the sides can be compared; a break once the cut-off has passed. */
  readonly awaits: Office | 'cancel' | null;
  readonly openBreak: { readonly kind: BreakKind; readonly comparison: readonly FieldComparison[] } | null;
  /** The terms that stand for the front office's version; null while a break is open, a side is missing or the trade is cancelled. */
  readonly agreed: { readonly side: Office; readonly trade: Trade } | null;
  /** The decision that closed what would else be an open break. */
  readonly decision: BreakDecision | null;
}

const NOTHING: Finding = { awaits: null, openBreak: null, agreed: null, decision: null };

/**
 * What is true of a trade, from nothing but the latest word of each office, the clerk's decisions and the last cut-off.
 * Whatever way the messages came, the same messages give the same finding (life cycle L4, L5).
 *
 * A missing side, or a cancellation that only one office has made, is a break only when it was there before the cut-off
 * struck: until then the other office is on its way.
 */
export function reconcile(sides: TradeSides, cutOff: CutOff | null, tolerances: ToleranceSet): Finding {
  const { front, middle } = sides;
  if (front?.trade && middle?.trade) {
    // Word for word the same, as nearly all are: nothing to compare.
    if (front.trade === middle.trade) return { ...NOTHING, agreed: { side: 'front', trade: front.trade } };
    const { agrees, comparison } = compare(front.trade, middle.trade, tolerances);
    if (agrees) return { ...NOTHING, agreed: { side: 'front', trade: front.trade } };
    return broken(sides, 'economics', comparison);
  }
  const lone = loneSide(sides);
  if (lone === null) return NOTHING;
  if (cutOff === null || !wasThereAt(cutOff, lone)) return { ...NOTHING, awaits: lone.awaits };
  return broken(sides, lone.kind, lone.comparison());
}

interface LoneSide {
  readonly awaits: Office | 'cancel';
  readonly kind: BreakKind;
  readonly tradeDate: string;
  readonly since: string;
  readonly comparison: () => FieldComparison[];
}

/** The side that stands alone; null when nothing does: both cancelled, or a cancellation of what the other never reported. */
function loneSide({ front, middle }: TradeSides): LoneSide | null {
  if (front?.trade && middle) return oneCancelled('middle', front.trade, front, middle);
  if (middle?.trade && front) return oneCancelled('front', middle.trade, middle, front);
  if (front?.trade) return missing('middle', 'front', front.trade, front.since);
  if (middle?.trade) return missing('front', 'middle', middle.trade, middle.since);
  return null;
}

function missing(awaits: Office, side: Office, trade: Trade, since: string): LoneSide {
  return {
    awaits,
    kind: `missing-${awaits}`,
    tradeDate: trade.tradeDate,
    since,
    comparison: () => oneSided(side, trade),
  };
}

/** One office has cancelled and the other has not. */
function oneCancelled(by: Office, { tradeDate }: Trade, live: ReportedSide, cancelled: ReportedSide): LoneSide {
  const [front, middle] = by === 'front' ? ['cancelled', 'live'] : ['live', 'cancelled'];
  return {
    awaits: 'cancel',
    kind: 'economics',
    tradeDate,
    since: Date.parse(cancelled.at) > Date.parse(live.since) ? cancelled.at : live.since,
    comparison: () => [{ field: 'status', front, middle, tolerance: 'exact', differs: true }],
  };
}

function wasThereAt(cutOff: CutOff, { tradeDate, since }: LoneSide): boolean {
  return tradeDate <= cutOff.businessDate && Date.parse(since) <= Date.parse(cutOff.at);
}

/** An open break, or what a clerk has made of it. */
function broken(sides: TradeSides, kind: BreakKind, comparison: readonly FieldComparison[]): Finding {
  const { tradeId, front, middle } = sides;
  const breakId = breakIdOf(tradeId, kind);
  const decision = sides.decisions.find(
    (one) =>
      one.breakId === breakId &&
      one.frontVersion === (front?.version ?? null) &&
      one.middleVersion === (middle?.version ?? null) &&
      refusalToAccept(one.accept, front?.trade, middle?.trade) === null,
  );
  if (!decision) return { ...NOTHING, openBreak: { kind, comparison } };
  const trade = decision.accept === 'front' ? front?.trade : middle?.trade;
  return { ...NOTHING, decision, agreed: trade ? { side: decision.accept, trade } : null };
}
