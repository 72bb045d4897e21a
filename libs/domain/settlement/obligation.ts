import type { State } from '#domain/life-cycle';
import { Decimal, money, toMoney, type Money } from '#domain/money';
import type { ObligationTerms, Trade } from '#domain/trade';

/** Cash and securities of an obligation or of a part of it; null where it has none on that side. */
export interface Parts {
  readonly pay: Money | null;
  readonly receive: Money | null;
  /** Exact decimal; null for cash-only. */
  readonly quantity: string | null;
}

/** What both parties owe each other on one settlement date, and how far it has come. */
export interface Obligation {
  readonly obligationId: string;
  readonly tradeId: string;
  readonly version: number;
  readonly terms: ObligationTerms;
  readonly trade: Trade;
  readonly instructionId: string;
  readonly custodian: string;
  readonly state: State;
  /** Number of the last event said about it. */
  readonly sequence: number;
  readonly settled: Parts;
  /** Settlement cut-off passed with a remainder open: what settles from now on was reclassified (R10). */
  readonly failing: boolean;
  readonly reasonCode: string | null;
  /** Where it stood when the cancellation was asked for, in case the custodian denies it. */
  readonly beforeCancel: State | null;
}

const nothingOf = (amount: Money | null): Money | null => amount && money(0n, amount.currency);

export const originalParts = ({ pay, receive, security }: ObligationTerms): Parts => ({
  pay,
  receive,
  quantity: security?.quantity ?? null,
});

export const nothingSettled = ({ pay, receive, security }: ObligationTerms): Parts => ({
  pay: nothingOf(pay),
  receive: nothingOf(receive),
  quantity: security ? '0' : null,
});

const minus = (left: Money | null, right: Money | null): Money | null =>
  left && right && money(left.minorUnits - right.minorUnits, left.currency);

/** Original less what has settled: partials and remainder always add up to the original. */
export function remainder({ terms, settled }: Obligation): Parts {
  const original = originalParts(terms);
  return {
    pay: minus(original.pay, settled.pay),
    receive: minus(original.receive, settled.receive),
    quantity:
      original.quantity === null || settled.quantity === null
        ? null
        : new Decimal(original.quantity).minus(settled.quantity).toFixed(),
  };
}

/** The custodian reports more than is open, or a part of something that has no parts. */
export class PartRefused extends Error {
  override readonly name = 'PartRefused';
}

/**
 * The part that settles with a quantity: cash is the rounded share of all that has settled, less what settled before, so that
 * the last part takes the residue (R10). Without a quantity, all that remains.
 * @throws PartRefused
 */
export function partOf(obligation: Obligation, quantity: string | undefined): Parts {
  const open = remainder(obligation);
  if (quantity === undefined || open.quantity === null) {
    if (quantity !== undefined) throw new PartRefused('cash alone settles whole');
    return open;
  }
  const original = originalParts(obligation.terms);
  const part = new Decimal(quantity);
  if (part.lte(0) || part.gt(open.quantity)) throw new PartRefused(`${quantity} settled, but ${open.quantity} is open`);
  if (part.eq(open.quantity)) return open;
  const share = new Decimal(obligation.settled.quantity ?? '0').plus(part).div(original.quantity ?? '1');
  const cash = (total: Money | null, before: Money | null): Money | null =>
    total &&
    money(
      toMoney(new Decimal(total.minorUnits.toString()).times(share).div(scaleOf(total)), total.currency).minorUnits -
        (before?.minorUnits ?? 0n),
      total.currency,
    );
  return {
    pay: cash(original.pay, obligation.settled.pay),
    receive: cash(original.receive, obligation.settled.receive),
    quantity,
  };
}

/** Minor units in one major unit of the currency. */
const scaleOf = ({ currency }: Money): string => toMoney(new Decimal(1), currency).minorUnits.toString();

const plus = (left: Money | null, right: Money | null): Money | null =>
  left && right ? money(left.minorUnits + right.minorUnits, left.currency) : left;

export function withPart(obligation: Obligation, part: Parts): Obligation {
  const { settled } = obligation;
  return {
    ...obligation,
    settled: {
      pay: plus(settled.pay, part.pay),
      receive: plus(settled.receive, part.receive),
      quantity: settled.quantity === null ? null : new Decimal(settled.quantity).plus(part.quantity ?? '0').toFixed(),
    },
  };
}

export const isEmpty = ({ pay, receive, quantity }: Parts): boolean =>
  (pay?.minorUnits ?? 0n) === 0n &&
  (receive?.minorUnits ?? 0n) === 0n &&
  (quantity === null || new Decimal(quantity).isZero());
