import type { CashLadderRow, ExposureRow, ObligationRow } from '#contracts';
import { decimalText, minorOf, money } from './fake-values.js';

/** The units' views: cash per currency and date, and what each counterparty owes and is owed. */
export function unitViews(obligations: readonly ObligationRow[]): { ladder: CashLadderRow[]; exposure: ExposureRow[] } {
  const ladder: CashLadderRow[] = [];
  const exposure: ExposureRow[] = [];
  const cash = new Map<
    string,
    { nostro: string; currency: string; valueDate: string; expected: bigint; settled: bigint; failing: bigint }
  >();
  const owed = new Map<
    string,
    {
      counterparty: string;
      currency: string;
      pay: bigint;
      receive: bigint;
      failing: bigint;
      open: number;
      fails: number;
    }
  >();
  for (const { pay, receive, state, settlementDate, counterparty } of obligations) {
    const { amount, currency } = pay ?? receive ?? money(0n, 'EUR');
    const signed = pay ? -minorOf(amount) : minorOf(amount);
    const slotKey = `${currency} ${settlementDate}`;
    const slot = cash.get(slotKey) ?? {
      nostro: `${currency}-KUSTBEB0`,
      currency,
      valueDate: settlementDate,
      expected: 0n,
      settled: 0n,
      failing: 0n,
    };
    slot.expected += signed;
    if (state === 'SETTLED') slot.settled += signed;
    if (state === 'FAILING') slot.failing += signed;
    cash.set(slotKey, slot);
    const line = owed.get(`${counterparty} ${currency}`) ?? {
      counterparty,
      currency,
      pay: 0n,
      receive: 0n,
      failing: 0n,
      open: 0,
      fails: 0,
    };
    if (state !== 'SETTLED') {
      if (pay) line.pay += minorOf(amount);
      else line.receive += minorOf(amount);
      line.open += 1;
      if (state === 'FAILING') {
        line.failing += minorOf(amount);
        line.fails += 1;
      }
    }
    owed.set(`${counterparty} ${currency}`, line);
  }
  for (const { expected, settled, failing, ...slot } of cash.values())
    ladder.push({
      ...slot,
      expected: decimalText(expected, slot.currency),
      settled: decimalText(settled, slot.currency),
      failing: decimalText(failing, slot.currency),
    });
  for (const { counterparty, currency, pay, receive, failing, open, fails } of owed.values())
    exposure.push({
      counterparty,
      currency,
      toPay: decimalText(pay, currency),
      toReceive: decimalText(receive, currency),
      failing: decimalText(failing, currency),
      openObligations: open,
      failingObligations: fails,
    });
  return { ladder, exposure };
}
