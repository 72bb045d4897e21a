import { Decimal, money, subtract, toDecimal, toMoney, type Money } from '#domain/money';
import type { ObligationTerms } from '#domain/trade';

/** What moves, or is left to move: cash paid, cash received, quantity delivered. Null on a side where nothing ever moves. */
export interface Parts {
  readonly pay: Money | null;
  readonly receive: Money | null;
  /** Exact decimal: shares, or nominal in major units. */
  readonly quantity: string | null;
}

type Whole = Pick<ObligationTerms, 'pay' | 'receive' | 'security'>;

export function wholeOf({ pay, receive, security }: Whole): Parts {
  return { pay, receive, quantity: security && plain(new Decimal(security.quantity)) };
}

export function nothingOf({ pay, receive, security }: Whole): Parts {
  return {
    pay: pay && money(0n, pay.currency),
    receive: receive && money(0n, receive.currency),
    quantity: security && '0',
  };
}

/** What is left of `whole` after `settled`: both together are always the original. */
export function remainderOf(whole: Parts, settled: Parts): Parts {
  return {
    pay: whole.pay && settled.pay ? subtract(whole.pay, settled.pay) : whole.pay,
    receive: whole.receive && settled.receive ? subtract(whole.receive, settled.receive) : whole.receive,
    quantity:
      whole.quantity !== null && settled.quantity !== null
        ? plain(new Decimal(whole.quantity).minus(settled.quantity))
        : whole.quantity,
  };
}

export function isNothing({ pay, receive, quantity }: Parts): boolean {
  return (
    (pay?.minorUnits ?? 0n) === 0n &&
    (receive?.minorUnits ?? 0n) === 0n &&
    (quantity === null || new Decimal(quantity).isZero())
  );
}

/**
 * What moves with the next part of a quantity (R10): cash is the total times what will have settled over the whole quantity,
 * rounded half to even, less what has settled already; so the last part takes the residue.
 */
export function nextPart(quantity: string, whole: Parts, settled: Parts): Parts {
  if (whole.quantity === null || settled.quantity === null) return remainderOf(whole, settled);
  const reached = new Decimal(settled.quantity).plus(quantity);
  const share = (total: Money | null, before: Money | null): Money | null => {
    if (!total || !before) return null;
    const due = toMoney(
      toDecimal(total)
        .times(reached)
        .div(whole.quantity ?? '1'),
      total.currency,
    );
    return subtract(due, before);
  };
  return {
    pay: share(whole.pay, settled.pay),
    receive: share(whole.receive, settled.receive),
    quantity: plain(new Decimal(quantity)),
  };
}

export function sumOf(left: Parts, right: Parts): Parts {
  const add = (one: Money | null, other: Money | null): Money | null =>
    one && other ? money(one.minorUnits + other.minorUnits, one.currency) : (one ?? other);
  return {
    pay: add(left.pay, right.pay),
    receive: add(left.receive, right.receive),
    quantity:
      left.quantity !== null && right.quantity !== null
        ? plain(new Decimal(left.quantity).plus(right.quantity))
        : (left.quantity ?? right.quantity),
  };
}

/** No exponent, no trailing zeros. */
const plain = (quantity: Decimal): string => quantity.toFixed();
