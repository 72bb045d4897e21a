import type { EventOf, instructionReleased } from '#contracts';
import { Decimal, type Money } from '#domain/money';
import { referenceData } from '#domain/parties';
import type { Changes } from './view.js';

export type Released = EventOf<typeof instructionReleased>;

export interface Part {
  readonly pay: Money | null;
  readonly receive: Money | null;
  readonly quantity: string | null;
}

/** All that is known of one obligation. */
export interface KnownObligation {
  readonly released: Released | null;
  readonly failing: Part | null;
  readonly cancelled: Part | null;
  readonly settled: readonly (Part & { readonly effectiveDate: string; readonly wasFailing: boolean })[];
}

export interface ViewChanges {
  readonly cash: Changes;
  readonly debt: Changes;
  readonly exposure: Changes;
}

const units = (amount: Money | null): bigint => amount?.minorUnits ?? 0n;

/**
 * Adds what an obligation contributes to the three views, or with `sign` -1 takes it away. Nothing is contributed before the
 * instruction is known; what was heard earlier counts from then on.
 */
export function contribute(
  { released, failing, cancelled, settled }: KnownObligation,
  sign: 1n | -1n,
  { cash, debt, exposure }: ViewChanges,
): void {
  if (!released) return;
  const { counterparty, settlementDate, security, book } = released;
  let open = false;
  for (const side of ['pay', 'receive'] as const) {
    const total = released[side];
    if (!total) continue;
    const direction = side === 'pay' ? -sign : sign;
    const { currency } = total;
    const nostro = nostroOf(released, currency);
    const due = units(total) - units(cancelled?.[side] ?? null);
    const done = settled.reduce((sum, part) => sum + units(part[side]), 0n);
    const lateDone = settled.reduce((sum, part) => sum + (part.wasFailing ? units(part[side]) : 0n), 0n);
    const late = failing ? units(failing[side]) - lateDone - units(cancelled?.[side] ?? null) : 0n;
    open ||= due > done;
    cash.add([nostro, currency, settlementDate], 'expected', direction * due);
    cash.add([nostro, currency, settlementDate], 'failing', direction * late);
    for (const part of settled)
      cash.add([nostro, currency, part.effectiveDate], 'settled', direction * units(part[side]));
    const key = [counterparty, currency];
    exposure.add(key, side === 'pay' ? 'to_pay' : 'to_receive', sign * (due - done));
    exposure.add(key, 'failing', sign * late);
    exposure.add(key, 'open_obligations', due > done ? sign : 0n);
    exposure.add(key, 'failing_obligations', late > 0n ? sign : 0n);
  }
  const instrument = security && referenceData.findInstrument(security.isin);
  if (security && instrument?.kind === 'bond') {
    const direction = (security.direction === 'receive' ? sign : -sign).toString();
    const key = [book, security.isin, instrument.currency];
    const traded = new Decimal(security.quantity).minus(cancelled?.quantity ?? '0');
    debt.add(key, 'traded', traded.times(direction).toFixed());
    for (const part of settled) debt.add(key, 'settled', new Decimal(part.quantity ?? '0').times(direction).toFixed());
  }
}

function nostroOf({ ourInstructions }: Released, currency: string): string {
  for (const id of ourInstructions) {
    const instruction = referenceData.instruction(id);
    if (instruction?.currency === currency) return instruction.nostro;
  }
  return `UNKNOWN-${currency}`;
}
