import type { Money } from '#domain/money';
import type { LegName, ObligationTerms, Trade } from '#domain/trade';

/** What the units need to know of the terms of an obligation. */
export interface FollowedTerms {
  readonly counterparty: string;
  readonly settlementDate: string;
  readonly pay: MovingCash | null;
  readonly receive: MovingCash | null;
}

export interface MovingCash extends Money {
  /** Our account on which it moves. */
  readonly nostro: string;
}

/**
 * An obligation as the units follow it: a fold of what settlement says about it, in whatever order its topics come. Once all
 * is heard the same figures stand.
 */
export interface FollowedObligation {
  readonly obligationId: string;
  /** Null until an event tells them. */
  readonly terms: FollowedTerms | null;
  /** The terms are those of the instruction; others tell the same, in other events. */
  readonly released: boolean;
  /** Minor units of all settled parts heard of. */
  readonly settledPay: bigint;
  readonly settledReceive: bigint;
  readonly failing: boolean;
  readonly cancelled: boolean;
}

export function unheard(obligationId: string): FollowedObligation {
  return {
    obligationId,
    terms: null,
    released: false,
    settledPay: 0n,
    settledReceive: 0n,
    failing: false,
    cancelled: false,
  };
}

/** None of the instructions of an obligation names an account of ours in the currency that moves. */
export class NoNostroNamed extends Error {
  override readonly name = 'NoNostroNamed';

  constructor(
    readonly currency: string,
    readonly instructions: readonly string[],
  ) {
    super(`no nostro of ours in ${currency} among the instructions ${instructions.join(', ') || '(none)'}`);
  }
}

/** Account and currency of one of our standing settlement instructions; undefined when there is no such. */
export type AccountOf = (instructionId: string) => { readonly nostro: string; readonly currency: string } | undefined;

/** @throws NoNostroNamed */
export function followedTerms(
  terms: Pick<ObligationTerms, 'settlementDate' | 'pay' | 'receive' | 'ourInstructions'>,
  counterparty: string,
  accountOf: AccountOf,
): FollowedTerms {
  const moving = (amount: Money | null): MovingCash | null => {
    if (!amount) return null;
    const account = terms.ourInstructions.map(accountOf).find((one) => one?.currency === amount.currency);
    if (!account) throw new NoNostroNamed(amount.currency, terms.ourInstructions);
    return { ...amount, nostro: account.nostro };
  };
  return { counterparty, settlementDate: terms.settlementDate, pay: moving(terms.pay), receive: moving(terms.receive) };
}

/** The terms of one leg, as an event carries them with its trade. @throws NoNostroNamed */
export function termsOfLeg(trade: Trade, leg: LegName, accountOf: AccountOf): FollowedTerms | null {
  const terms = trade.obligations.find((one) => one.leg === leg);
  return terms ? followedTerms(terms, trade.counterparty, accountOf) : null;
}

export function withInstruction(obligation: FollowedObligation, terms: FollowedTerms): FollowedObligation {
  return { ...obligation, terms, released: true };
}

/** Terms told in passing: they stand until the instruction is heard. */
function withTermsTold(obligation: FollowedObligation, told: FollowedTerms | null): FollowedObligation {
  return obligation.terms || !told ? obligation : { ...obligation, terms: told };
}

export function withSettledPart(
  obligation: FollowedObligation,
  part: { readonly pay: Money | null; readonly receive: Money | null },
  told: FollowedTerms | null,
): FollowedObligation {
  const { settledPay, settledReceive, ...rest } = withTermsTold(obligation, told);
  return {
    ...rest,
    settledPay: settledPay + (part.pay?.minorUnits ?? 0n),
    settledReceive: settledReceive + (part.receive?.minorUnits ?? 0n),
  };
}

export function withFail(obligation: FollowedObligation, told: FollowedTerms | null): FollowedObligation {
  return { ...withTermsTold(obligation, told), failing: true };
}

/** The custodian has cancelled what was open; settled parts stand. */
export function withCancellation(obligation: FollowedObligation): FollowedObligation {
  return { ...obligation, cancelled: true };
}

/** One side of it: what moves in all, and what is still to move. */
export interface CashSide {
  readonly cash: MovingCash;
  /** `1n` where we receive, `-1n` where we pay. */
  readonly sign: bigint;
  readonly settled: bigint;
  readonly open: bigint;
}

export function cashSides({ terms, settledPay, settledReceive, cancelled }: FollowedObligation): CashSide[] {
  const side = (cash: MovingCash | null | undefined, sign: bigint, settled: bigint): CashSide[] =>
    cash ? [{ cash, sign, settled, open: cancelled ? 0n : cash.minorUnits - settled }] : [];
  return [...side(terms?.pay, -1n, settledPay), ...side(terms?.receive, 1n, settledReceive)];
}
