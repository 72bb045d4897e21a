import type { Chance } from './chance.js';

/** How often each kind of trouble befalls a trade or a message, in per cent. */
export interface TroubleRates {
  /** Middle office or counterparty states another price or amount. */
  readonly mismatch: number;
  /** Middle office or counterparty speaks only after the matching cut-off. */
  readonly late: number;
  readonly amend: number;
  readonly cancel: number;
  /** A message arrives again, byte for byte. */
  readonly duplicate: number;
  /** The amendment or cancellation overtakes the new trade. */
  readonly outOfOrder: number;
  readonly malformed: number;
  /** The custodian cannot settle on the intended date. */
  readonly fail: number;
  /** Only a part settles on the intended date. */
  readonly partial: number;
}

export const troubleLevels = {
  none: { mismatch: 0, late: 0, amend: 0, cancel: 0, duplicate: 0, outOfOrder: 0, malformed: 0, fail: 0, partial: 0 },
  usual: {
    mismatch: 1,
    late: 0.8,
    amend: 1.5,
    cancel: 0.8,
    duplicate: 0.5,
    outOfOrder: 0.3,
    malformed: 0.2,
    fail: 1.5,
    partial: 0.7,
  },
  heavy: { mismatch: 6, late: 5, amend: 8, cancel: 5, duplicate: 3, outOfOrder: 3, malformed: 2, fail: 8, partial: 4 },
} as const satisfies Record<string, TroubleRates>;

export type TroubleLevel = keyof typeof troubleLevels;

/** What will become of one trade before it settles; at most one thing goes wrong with it. */
export type Fate =
  | { readonly kind: 'smooth' }
  | { readonly kind: 'malformed'; readonly way: number }
  | { readonly kind: 'changed'; readonly action: 'AMEND' | 'CANCEL'; readonly overtakes: boolean }
  | { readonly kind: 'middle-differs'; readonly corrected: boolean }
  | { readonly kind: 'middle-late' }
  | { readonly kind: 'statement-differs'; readonly corrected: boolean }
  | { readonly kind: 'statement-late' }
  | { readonly kind: 'statement-missing' };

export const MALFORMED_WAYS = 8;

export function fateOf(chance: Chance, rates: TroubleRates): Fate {
  if (chance.happens(rates.malformed)) return { kind: 'malformed', way: chance.below(MALFORMED_WAYS) };
  if (chance.happens(rates.outOfOrder))
    return { kind: 'changed', action: chance.pick(['AMEND', 'CANCEL']), overtakes: true };
  if (chance.happens(rates.amend)) return { kind: 'changed', action: 'AMEND', overtakes: false };
  if (chance.happens(rates.cancel)) return { kind: 'changed', action: 'CANCEL', overtakes: false };
  if (chance.happens(rates.mismatch))
    return { kind: chance.pick(['middle-differs', 'statement-differs']), corrected: chance.happens(60) };
  if (chance.happens(rates.late)) return { kind: chance.pick(['middle-late', 'statement-late', 'statement-missing']) };
  return { kind: 'smooth' };
}

/** What the custodian will make of one instruction when its day comes. */
export type SettlementFate =
  | { readonly kind: 'settles' }
  | { readonly kind: 'fails'; readonly reasonCode: string; readonly daysLate: number }
  | { readonly kind: 'partial'; readonly firstPercent: number; readonly daysLate: number };

/** Beyond the days that are played: stays failing. */
export const NEVER = 99;

export function settlementFateOf(chance: Chance, rates: TroubleRates, cashOnly: boolean): SettlementFate {
  if (chance.happens(rates.fail)) {
    const reasonCode = chance.pick(cashOnly ? ['CMON', 'MONY', 'LATE'] : ['LACK', 'CLAC', 'CMON', 'PRCY', 'AWSH']);
    return { kind: 'fails', reasonCode, daysLate: chance.pick([1, 1, NEVER]) };
  }
  if (!cashOnly && chance.happens(rates.partial))
    return { kind: 'partial', firstPercent: chance.pick([25, 40, 60, 75]), daysLate: chance.pick([1, 1, NEVER]) };
  return { kind: 'settles' };
}
